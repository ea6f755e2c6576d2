import type { Cursor, Joined, Room } from '@dispatch/shared/protocol/events';
import type { Asker } from '../http/route.ts';
import type { LiveSocket, SocketDoor } from './door.ts';

export type JoinAnswerer = (socket: LiveSocket, message: { rooms: Room[]; cursor: Cursor | null }) => Promise<Joined>;

/** What a feature's reader gives for rooms: since a cursor (null when a snapshot is needed), or as a whole. */
export interface RoomReader {
  changes(rooms: readonly Room[], cursor: Cursor): Promise<(Joined & { ok: true }) | null>;
  snapshot(rooms: readonly Room[]): Promise<Joined & { ok: true }>;
}

/**
 * Answers a join: every room is checked by the door that claims it, the socket is put in first and the state read
 * afterwards, so that a change in between is sent rather than missed (rule S2). One refused room refuses the whole join.
 */
export function joinAnswerer(doors: readonly SocketDoor[], reader: RoomReader): JoinAnswerer {
  async function mayJoinAll(who: Asker, rooms: readonly Room[]): Promise<boolean> {
    for (const room of rooms) {
      const door = doors.find((candidate) => candidate.claims?.(room) === true);
      if (!door?.mayJoin || !(await door.mayJoin(who, room))) return false;
    }
    return true;
  }

  return async (socket, { rooms, cursor }) => {
    const { who } = socket.data;
    if (!(await mayJoinAll(who, rooms)))
      return { ok: false, code: 'not_allowed', detail: 'You may not join these rooms.' };
    await socket.join(rooms);
    const changes = cursor === null ? null : await reader.changes(rooms, cursor);
    const answer = changes ?? (await reader.snapshot(rooms));
    // The right may have ended between the check and the joining; then nobody has put this socket out.
    if (!(await mayJoinAll(who, rooms))) {
      for (const room of rooms) void socket.leave(room);
      return { ok: false, code: 'not_allowed', detail: 'You may no longer join these rooms.' };
    }
    return answer;
  };
}

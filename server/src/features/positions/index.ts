import type { Position, PublicPosition } from '@dispatch/shared/protocol/events';
import * as wire from '@dispatch/shared/protocol/schema';
import type { Logger } from 'pino';
import type pg from 'pg';
import type { Feature } from '../../platform/feature.ts';
import type { Emission, Projection } from '../../platform/feed/projection.ts';
import type { SocketDoor } from '../../platform/realtime/door.ts';
import * as repo from './positions.repo.ts';

/** At most one position a second and contractor goes any further. */
const SHORTEST_PAUSE_MS = 900;
/** Actions after which a contractor may no longer be on the way. */
const ENDS_TRIP = new Set(['arrive', 'pass', 'transfer', 'withdraw', 'reassign', 'cancel', 'undo']);
const ENDS_WORK = new Set([...ENDS_TRIP, 'finish', 'hand_back']);

export interface Positions {
  publicPosition(issueId: string): Promise<PublicPosition | null>;
}

/**
 * Live positions: one last known row per contractor, sent volatile (a lost one is followed by the next), to the office
 * while under way, to the household only while on the way to it; deleted afterwards.
 */
export function createPositions({
  pool,
  clock,
  log,
}: {
  pool: pg.Pool;
  clock(): number;
  log: Logger;
}): Feature & Positions {
  async function take(
    live: Parameters<NonNullable<SocketDoor['onConnect']>>[1],
    contractorId: string,
    position: Position,
  ): Promise<void> {
    // A device's clock may run ahead; nothing is newer than now.
    const at = Math.min(position.at, clock());
    const known = { ...position, at };
    const enRoute = await repo.savePosition(pool, contractorId, known);
    if (enRoute === null) return;
    live
      .to('staff')
      .to(`contractor:${contractorId}`)
      .volatile.emit('position', { contractorId, ...known });
    for (const issueId of enRoute)
      live.to(`issue:${issueId}:public`).volatile.emit('public_position', { issueId, ...known });
  }

  const socket: SocketDoor = {
    onConnect(connection, live) {
      const { who } = connection.data;
      if (who.kind !== 'contractor' || who.contractorId === undefined) return;
      const { contractorId } = who;
      let last = 0;
      connection.on('position', (message) => {
        const parsed = wire.position.safeParse(message);
        const now = clock();
        if (!parsed.success || now - last < SHORTEST_PAUSE_MS) return;
        last = now;
        take(live, contractorId, parsed.data).catch((error: unknown) => {
          log.warn({ err: error }, 'position not kept');
        });
      });
    },
  };

  const forget: Projection = async ({ events }, rooms) => {
    const left = events.filter((event) => ENDS_WORK.has(event.action) && event.contractorBefore !== null);
    if (left.length === 0) return [];
    await repo.forgetPositions(pool, [...new Set(left.map((event) => event.contractorBefore ?? ''))]);
    const ended = left
      .filter((event) => ENDS_TRIP.has(event.action) && rooms.has(`issue:${event.issueId}:public`))
      .map((event) => event.issueId);
    if (ended.length === 0) return [];
    // An undone edit, for one, ends no trip.
    return [...(await repo.notEnRoute(pool, ended))].map((issueId): Emission => ({
      room: `issue:${issueId}:public`,
      event: 'public_position',
      payload: { issueId, gone: true },
    }));
  };

  return { sockets: [socket], projections: [forget], publicPosition: (issueId) => repo.positionFor(pool, issueId) };
}

/** What every screen that shows the whole board holds: the connection, the cards and what stands around them. */
import { api } from '@dispatch/base/lib/api';
import { clock } from '@dispatch/base/lib/clock';
import { LiveConnection } from '@dispatch/base/live/connection';
import { IssueStore } from '@dispatch/base/live/issue-store';
import { ReferenceStore } from '@dispatch/base/live/reference-store';
import { onWake } from '@dispatch/base/live/wake';
import { openWire, type Wire } from '@dispatch/base/live/wire';
import type { Reference } from '@dispatch/shared/board/reference';
import { boardRoom, UNPLACED, type Cursor, type Room, type RoomContent } from '@dispatch/shared/protocol/events';

export interface LiveBoard {
  readonly live: LiveConnection;
  readonly issues: IssueStore;
  readonly reference: ReferenceStore;
  /** Reads what stands around the issues and connects. False: no answer; try again. */
  start(): Promise<boolean>;
  stop(): void;
}

/** GET, or null when there was no good answer. */
async function read<T>(path: string): Promise<T | null> {
  const answer = await api<T>(path);
  return answer.kind === 'done' ? answer.value : null;
}

/** The board of all districts, as dispatchers and walls see it. */
export function openLiveBoard(wire: Wire = openWire()): LiveBoard {
  const live = new LiveConnection({ wire, snapshot: () => read<{ cursor: Cursor; content: RoomContent }>('/board') });
  const issues = new IssueStore();
  const reference = new ReferenceStore(() => read<Reference>('/reference'));

  const joinBoards = (): void => {
    const rooms: Room[] = ['staff', UNPLACED, ...Array.from(reference.districts.keys(), boardRoom)];
    live.join(rooms.filter((room) => !live.rooms.has(room)));
  };
  const stops = [
    issues.attach(live),
    reference.attach(live),
    // A district drawn while the screen is open is joined like the others.
    reference.subscribe((what) => {
      if (what === 'places' && live.rooms.size > 0) joinBoards();
    }),
    live.on('fresh', ({ at }) => {
      clock.adjust(at);
    }),
    onWake(() => {
      live.check();
    }),
  ];
  return {
    live,
    issues,
    reference,
    async start() {
      if (!(await reference.load())) return false;
      joinBoards();
      live.start();
      return true;
    },
    stop() {
      for (const stop of stops) stop();
      live.stop();
    },
  };
}

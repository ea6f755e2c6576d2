import type { Contractor } from '@dispatch/shared/board/reference';
import type { IssueCard, IssueDetail, PublicIssue } from '@dispatch/shared/issues/views';
import type { Cursor, Joined, ReferenceChange, Removed, Room } from '@dispatch/shared/protocol/events';
import type pg from 'pg';
import type { Feed } from '../../platform/feed/feed.ts';
import type { Emission, Projection } from '../../platform/feed/projection.ts';
import type { RoomReader } from '../../platform/realtime/join.ts';
import { issueRoom, type Issues } from '../issues/index.ts';
import { boardCards, type BoardScope } from './board.repo.ts';

type Answer = Joined & { ok: true };

export interface ReaderDependencies {
  pool: pg.Pool;
  feed: Feed;
  issues: Issues;
  /** The same projections that run live: catching up is the same path (rule S5). */
  projections(): readonly Projection[];
  contractors(): Promise<Contractor[]>;
}

function emptyAnswer(kind: Answer['kind'], cursor: Cursor): Answer {
  return {
    ok: true,
    kind,
    cursor,
    content: { cards: [], details: [], public: [], contractors: [] },
    removed: [],
    reference: [],
  };
}

/** Which issues a set of board and contractor rooms holds. */
export function scopeOf(rooms: readonly Room[]): BoardScope {
  const named = (prefix: string): string[] =>
    rooms.filter((room) => room.startsWith(prefix)).map((room) => room.slice(prefix.length));
  const boards = named('board:');
  return {
    districts: boards.filter((board) => board !== 'unplaced'),
    unplaced: boards.includes('unplaced'),
    contractors: named('contractor:'),
  };
}

function collect(answer: Answer, { room, event, payload }: Emission): void {
  const { content } = answer;
  if (event === 'cards') {
    const { changed, removed } = payload as { changed: IssueCard[]; removed: Removed[] };
    content.cards.push(...changed);
    if (removed.length > 0) answer.removed.push({ room, items: removed });
  } else if (event === 'detail') content.details.push(payload as IssueDetail);
  else if (event === 'issue') content.public.push(payload as PublicIssue);
  else if (event === 'contractors') content.contractors.push(...(payload as Contractor[]));
  else if (event === 'reference') answer.reference.push(...(payload as ReferenceChange[]));
}

/** Reads rooms for a join: what changed since a cursor, or everything. */
export function createRoomReader(deps: ReaderDependencies): RoomReader {
  return {
    async changes(rooms, cursor) {
      const read = await deps.feed.since(cursor);
      if (!read) return null;
      const answer = emptyAnswer('changes', read.cursor);
      const asked = new Set<Room>(rooms);
      const here = { has: (room: Room) => asked.has(room), evict: () => undefined };
      for (const projection of deps.projections())
        for (const emission of await projection(read, here)) collect(answer, emission);
      return answer;
    },
    async snapshot(rooms) {
      const scope = scopeOf(rooms);
      const { cursor, cards } = await boardCards(deps.pool, scope);
      const answer = emptyAnswer('snapshot', cursor);
      answer.content.cards = cards;
      for (const room of rooms) {
        const target = issueRoom(room);
        if (target?.audience === 'staff') answer.content.details.push(await deps.issues.detail(target.id));
        else if (target) answer.content.public.push(await deps.issues.publicView(target.id));
      }
      if (rooms.includes('staff')) answer.content.contractors = await deps.contractors();
      return answer;
    },
  };
}

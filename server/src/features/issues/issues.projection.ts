import { boardRoom, type Removed, type Room } from '@dispatch/shared/protocol/events';
import type { IssueCard } from '@dispatch/shared/issues/views';
import { LIFECYCLE } from '@dispatch/shared/issues/lifecycle';
import type pg from 'pg';
import type { Emission, FeedBatch, FeedEvent, Projection, RoomsHere } from '../../platform/feed/projection.ts';
import { maySeeAsStaff, mayTrack } from './issues.policy.ts';
import { cardsOf, detailOf, neighboursOf, publicViewsOf, subjectOf } from './issues.views.repo.ts';

/** Actions that undo takes back. */
export const UNDOABLE: readonly string[] = [
  ...new Set(LIFECYCLE.filter((row) => row.undoable).map((row) => row.action)),
];

interface Audience {
  changed: Map<Room, IssueCard[]>;
  removed: Map<Room, Removed[]>;
}

/** The rooms that hold a card now. */
function roomsOf(card: IssueCard): Room[] {
  const rooms: Room[] = [];
  if (card.status !== 'closed') rooms.push(boardRoom(card.districtId));
  if (card.contractorId !== null) rooms.push(`contractor:${card.contractorId}`);
  return rooms;
}

/** The rooms that held the card at some point of the batch. */
function roomsBefore(events: readonly FeedEvent[]): Set<Room> {
  const rooms = new Set<Room>();
  for (const event of events) {
    if (event.onBoardBefore) rooms.add(boardRoom(event.districtBefore));
    if (event.onBoardAfter) rooms.add(boardRoom(event.districtAfter));
    if (event.contractorBefore !== null) rooms.add(`contractor:${event.contractorBefore}`);
    if (event.contractorAfter !== null) rooms.add(`contractor:${event.contractorAfter}`);
  }
  return rooms;
}

function byIssue(events: readonly FeedEvent[]): Map<string, FeedEvent[]> {
  const issues = new Map<string, FeedEvent[]>();
  for (const event of events) {
    const list = issues.get(event.issueId);
    if (list) list.push(event);
    else issues.set(event.issueId, [event]);
  }
  return issues;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** Actions that may give an issue to another household. */
const MOVES_HOUSEHOLD: ReadonlySet<string> = new Set(['edit', 'undo']);

/** Whoever loses an issue also loses its drawer and its progress page (rule S10), before anything more is sent there. */
async function evictWhoLostIt(
  pool: pg.Pool,
  rooms: RoomsHere,
  cards: readonly IssueCard[],
  issues: ReadonlyMap<string, readonly FeedEvent[]>,
): Promise<void> {
  for (const { id, contractorId, doneBy } of cards) {
    const staff = { id, householdId: null, filedBy: null, contractorIds: [contractorId, doneBy] };
    if (rooms.has(`issue:${id}:staff`)) rooms.evict(`issue:${id}:staff`, (who) => maySeeAsStaff(who, staff));
    if (!rooms.has(`issue:${id}:public`) || issues.get(id)?.some(({ action }) => MOVES_HOUSEHOLD.has(action)) !== true)
      continue;
    const subject = await subjectOf(pool, id);
    rooms.evict(`issue:${id}:public`, (who) => subject !== null && mayTrack(who, subject));
  }
}

/**
 * Issues on boards, in contractors' lists, in drawers and on households' phones: each changed issue's current view
 * once per pass and room; a room that held it and no longer does gets `removed` (rule S4).
 *
 * @param undoMs how long a change can be undone.
 */
export function issuesProjection(pool: pg.Pool, undoMs: number): Projection {
  return async (batch: FeedBatch, rooms: RoomsHere) => {
    const issues = byIssue(batch.events);
    if (issues.size === 0) return [];
    const ids = [...issues.keys()];
    const cards = await cardsOf(pool, ids);
    const audience: Audience = { changed: new Map(), removed: new Map() };
    for (const card of cards) {
      const now = roomsOf(card);
      for (const room of now) if (rooms.has(room)) push(audience.changed, room, card);
      for (const room of roomsBefore(issues.get(card.id) ?? [])) {
        if (now.includes(room)) continue;
        if (rooms.has(room)) push(audience.removed, room, { id: card.id, version: card.version, rev: card.rev });
      }
    }
    await evictWhoLostIt(pool, rooms, cards, issues);
    const emissions: Emission[] = [];
    for (const room of new Set([...audience.changed.keys(), ...audience.removed.keys()]))
      emissions.push({
        room,
        event: 'cards',
        payload: { room, changed: audience.changed.get(room) ?? [], removed: audience.removed.get(room) ?? [] },
      });
    // What a drawer or a progress page shows of another issue is news there too.
    const shown = [...new Set([...ids, ...(await neighboursOf(pool, ids))])];
    for (const id of shown) {
      const room: Room = `issue:${id}:staff`;
      if (!rooms.has(room)) continue;
      const row = await detailOf(pool, id, UNDOABLE, undoMs);
      if (row) emissions.push({ room, event: 'detail', payload: row.detail });
    }
    const watched = shown.filter((id) => rooms.has(`issue:${id}:public`));
    if (watched.length > 0)
      for (const issue of await publicViewsOf(pool, watched))
        emissions.push({ room: `issue:${issue.id}:public`, event: 'issue', payload: issue });
    return emissions;
  };
}

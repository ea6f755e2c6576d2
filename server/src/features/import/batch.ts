import { referenceOf } from '@dispatch/shared/ids/reference';
import { uuidv7 } from '@dispatch/shared/ids/uuid';
import { STATE_FIELDS } from '@dispatch/shared/issues/issue';
import type pg from 'pg';
import { columnOf, toColumn } from '../issues/index.ts';
import type { CityRecord } from './city-record.ts';
import { insertRows, takeNumbers } from './import.repo.ts';
import { lifeOf, type LifeContext, type LifeFacts } from './life.ts';

export interface BatchOptions {
  records: readonly CityRecord[];
  factsOf(record: CityRecord): LifeFacts;
  context: LifeContext;
  /** Unix ms. */
  now: number;
}

/** How many of a batch stand open, and how many were closed. */
export interface BatchDone {
  open: number;
  closed: number;
}

/** Writes one batch of issues with their history, in one statement per table. Null `xid`: outside of the live feed. */
export async function writeBatch(
  client: pg.ClientBase,
  { records, factsOf, context, now }: BatchOptions,
): Promise<BatchDone> {
  const lives = records.map((record) => ({
    record,
    id: uuidv7(record.openedAt),
    life: lifeOf(record, factsOf(record), context, now),
  }));
  const numbers = await takeNumbers(
    client,
    lives.length,
    lives.reduce((sum, { life }) => sum + life.events.length, 0),
  );
  const [issues, events, assignments, comments] = [[], [], [], []] as Record<string, unknown>[][];
  let nextEvent = 0;
  lives.forEach(({ record, id, life }, index) => {
    const number = numbers.issues[index] ?? 0;
    const version = life.events.length;
    let rev = 0;
    life.events.forEach((event, place) => {
      rev = numbers.events[nextEvent++] ?? 0;
      const words = event.action === 'import' ? record.closingWords : null;
      const textId = words === null ? null : uuidv7(event.at);
      if (textId !== null)
        comments?.push({
          id: textId,
          issue_id: id,
          kind: 'reason',
          body: words,
          at: new Date(event.at),
          author_kind: event.actor,
          author_id: null,
        });
      const before = event.before ?? event.after;
      events?.push({
        id: rev,
        xid: null,
        issue_id: id,
        version: place + 1,
        action: event.action,
        at: new Date(event.at),
        device_at: null,
        actor_kind: event.actor,
        actor_id: null,
        app: 'import',
        changes: event.changes,
        text_id: textId,
        district_before: before.districtId,
        district_after: event.after.districtId,
        contractor_before: before.contractorId,
        contractor_after: event.after.contractorId,
        on_board_before: event.before !== null && event.before.status !== 'closed',
        on_board_after: event.after.status !== 'closed',
      });
    });
    const state = Object.fromEntries(
      STATE_FIELDS.map((field) => [columnOf(field), toColumn(field, life.state[field])]),
    );
    issues?.push({
      id,
      number,
      ref: referenceOf(number),
      external_id: record.externalId,
      version,
      status_version: version,
      assignment_version: version,
      plan_version: version,
      facts_version: version,
      rev,
      ...state,
      changed_at: new Date(life.events.at(-1)?.at ?? record.openedAt),
      call_contractor: false,
      call_household: false,
      callback: false,
      comments: 0,
      link_generation: 1,
      source: 'import',
      title: record.title,
      description: '',
      answers: [],
      place: record.place,
      lat: record.lat,
      lon: record.lon,
    });
    if (life.assignment)
      assignments?.push({
        id: life.assignment.id,
        issue_id: id,
        contractor_id: life.assignment.contractorId,
        state: life.assignment.state,
        offered_at: new Date(life.assignment.at),
        ended_at: new Date(life.assignment.at),
      });
  });
  await insertRows(client, 'issues', issues ?? []);
  await insertRows(client, 'issue_events', events ?? []);
  await insertRows(client, 'assignments', assignments ?? []);
  await insertRows(client, 'comments', comments ?? []);
  const closed = lives.filter(({ life }) => life.state.status === 'closed').length;
  return { open: lives.length - closed, closed };
}

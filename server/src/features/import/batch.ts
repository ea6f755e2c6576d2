import { referenceOf } from '@dispatch/shared/ids/reference';
import { uuidv7 } from '@dispatch/shared/ids/uuid';
import { STATE_FIELDS } from '@dispatch/shared/issues/issue';
import type pg from 'pg';
import { columnOf, toColumn } from '../issues/index.ts';
import type { CityRecord } from './formats/city-record.ts';
import { copyLine, copyRows, type CopyValue } from './copy.repo.ts';
import { takeNumbers } from './import.repo.ts';
import { lifeOf, type Life, type LifeContext, type LifeEvent, type LifeFacts } from './life.ts';

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

/** What all imported issues have in common is left to the columns' defaults. */
const ISSUE_COLUMNS = [
  'id',
  'number',
  'ref',
  'external_id',
  'version',
  'status_version',
  'assignment_version',
  'plan_version',
  'facts_version',
  'rev',
  'changed_at',
  'source',
  'title',
  'description',
  'place',
  'lat',
  'lon',
  ...STATE_FIELDS.map(columnOf),
];
const EVENT_COLUMNS = [
  'id',
  // Null: outside of the live feed.
  'xid',
  'issue_id',
  'version',
  'action',
  'at',
  'actor_kind',
  'app',
  'changes',
  'text_id',
  'district_before',
  'district_after',
  'contractor_before',
  'contractor_after',
  'on_board_before',
  'on_board_after',
];
const ASSIGNMENT_COLUMNS = ['id', 'issue_id', 'contractor_id', 'state', 'offered_at', 'ended_at'];
const COMMENT_COLUMNS = ['id', 'issue_id', 'kind', 'body', 'at', 'author_kind'];

interface Written {
  record: CityRecord;
  id: string;
  number: number;
  life: Life;
  rev: number;
}

function issueLine({ record, id, number, life, rev }: Written): string {
  const version = life.events.length;
  const values: CopyValue[] = [
    id,
    number,
    referenceOf(number),
    record.externalId,
    version,
    version,
    version,
    version,
    version,
    rev,
    new Date(life.events.at(-1)?.at ?? record.openedAt),
    'import',
    record.title,
    record.description,
    record.place,
    record.lat,
    record.lon,
  ];
  for (const field of STATE_FIELDS) values.push(toColumn(field, life.state[field]) as CopyValue);
  return copyLine(values);
}

function eventLine(id: number, issueId: string, version: number, event: LifeEvent, textId: string | null): string {
  const before = event.before ?? event.after;
  return copyLine([
    id,
    null,
    issueId,
    version,
    event.action,
    new Date(event.at),
    event.actor,
    'import',
    event.changes,
    textId,
    before.districtId,
    event.after.districtId,
    before.contractorId,
    event.after.contractorId,
    event.before !== null && event.before.status !== 'closed',
    event.after.status !== 'closed',
  ]);
}

/** A batch made ready: rows of COPY's text format for each table. */
export interface MadeBatch extends BatchDone {
  issues: string;
  events: string;
  assignments: string;
  comments: string;
}

/**
 * Tells the life of each record and puts it into rows. Nothing of it is on the board yet.
 *
 * @param client where numbers are taken
 */
export async function makeBatch(
  client: pg.ClientBase,
  { records, factsOf, context, now }: BatchOptions,
): Promise<MadeBatch> {
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
  const made: MadeBatch = { issues: '', events: '', assignments: '', comments: '', open: 0, closed: 0 };
  let nextEvent = 0;
  for (const [index, { record, id, life }] of lives.entries()) {
    let rev = 0;
    for (const [place, event] of life.events.entries()) {
      rev = numbers.events[nextEvent++] ?? 0;
      const words = event.action === 'import' ? record.closingWords : null;
      const textId = words === null ? null : uuidv7(event.at);
      if (textId !== null) made.comments += copyLine([textId, id, 'reason', words, new Date(event.at), event.actor]);
      made.events += eventLine(rev, id, place + 1, event, textId);
    }
    made.issues += issueLine({ record, id, number: numbers.issues[index] ?? 0, life, rev });
    made[life.state.status === 'closed' ? 'closed' : 'open'] += 1;
    const { assignment } = life;
    if (assignment) {
      const at = new Date(assignment.at);
      made.assignments += copyLine([assignment.id, id, assignment.contractorId, assignment.state, at, at]);
    }
  }
  return made;
}

/** Writes a batch of issues with their history, in one statement per table. Part of the caller's transaction. */
export async function sendBatch(client: pg.ClientBase, made: MadeBatch): Promise<void> {
  await copyRows(client, 'issues', ISSUE_COLUMNS, made.issues);
  await copyRows(client, 'issue_events', EVENT_COLUMNS, made.events);
  await copyRows(client, 'assignments', ASSIGNMENT_COLUMNS, made.assignments);
  await copyRows(client, 'comments', COMMENT_COLUMNS, made.comments);
}

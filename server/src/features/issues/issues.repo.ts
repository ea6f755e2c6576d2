import type { IssueState, StateChanges, StateField } from '@dispatch/shared/issues/issue';
import { changesBetween, STATE_FIELDS } from '@dispatch/shared/issues/issue';
import type { Group } from '@dispatch/shared/issues/lifecycle';
import type { IssueCard } from '@dispatch/shared/issues/views';
import type pg from 'pg';
import type { KeyToStore } from '../../platform/database/idempotency.ts';
import { CARD_JSON, columnOf, stateOf, toColumn } from './issues.columns.ts';

/** An issue under its row lock. */
export interface LockedIssue {
  id: string;
  ref: string;
  version: number;
  groupVersions: Record<Group, number>;
  state: IssueState;
  householdId: string | null;
  filedBy: string | null;
  comments: number;
  /** A message of the household has no answer yet. */
  unanswered: boolean;
  /** Who said "I take this", and until when (Unix ms). */
  claim: { userId: string; until: number } | null;
  /** How many other reports have been merged into it. */
  joined: number;
  facts: PersonalFacts;
}

/** The personal part of an issue that `edit` changes. */
export interface PersonalFacts {
  title: string;
  description: string;
  place: string | null;
  lat: number | null;
  lon: number | null;
  householdId: string | null;
}

/** Who did it, for the history. */
export interface EventActor {
  kind: string;
  userId: string | null;
  app: string;
}

export interface NewEvent {
  action: string;
  at: number;
  deviceAt: number | null;
  actor: EventActor;
  textId: string | null;
}

// Not `*`: the search words alone can be larger than everything else together.
const LOCK = `select ref, version, status_version, assignment_version, plan_version, facts_version, household_id, filed_by, comments, joined,
    unanswered_at, claimed_by, claimed_until, title, description, place, lat, lon, ${STATE_FIELDS.map(columnOf).join(', ')}
  from issues where id = $1 for update`;

/** Locks the issue's row: the first write of every command, which orders its history. */
export async function lockIssue(client: pg.ClientBase, id: string): Promise<LockedIssue | null> {
  const { rows } = await client.query<Record<string, unknown>>({
    name: 'issue-lock',
    text: LOCK,
    values: [id],
  });
  const row = rows[0];
  if (!row) return null;
  return {
    id,
    ref: row['ref'] as string,
    version: row['version'] as number,
    groupVersions: {
      status: row['status_version'] as number,
      assignment: row['assignment_version'] as number,
      plan: row['plan_version'] as number,
      facts: row['facts_version'] as number,
    },
    state: stateOf(row),
    householdId: row['household_id'] as string | null,
    filedBy: row['filed_by'] as string | null,
    comments: row['comments'] as number,
    unanswered: row['unanswered_at'] !== null,
    claim:
      row['claimed_by'] === null
        ? null
        : { userId: row['claimed_by'] as string, until: row['claimed_until'] as number },
    joined: row['joined'] as number,
    facts: {
      title: row['title'] as string,
      description: row['description'] as string,
      place: row['place'] as string | null,
      lat: row['lat'] as number | null,
      lon: row['lon'] as number | null,
      householdId: row['household_id'] as string | null,
    },
  };
}

const EVENT_COLUMNS = `issue_id, version, action, at, device_at, actor_kind, actor_id, app, changes, text_id,
  district_before, district_after, contractor_before, contractor_after, on_board_before, on_board_after`;

function eventValues(
  id: string,
  version: number,
  event: NewEvent,
  before: IssueState | null,
  after: IssueState,
  changes: object,
): unknown[] {
  const previous = before ?? after;
  return [
    id,
    version,
    event.action,
    new Date(event.at),
    event.deviceAt === null ? null : new Date(event.deviceAt),
    event.actor.kind,
    event.actor.userId,
    event.actor.app,
    JSON.stringify(changes),
    event.textId,
    previous.districtId,
    after.districtId,
    previous.contractorId,
    after.contractorId,
    before !== null && before.status !== 'closed',
    after.status !== 'closed',
  ];
}

const placeholders = (count: number, from = 1): string =>
  Array.from({ length: count }, (_, index) => `$${String(index + from)}`).join(', ');

/** Values that change beside the state: personal facts and counters, by column. */
export type SideColumns = Record<string, unknown>;

/** Names of the prepared statements, one for each set of columns that changes together. */
const names = new Map<string, string>();

function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = `issue-change-${String(names.size)}`;
  names.set(text, name);
  return name;
}

/** A change on its way into the database. */
export interface Change {
  before: LockedIssue;
  after: IssueState;
  event: NewEvent;
  groups: readonly Group[];
  side: SideColumns;
  /** Personal values that an edit replaced, kept for undo. */
  prior: PersonalFacts | null;
  /** The command's key, stored with its answer. */
  key: KeyToStore | null;
}

/**
 * Writes a change in one statement: event and row, the version raised by one, the groups' versions set, the command
 * remembered under its key. Gives the board's record back.
 */
export async function writeChange(client: pg.ClientBase, change: Change): Promise<IssueCard> {
  const { before: issue, after, event, groups, side, prior, key } = change;
  const changes = changesBetween(issue.state, after);
  const values = eventValues(issue.id, issue.version + 1, event, issue.state, after, changes);
  const value = (given: unknown): string => `$${String(values.push(given))}`;
  const sets = [
    `version = $2`,
    `changed_at = $4`,
    `rev = (select id from event)`,
    ...groups.map((group) => `${group}_version = $2`),
  ];
  for (const field of Object.keys(changes) as StateField[])
    sets.push(`${columnOf(field)} = ${value(toColumn(field, after[field]))}`);
  for (const [column, given] of Object.entries(side)) sets.push(`${column} = ${value(given)}`);
  const beside: string[] = [];
  if (prior)
    beside.push(
      `prior as (insert into issue_prior_facts (event_id, issue_id, facts) select id, $1, ${value(JSON.stringify(prior))}::jsonb from event)`,
    );
  if (key)
    beside.push(`key as (insert into idempotency_keys (actor, key, hash, status, answer, issue_id, version)
      select ${value(key.actor)}::text, ${value(key.key)}::text, ${value(key.hash)}::text, 200, jsonb_build_object('issueId', $1::uuid, 'version', $2::int, 'rev', id), $1, $2 from event)`);
  const text = `with event as (insert into issue_events (${EVENT_COLUMNS}) values (${placeholders(16)}) returning id)${beside.map((part) => `, ${part}`).join('')}
     update issues i set ${sets.join(', ')} where i.id = $1 returning ${CARD_JSON} as card`;
  const { rows } = await client.query<{ card: IssueCard }>({ name: nameOf(text), text, values });
  return rows[0]!.card;
}

/** Writes something said or noted: an event that does not raise the version. `sides` are SQL assignments. */
export async function writeNote(
  client: pg.ClientBase,
  issue: LockedIssue,
  event: NewEvent,
  changes: object,
  sides: readonly string[],
): Promise<IssueCard> {
  const { rows } = await client.query<{ card: IssueCard }>(
    `with event as (insert into issue_events (${EVENT_COLUMNS}) values (${placeholders(16)}) returning id)
     update issues i set rev = (select id from event)${sides.map((side) => `, ${side}`).join('')} where i.id = $1
     returning ${CARD_JSON} as card`,
    eventValues(issue.id, issue.version, event, issue.state, issue.state, changes),
  );
  return rows[0]!.card;
}

export interface FiledIssue {
  id: string;
  ref: string;
  number: number;
  state: IssueState;
  facts: PersonalFacts;
  answers: { question: string; answer: string }[];
  callback: boolean;
  filedBy: string | null;
  source: string;
  contact: { name: string | null; phone: string | null; email: string | null } | null;
}

export async function nextNumber(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ number: number }>({
    name: 'issue-number',
    text: `select nextval('issue_numbers') as number`,
  });
  return rows[0]!.number;
}

/** The recorded change of a filing: replayed over nothing, it gives the filed state. */
export function filingChanges(state: IssueState): StateChanges {
  const pairs = STATE_FIELDS.map((field) => [field, [null, state[field]]] as const);
  return Object.fromEntries(pairs);
}

export async function insertIssue(client: pg.ClientBase, filed: FiledIssue, event: NewEvent): Promise<IssueCard> {
  const { state, facts } = filed;
  const columns: Record<string, unknown> = {
    id: filed.id,
    ref: filed.ref,
    number: filed.number,
    changed_at: new Date(event.at),
    title: facts.title,
    description: facts.description,
    place: facts.place,
    lat: facts.lat,
    lon: facts.lon,
    household_id: facts.householdId,
    answers: JSON.stringify(filed.answers),
    callback: filed.callback,
    call_household: filed.callback,
    filed_by: filed.filedBy,
    source: filed.source,
  };
  for (const field of STATE_FIELDS) columns[columnOf(field)] = toColumn(field, state[field]);
  const names = Object.keys(columns);
  const values = eventValues(filed.id, 1, event, null, state, filingChanges(state));
  const { rows } = await client.query<{ card: IssueCard }>(
    // The issue comes first for the event's foreign key, which is checked at the end of the statement.
    `with event as (insert into issue_events (${EVENT_COLUMNS}) values (${placeholders(16)}) returning id),
     i as (insert into issues (${names.join(', ')}, rev) values (${placeholders(names.length, 17)}, (select id from event)) returning *)
     select ${CARD_JSON} as card from i`,
    [...values, ...Object.values(columns)],
  );
  if (filed.contact)
    await client.query('insert into issue_contacts (issue_id, name, phone, email) values ($1, $2, $3, $4)', [
      filed.id,
      filed.contact.name,
      filed.contact.phone,
      filed.contact.email,
    ]);
  return rows[0]!.card;
}

import type { IssueState, StateChanges, StateField } from '@dispatch/shared/issues/issue';
import { changesBetween, STATE_FIELDS } from '@dispatch/shared/issues/issue';
import type { Group } from '@dispatch/shared/issues/lifecycle';
import type { AssignmentState } from '@dispatch/shared/issues/status';
import type { IssueCard } from '@dispatch/shared/issues/views';
import type pg from 'pg';
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

/** Locks the issue's row: the first write of every command, which orders the history (DESIGN: one way for data). */
export async function lockIssue(client: pg.ClientBase, id: string): Promise<LockedIssue | null> {
  const { rows } = await client.query<Record<string, unknown>>({
    name: 'issue-lock',
    text: 'select * from issues where id = $1 for update',
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

function eventValues(id: string, version: number, event: NewEvent, before: IssueState | null, after: IssueState, changes: object): unknown[] {
  const previous = before ?? after;
  return [
    id, version, event.action, new Date(event.at), event.deviceAt === null ? null : new Date(event.deviceAt),
    event.actor.kind, event.actor.userId, event.actor.app, JSON.stringify(changes), event.textId,
    previous.districtId, after.districtId, previous.contractorId, after.contractorId,
    before !== null && before.status !== 'closed', after.status !== 'closed',
  ];
}

const placeholders = (count: number, from = 1): string =>
  Array.from({ length: count }, (_, index) => `$${String(index + from)}`).join(', ');

/** Values that change beside the state: personal facts and counters, by column. */
export type SideColumns = Record<string, unknown>;

/**
 * Writes a change: event and row in one statement, the version raised by one, the groups' versions set, the board's
 * record returned.
 */
export async function writeChange(
  client: pg.ClientBase,
  issue: LockedIssue,
  after: IssueState,
  event: NewEvent,
  groups: readonly Group[],
  side: SideColumns = {},
): Promise<{ card: IssueCard; eventId: number; changes: StateChanges }> {
  const version = issue.version + 1;
  const changes = changesBetween(issue.state, after);
  const values = eventValues(issue.id, version, event, issue.state, after, changes);
  const sets: string[] = [`version = $2`, `changed_at = $4`, `rev = (select id from event)`];
  for (const group of groups) sets.push(`${group}_version = $2`);
  for (const field of Object.keys(changes) as StateField[]) {
    values.push(toColumn(field, after[field]));
    sets.push(`${columnOf(field)} = $${String(values.length)}`);
  }
  for (const [column, value] of Object.entries(side)) {
    values.push(value);
    sets.push(`${column} = $${String(values.length)}`);
  }
  const { rows } = await client.query<{ card: IssueCard; event_id: number }>(
    `with event as (insert into issue_events (${EVENT_COLUMNS}) values (${placeholders(16)}) returning id)
     update issues i set ${sets.join(', ')} where i.id = $1
     returning ${CARD_JSON} as card, (select id from event) as event_id`,
    values,
  );
  return { card: rows[0]!.card, eventId: rows[0]!.event_id, changes };
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
  follows: string | null;
  filedBy: string | null;
  source: string;
  contact: { name: string | null; phone: string | null; email: string | null } | null;
}

export async function nextNumber(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ number: number }>({ name: 'issue-number', text: `select nextval('issue_numbers') as number` });
  return rows[0]!.number;
}

/** The recorded change of a filing: replayed over nothing, it gives the filed state. */
export function filingChanges(state: IssueState): StateChanges {
  const pairs = STATE_FIELDS.map((field) => [field, [null, state[field]]] as const);
  return Object.fromEntries(pairs) as unknown as StateChanges;
}

export async function insertIssue(client: pg.ClientBase, filed: FiledIssue, event: NewEvent): Promise<IssueCard> {
  const { state, facts } = filed;
  const columns: Record<string, unknown> = {
    id: filed.id, ref: filed.ref, number: filed.number, changed_at: new Date(event.at), title: facts.title,
    description: facts.description, place: facts.place, lat: facts.lat, lon: facts.lon, household_id: facts.householdId,
    answers: JSON.stringify(filed.answers), callback: filed.callback, call_household: filed.callback, follows: filed.follows, filed_by: filed.filedBy, source: filed.source,
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
      filed.id, filed.contact.name, filed.contact.phone, filed.contact.email,
    ]);
  return rows[0]!.card;
}

/** Brings the assignments table after the state: ends the one before as `ends`, begins, answers or revives the one after. */
export async function writeAssignments(
  client: pg.ClientBase, issueId: string, before: IssueState, after: IssueState, ends: AssignmentState, now: number,
): Promise<void> {
  if (before.assignmentId === after.assignmentId && before.assignmentState === after.assignmentState) return;
  if (before.assignmentId !== null && before.assignmentId !== after.assignmentId)
    await client.query('update assignments set state = $2, ended_at = $3 where id = $1', [before.assignmentId, ends, new Date(now)]);
  if (after.assignmentId !== null)
    await client.query(
      `insert into assignments (id, issue_id, contractor_id, state, offered_at) values ($1, $2, $3, $4, $5)
       on conflict (id) do update set state = excluded.state, ended_at = null`,
      [after.assignmentId, issueId, after.contractorId, after.assignmentState, new Date(now)],
    );
}

export async function insertComment(
  client: pg.ClientBase,
  comment: { id: string; issueId: string; kind: 'public' | 'internal' | 'reason'; text: string; at: number; actor: EventActor },
): Promise<void> {
  await client.query(
    'insert into comments (id, issue_id, kind, body, at, author_kind, author_id) values ($1, $2, $3, $4, $5, $6, $7)',
    [comment.id, comment.issueId, comment.kind, comment.text, new Date(comment.at), comment.actor.kind, comment.actor.userId],
  );
}

export async function insertCall(
  client: pg.ClientBase,
  call: { id: string; issueId: string; party: string; outcome: string; note: string | null; at: number; userId: string | null },
): Promise<void> {
  await client.query('insert into calls (id, issue_id, party, outcome, note, at, user_id) values ($1, $2, $3, $4, $5, $6, $7)', [
    call.id, call.issueId, call.party, call.outcome, call.note, new Date(call.at), call.userId,
  ]);
}

/** The last event that changed one of the groups, for telling people what they collided with. */
export async function lastChange(
  client: pg.ClientBase, id: string, version: number,
): Promise<{ action: string; at: number; by: string | null } | null> {
  const { rows } = await client.query<{ action: string; at: number; by: string | null }>(
    `select e.action, e.at, coalesce(u.name, e.actor_kind) as by from issue_events e left join users u on u.id = e.actor_id
     where e.issue_id = $1 and e.version = $2 and e.action not in ('comment', 'call', 'mark') order by e.id limit 1`,
    [id, version],
  );
  return rows[0] ?? null;
}

export interface RecordedEvent {
  id: number;
  action: string;
  version: number;
  at: number;
  actorKind: string;
  actorId: string | null;
  changes: StateChanges;
}

/** The event that made a version. */
export async function eventOfVersion(client: pg.ClientBase, id: string, version: number): Promise<RecordedEvent | null> {
  const { rows } = await client.query<RecordedEvent>(
    `select id, action, version, at, actor_kind as "actorKind", actor_id as "actorId", changes from issue_events
     where issue_id = $1 and version = $2 and action not in ('comment', 'call', 'mark') order by id limit 1`,
    [id, version],
  );
  return rows[0] ?? null;
}

export async function savePriorFacts(client: pg.ClientBase, issueId: string, eventId: number, facts: PersonalFacts): Promise<void> {
  await client.query('insert into issue_prior_facts (event_id, issue_id, facts) values ($1, $2, $3)', [eventId, issueId, JSON.stringify(facts)]);
}

export async function priorFacts(client: pg.ClientBase, eventId: number): Promise<PersonalFacts | null> {
  const { rows } = await client.query<{ facts: PersonalFacts }>('select facts from issue_prior_facts where event_id = $1', [eventId]);
  return rows[0]?.facts ?? null;
}

export async function contractorIsActive(client: pg.ClientBase, id: string): Promise<boolean> {
  const { rows } = await client.query<{ active: boolean }>('select active from contractors where id = $1', [id]);
  return rows[0]?.active === true;
}

export interface CategoryFacts {
  name: string;
  active: boolean;
  defaultUrgency: IssueState['urgency'];
  questions: { id: string; text: string; kind: string; options?: string[]; required: boolean }[];
}

export async function categoryFacts(client: pg.ClientBase, id: string): Promise<CategoryFacts | null> {
  const { rows } = await client.query<CategoryFacts>(
    'select name, active, default_urgency as "defaultUrgency", questions from categories where id = $1', [id],
  );
  return rows[0] ?? null;
}

export async function householdFacts(
  client: pg.ClientBase, id: string,
): Promise<{ address: string; lat: number | null; lon: number | null } | null> {
  const { rows } = await client.query<{ address: string; lat: number | null; lon: number | null }>(
    'select address, lat, lon from households where id = $1', [id],
  );
  return rows[0] ?? null;
}

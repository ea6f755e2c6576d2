/** Reads of an issue's history that commands need. */
import { UNVERSIONED } from '@dispatch/shared/issues/lifecycle';
import type { StateChanges } from '@dispatch/shared/issues/issue';
import type pg from 'pg';
import type { PersonalFacts } from './issues.repo.ts';

const CHANGES = `action not in (${UNVERSIONED.map((action) => `'${action}'`).join(', ')})`;

/** The last event that changed one of the groups, for telling people what they collided with. */
export async function lastChange(
  client: pg.ClientBase,
  id: string,
  version: number,
): Promise<{ action: string; at: number; by: string | null } | null> {
  const { rows } = await client.query<{ action: string; at: number; by: string | null }>(
    `select e.action, e.at, coalesce(u.name, e.actor_kind) as by from issue_events e left join users u on u.id = e.actor_id
     where e.issue_id = $1 and e.version = $2 and e.${CHANGES} order by e.id limit 1`,
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
  /** Words that came with it. */
  textId: string | null;
}

/** The event that made a version. */
export async function eventOfVersion(
  client: pg.ClientBase,
  id: string,
  version: number,
): Promise<RecordedEvent | null> {
  const { rows } = await client.query<RecordedEvent>(
    `select id, action, version, at, actor_kind as "actorKind", actor_id as "actorId", changes, text_id as "textId" from issue_events
     where issue_id = $1 and version = $2 and ${CHANGES} order by id limit 1`,
    [id, version],
  );
  return rows[0] ?? null;
}

/** The personal values before an edit; null for an event that changed none. */
export async function priorFacts(client: pg.ClientBase, eventId: number): Promise<PersonalFacts | null> {
  const { rows } = await client.query<{ facts: PersonalFacts }>(
    'select facts from issue_prior_facts where event_id = $1',
    [eventId],
  );
  return rows[0]?.facts ?? null;
}

/** Has this contractor ever been asked for or had the issue: then it may know what became of it. */
export async function wasWith(client: pg.ClientBase, id: string, contractorId: string): Promise<boolean> {
  const { rowCount } = await client.query(
    'select 1 from assignments where issue_id = $1 and contractor_id = $2 limit 1',
    [id, contractorId],
  );
  return rowCount === 1;
}

export interface VersionedChange {
  at: number;
  by: string | null;
  changes: StateChanges;
  /** The personal values it replaced; null for an event that changed none. */
  prior: PersonalFacts | null;
}

/** What has changed since a version, oldest first. */
export async function changesSince(client: pg.ClientBase, id: string, version: number): Promise<VersionedChange[]> {
  const { rows } = await client.query<VersionedChange>(
    `select e.at, coalesce(u.name, e.actor_kind) as by, e.changes, p.facts as prior
     from issue_events e left join users u on u.id = e.actor_id left join issue_prior_facts p on p.event_id = e.id
     where e.issue_id = $1 and e.version > $2 and e.${CHANGES} order by e.id`,
    [id, version],
  );
  return rows;
}

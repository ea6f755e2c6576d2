/** Linking issues that belong together: noted on both, raising no version, so that it collides with nothing. */
import { SEEN_FROM_OTHER, type RelatedHow } from '@dispatch/shared/issues/relation';
import type { Commands } from '@dispatch/shared/issues/schema';
import type pg from 'pg';
import { invalidField, Refusal } from '../../platform/refusal.ts';
import type { Note } from './issues.notes.ts';
import { deleteRelation, insertRelation } from './issues.relations.repo.ts';
import * as repo from './issues.repo.ts';

/** The other issue that a note is about; null for notes about one issue only. */
export function relatedTo({ action, input }: Note): string | null {
  return action === 'relate' || action === 'unrelate' ? (input as Commands['unrelate']).to : null;
}

/**
 * Links or unlinks, and writes the other issue's event.
 *
 * @returns what this issue's event says: field → [before, after].
 * @throws Refusal invalid, already_related, not_related.
 */
export async function writeRelation(
  client: pg.ClientBase,
  issue: repo.LockedIssue,
  { action, input }: Note<'relate' | 'unrelate'>,
  actor: repo.EventActor,
  now: number,
): Promise<{ changes: object; sides: string[] }> {
  const otherId = input.to;
  const other = otherId === issue.id ? null : await repo.lockIssue(client, otherId);
  if (!other) throw invalidField('to', 'unknown', 'There is no such issue to link.');
  let here: RelatedHow;
  let there: RelatedHow;
  if (action === 'relate') {
    const { how } = input as Commands['relate'];
    if (!(await insertRelation(client, { issueId: issue.id, otherId, kind: how, at: now })))
      throw new Refusal('already_related');
    [here, there] = [how, SEEN_FROM_OTHER[how]];
  } else {
    const gone = await deleteRelation(client, issue.id, otherId);
    if (!gone) throw new Refusal('not_related');
    const seen = SEEN_FROM_OTHER[gone.kind];
    [here, there] = gone.issueId === issue.id ? [gone.kind, seen] : [seen, gone.kind];
  }
  const changes = (how: RelatedHow, ref: string): object =>
    action === 'relate' ? { relation: [null, how], other: [null, ref] } : { relation: [how, null], other: [ref, null] };
  const event: repo.NewEvent = { action, at: now, deviceAt: null, actor, textId: null };
  await repo.writeNote(client, other, event, changes(there, issue.ref), []);
  return { changes: changes(here, other.ref), sides: [] };
}

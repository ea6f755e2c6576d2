/** One issue becomes several: each part is an issue of its own with the same household, place and reporters. */
import { referenceOf } from '@dispatch/shared/ids/reference';
import { uuidv7 } from '@dispatch/shared/ids/uuid';
import type { Commands } from '@dispatch/shared/issues/schema';
import { filedState, transition, type TransitionContext } from '@dispatch/shared/issues/transition';
import { LIFECYCLE } from '@dispatch/shared/issues/lifecycle';
import type pg from 'pg';
import { Refusal } from '../../platform/refusal.ts';
import { categoryFacts } from './issues.named.repo.ts';
import { filedWith, insertRelation, partsSince } from './issues.relations.repo.ts';
import * as repo from './issues.repo.ts';

type Part = Commands['split']['parts'][number];

/**
 * Files the parts. They keep the filing time of the whole, so that its promise's clock goes on, and what is not said
 * of them is as it is there.
 *
 * @throws Refusal no_such_category.
 */
export async function fileParts(
  client: pg.PoolClient,
  whole: repo.LockedIssue,
  parts: readonly Part[],
  context: TransitionContext,
  actor: repo.EventActor,
): Promise<void> {
  const { contact, answers } = await filedWith(client, whole.id);
  for (const part of parts) {
    const categoryId = part.categoryId ?? whole.state.categoryId;
    if (part.categoryId !== undefined && (await categoryFacts(client, categoryId))?.active !== true)
      throw new Refusal('no_such_category');
    const { urgency, districtId, teamId, filedAt } = whole.state;
    const number = await repo.nextNumber(client);
    const id = uuidv7();
    const state = filedState(
      { categoryId, urgency: part.urgency ?? urgency, districtId, teamId, filedAt },
      { ...context, newAssignmentId: uuidv7() },
    );
    const told = { at: context.now, deviceAt: null, actor, textId: null };
    await repo.insertIssue(
      client,
      {
        id,
        number,
        ref: referenceOf(number),
        state,
        facts: { ...whole.facts, title: part.title, description: part.description ?? '' },
        answers: categoryId === whole.state.categoryId ? answers : [],
        callback: false,
        filedBy: whole.filedBy,
        source: actor.app,
        contact,
      },
      { ...told, action: 'file' },
    );
    await insertRelation(client, { issueId: id, otherId: whole.id, kind: 'split_from', at: context.now });
    const filed = await repo.lockIssue(client, id);
    if (filed) await repo.writeNote(client, filed, { ...told, action: 'split_off' }, { other: [null, whole.ref] }, []);
  }
}

/**
 * Undoing a split closes its parts again.
 *
 * @throws Refusal not_undoable when someone has gone on with one of them.
 */
export async function takeBackParts(
  client: pg.PoolClient,
  whole: repo.LockedIssue,
  splitAt: number,
  context: TransitionContext,
  actor: repo.EventActor,
): Promise<void> {
  const cancel = LIFECYCLE.find((row) => row.action === 'cancel' && row.from.includes('new'));
  for (const id of await partsSince(client, whole.id, splitAt)) {
    const part = await repo.lockIssue(client, id);
    if (part?.version !== 1 || cancel === undefined) throw new Refusal('not_undoable');
    await repo.writeChange(client, {
      before: part,
      after: transition(part.state, cancel, {}, context),
      event: { action: 'undo', at: context.now, deviceAt: null, actor, textId: null },
      groups: cancel.changes,
      side: {},
      prior: null,
      key: null,
    });
  }
}

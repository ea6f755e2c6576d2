import { isDispatcher, type ActorKind } from '@dispatch/shared/access/roles';
import type { NoteAction } from '@dispatch/shared/issues/lifecycle';
import type { Commands } from '@dispatch/shared/issues/schema';
import { uuidv7 } from '@dispatch/shared/ids/uuid';
import { hashOf, remember, remembered, underOneKey } from '../../platform/database/idempotency.ts';
import { inTransaction } from '../../platform/database/transaction.ts';
import type { Asker } from '../../platform/http/route.ts';
import { Refusal } from '../../platform/refusal.ts';
import { keyOwner, mayAct, maySeeAsStaff, mayTrack, subjectFrom } from './issues.policy.ts';
import * as repo from './issues.repo.ts';
import type { Done } from './issues.service.ts';
import { insertCall, insertComment } from './issues.words.repo.ts';
import type { IssueWorld } from './issues.world.ts';

export interface Note<A extends NoteAction = NoteAction> {
  who: Asker;
  issueId: string;
  action: A;
  input: Commands[A];
  key: string | null;
  app: string;
}

/**
 * Says or notes something about an issue: a comment, a call made, a mark that someone is to be called. Raises no
 * version, so it never collides with a decision; possible at every stage.
 *
 * @throws Refusal not_found, not_allowed, key_reused.
 */
export async function note(world: IssueWorld, asked: Note): Promise<Done> {
  const done = await underOneKey(() =>
    inTransaction(world.database.pool, async (client): Promise<Done> => {
      const { who, issueId, key } = asked;
      const hash = hashOf(asked.action, issueId, asked.input);
      const [issue, before] = await Promise.all([
        repo.lockIssue(client, issueId),
        key === null ? null : remembered(client, keyOwner(who), key, hash),
      ]);
      if (!issue) throw new Refusal('not_found');
      if (before) return { ...before, card: null, replayed: true };
      const subject = subjectFrom(issue);
      const staff = maySeeAsStaff(who, subject);
      if (!staff && !mayTrack(who, subject)) throw new Refusal('not_found');
      if (!mayAct(who, subject) || !mayNote(who, staff, asked)) throw new Refusal('not_allowed');
      const now = world.clock();
      const actor: repo.EventActor = { kind: who.kind, userId: who.userId ?? null, app: asked.app };
      const id = uuidv7();
      const { changes, sides } = await write(client, asked, id, actor, now);
      const event: repo.NewEvent = {
        action: asked.action,
        at: now,
        actor,
        textId: asked.action === 'comment' ? id : null,
        deviceAt: 'deviceAt' in asked.input ? (asked.input.deviceAt ?? null) : null,
      };
      const card = await repo.writeNote(client, issue, event, changes, sides);
      if (key !== null)
        await remember(client, keyOwner(who), key, hash, { issueId, version: card.version, rev: card.rev });
      return { issueId, version: card.version, rev: card.rev, card, replayed: false };
    }),
  );
  if (!done.replayed) world.committed();
  return done;
}

/** Households write publicly; contractors also to the office; calls are made by staff, marks set by dispatchers. */
function mayNote(who: Asker, staff: boolean, asked: Note): boolean {
  if (isDispatcher(who.kind as ActorKind)) return true;
  if (asked.action === 'mark') return false;
  if (asked.action === 'call') return staff;
  return staff || (asked.input as Commands['comment']).kind === 'public';
}

async function write(
  client: Parameters<typeof insertComment>[0],
  asked: Note,
  id: string,
  actor: repo.EventActor,
  now: number,
): Promise<{ changes: object; sides: string[] }> {
  const { issueId } = asked;
  if (asked.action === 'comment') {
    const input = asked.input as Commands['comment'];
    await insertComment(client, { id, issueId, kind: input.kind, text: input.text, at: now, actor });
    return { changes: { comment: [null, input.kind] }, sides: ['comments = comments + 1'] };
  }
  if (asked.action === 'call') {
    const input = asked.input as Commands['call'];
    await insertCall(client, {
      id,
      issueId,
      party: input.to,
      outcome: input.outcome,
      note: input.note ?? null,
      at: now,
      userId: actor.userId,
    });
    // Reached means done: the mark that asked for the call goes.
    return {
      changes: { call: [input.to, input.outcome] },
      sides: input.outcome === 'reached' ? [`call_${input.to} = false`] : [],
    };
  }
  const input = asked.input as Commands['mark'];
  return {
    changes: { [input.call === 'contractor' ? 'callContractor' : 'callHousehold']: [!input.on, input.on] },
    sides: [`call_${input.call} = ${input.on ? 'true' : 'false'}`],
  };
}

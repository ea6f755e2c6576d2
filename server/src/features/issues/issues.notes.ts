import { isDispatcher, type ActorKind } from '@dispatch/shared/access/roles';
import { CLAIM_MINUTES } from '@dispatch/shared/issues/calls';
import type { NoteAction } from '@dispatch/shared/issues/lifecycle';
import type { Commands } from '@dispatch/shared/issues/schema';
import { isUuid, uuidv7 } from '@dispatch/shared/ids/uuid';
import type pg from 'pg';
import { hashOf, remember, remembered, underOneKey } from '../../platform/database/idempotency.ts';
import { inTransaction } from '../../platform/database/transaction.ts';
import type { Asker } from '../../platform/http/route.ts';
import { Refusal } from '../../platform/refusal.ts';
import { userName } from './issues.named.repo.ts';
import { isResident, keyOwner, mayAct, maySeeAsStaff, mayTrack, subjectFrom } from './issues.policy.ts';
import { lockAll } from './issues.joins.repo.ts';
import { relatedTo, writeRelation } from './issues.relations.ts';
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
 * Says or notes something about an issue: a comment, a call made, a mark that someone is to be called, a message that
 * needs no answer, who takes the next step. Raises no version, so it never collides with a decision; possible at every
 * stage.
 *
 * @throws Refusal not_found, not_allowed, claimed, key_reused.
 */
export async function note(world: IssueWorld, asked: Note): Promise<Done> {
  const done = await underOneKey(() =>
    inTransaction(world.database.pool, async (client): Promise<Done> => {
      const { who, issueId, key } = asked;
      const hash = hashOf(asked.action, issueId, asked.input);
      const other = relatedTo(asked);
      if (other !== null) await lockAll(client, [issueId, other]);
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
      const { changes, sides } = await write(client, issue, asked, id, actor, now);
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

/** Households write publicly; contractors also to the office; calls are made by staff, all else is for dispatchers. */
function mayNote(who: Asker, staff: boolean, asked: Note): boolean {
  if (isDispatcher(who.kind as ActorKind)) return true;
  if (asked.action === 'call') return staff;
  if (asked.action !== 'comment') return false;
  const { kind, toAll } = asked.input as Commands['comment'];
  return toAll !== true && (staff || kind === 'public');
}

interface Written {
  changes: object;
  /** SQL assignments on the issue's row. */
  sides: string[];
}

async function write(
  client: pg.ClientBase,
  issue: repo.LockedIssue,
  asked: Note,
  id: string,
  actor: repo.EventActor,
  now: number,
): Promise<Written> {
  switch (asked.action) {
    case 'comment':
      return writeComment(client, issue, asked as Note<'comment'>, id, actor, now);
    case 'call':
      return writeCall(client, issue, asked as Note<'call'>, id, actor, now);
    case 'mark': {
      const { call, on } = (asked as Note<'mark'>).input;
      return {
        changes: { [call === 'contractor' ? 'callContractor' : 'callHousehold']: [!on, on] },
        sides: [`call_${call} = ${on ? 'true' : 'false'}`, ...(call === 'household' ? [NO_TRIES] : []), UNCLAIMED],
      };
    }
    case 'heard':
      return { changes: { unanswered: [issue.unanswered, false] }, sides: ['unanswered_at = null', UNCLAIMED] };
    case 'claim':
      return writeClaim(client, issue, asked as Note<'claim'>, now);
    case 'relate':
    case 'unrelate':
      return writeRelation(client, issue, asked as Note<'relate' | 'unrelate'>, actor, now);
  }
}

const UNCLAIMED = 'claimed_by = null, claimed_until = null';
const NO_TRIES = 'call_tries = 0, call_at = null';
/** A point in time as SQL. @param at Unix ms, a number and nothing else */
const moment = (at: number): string => `to_timestamp(${String(at)} / 1000.0)`;

/** A household's message waits for an answer, the first one longest; a public one of the staff is the answer. */
async function writeComment(
  client: pg.ClientBase,
  { id: issueId, unanswered }: repo.LockedIssue,
  { who, input }: Note<'comment'>,
  id: string,
  actor: repo.EventActor,
  now: number,
): Promise<Written> {
  const toAll = input.toAll === true && input.kind === 'public';
  await insertComment(client, { id, issueId, kind: input.kind, text: input.text, at: now, actor, toAll });
  const sides = ['comments = comments + 1'];
  if (isResident(who) && !unanswered) sides.push(`unanswered_at = ${moment(now)}`);
  if (!isResident(who) && input.kind === 'public') sides.push('unanswered_at = null');
  if (isDispatcher(who.kind as ActorKind) && input.kind === 'public') sides.push(UNCLAIMED);
  return { changes: { comment: [null, input.kind], ...(toAll && { toAll: [null, true] }) }, sides };
}

/** Reached means done: the mark that asked for the call goes. Anything else keeps it, put off where a time was given. */
async function writeCall(
  client: pg.ClientBase,
  { id: issueId }: repo.LockedIssue,
  { who, input }: Note<'call'>,
  id: string,
  actor: repo.EventActor,
  now: number,
): Promise<Written> {
  const { to: party, outcome, againAt = null } = input;
  await insertCall(client, {
    id,
    issueId,
    party,
    outcome,
    note: input.note ?? null,
    at: now,
    againAt,
    userId: actor.userId,
  });
  const changes = { call: [party, outcome], ...(againAt !== null && { callAt: [null, againAt] }) };
  const sides = isDispatcher(who.kind as ActorKind) ? [UNCLAIMED] : [];
  if (outcome === 'reached')
    sides.push(`call_${party} = false`, ...(party === 'household' ? [NO_TRIES, 'unanswered_at = null'] : []));
  else if (party === 'household')
    sides.push(
      // Who asked to be called later was reached: the tries begin anew.
      outcome === 'call_again' ? 'call_tries = 0' : 'call_tries = call_tries + 1',
      `call_at = ${againAt === null ? 'null' : moment(againAt)}`,
      ...(againAt === null ? [] : ['call_household = true']),
    );
  return { changes, sides };
}

/** "I take this": so that two do not both call. It ends by itself, with the next step, or when it is given up. */
async function writeClaim(
  client: pg.ClientBase,
  { claim }: repo.LockedIssue,
  { who, input }: Note<'claim'>,
  now: number,
): Promise<Written> {
  const { userId = '' } = who;
  const other = claim !== null && claim.until > now && claim.userId !== userId ? claim.userId : null;
  if (other !== null && input.over !== true)
    throw new Refusal('claimed', { details: { by: (await userName(client, other)) ?? 'A colleague' } });
  if (!isUuid(userId)) throw new Refusal('not_allowed');
  return {
    changes: { claim: [claim?.userId ?? null, input.on ? userId : null] },
    sides: input.on
      ? [`claimed_by = '${userId}', claimed_until = ${moment(now + CLAIM_MINUTES * 60_000)}`]
      : [UNCLAIMED],
  };
}

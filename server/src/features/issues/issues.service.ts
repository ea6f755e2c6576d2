import { STATUS_WORDS } from '@dispatch/shared/issues/status';
import type { IssueState } from '@dispatch/shared/issues/issue';
import type { Action, Group, Move } from '@dispatch/shared/issues/lifecycle';
import { findMove, LIFECYCLE } from '@dispatch/shared/issues/lifecycle';
import type { Commands } from '@dispatch/shared/issues/schema';
import { isDispatcher, type ActorKind } from '@dispatch/shared/access/roles';
import type { IssueCard } from '@dispatch/shared/issues/views';
import { transition, undone, type MoveInput, type TransitionContext } from '@dispatch/shared/issues/transition';
import { uuidv7 } from '@dispatch/shared/ids/uuid';
import type pg from 'pg';
import { hashOf, remember, remembered, versionAfter } from '../../platform/database/idempotency.ts';
import { isUniqueViolation } from '../../platform/database/database.ts';
import { inTransaction } from '../../platform/database/transaction.ts';
import type { Asker } from '../../platform/http/route.ts';
import { invalidField, Refusal } from '../../platform/refusal.ts';
import { keyOwner, mayAct, maySeeAsStaff, mayTrack } from './issues.policy.ts';
import * as repo from './issues.repo.ts';
import { transitionContext, type IssueWorld } from './issues.world.ts';

/** A command on an issue. `input` has passed the action's schema. */
export interface Command<A extends Action = Action> {
  who: Asker;
  issueId: string;
  action: A;
  input: Commands[A];
  /** 32 hexadecimal digits; null only for the system's own commands. */
  key: string | null;
  app: string;
}

/** The one good answer of a command. */
export interface Done {
  issueId: string;
  version: number;
  rev: number;
  /** The record as it is after the command; null when the answer is a replay. */
  card: IssueCard | null;
  replayed: boolean;
}

type AnyInput = MoveInput & {
  version?: number | undefined;
  after?: string | undefined;
  deviceAt?: number | undefined;
  reason?: string | undefined;
  note?: string | undefined;
  question?: string | undefined;
  text?: string | undefined;
  rating?: number | undefined;
};

/**
 * The one way an issue changes: lock its row, find the move in the lifecycle table, check what it was decided on, write
 * state, assignment, words and event in one transaction.
 *
 * @throws Refusal not_found, not_allowed, not_yours, conflict, invalid, key_reused and the lifecycle's own codes;
 * nothing is written then.
 */
export async function command<A extends Action>(world: IssueWorld, asked: Command<A>): Promise<Done> {
  try {
    const done = await inTransaction(world.database.pool, (client) => change(world, client, asked));
    if (!done.replayed) world.committed();
    return done;
  } catch (error) {
    // The same key arrived twice at once on two issues: the other one won.
    if (isUniqueViolation(error) && error.constraint === 'idempotency_keys_pkey') throw new Refusal('key_reused');
    throw error;
  }
}

async function change<A extends Action>(world: IssueWorld, client: pg.PoolClient, asked: Command<A>): Promise<Done> {
  const { who, issueId, action, key, app } = asked;
  const input: AnyInput = asked.input;
  if (action === 'merge' && input.into !== undefined) await lockTogether(client, issueId, input.into);
  const issue = await repo.lockIssue(client, issueId);
  if (!issue) throw new Refusal('not_found');
  const subject = {
    id: issueId, householdId: issue.householdId, filedBy: issue.filedBy,
    contractorIds: [issue.state.contractorId, issue.state.doneBy],
  };
  if (!mayAct(who, subject)) throw new Refusal(mayTrack(who, subject) || who.kiosk === true ? 'not_allowed' : 'not_found');

  const owner = keyOwner(who);
  const hash = hashOf(action, issueId, input);
  if (key !== null) {
    const before = await remembered(client, owner, key, hash);
    if (before) return { ...before, card: null, replayed: true };
  }

  const now = world.clock();
  const actorKind = who.kind as ActorKind;
  const answer = findMove(lifeOf(issue.state), action, { kind: actorKind, ...(who.contractorId !== undefined && { contractorId: who.contractorId }) }, now);
  if ('refusal' in answer) {
    // What is not theirs to see must not be probed through refusals either.
    if (answer.refusal === 'not_yours' && !maySeeAsStaff(who, subject)) await refuseStale(client, issue, input, owner, ['assignment']);
    else await refuseStale(client, issue, input, owner, LIFECYCLE.find((row) => row.action === action)?.dependsOn ?? []);
    throw new Refusal(answer.refusal, { details: { status: STATUS_WORDS[issue.state.status] } });
  }
  const { move } = answer;
  if (who.kind !== 'system') await checkDecidedOn(client, issue, move, input, owner);

  const context = await transitionContext(world, now);
  const actor: repo.EventActor = { kind: actorKind, userId: who.userId ?? null, app };
  const written =
    action === 'undo'
      ? await writeUndo(world, client, issue, who, context, actor)
      : await writeMove(world, client, issue, move, input, context, actor);
  const done: Done = { issueId, version: written.card.version, rev: written.card.rev, card: written.card, replayed: false };
  if (key !== null) await remember(client, owner, key, hash, { issueId, version: done.version, rev: done.rev });
  return done;
}

/** Merging touches two issues; locking them in id order keeps two opposite merges from waiting for each other. */
async function lockTogether(client: pg.PoolClient, one: string, other: string): Promise<void> {
  await client.query('select 1 from issues where id = any($1::uuid[]) order by id for update', [[one, other]]);
}

function lifeOf(state: IssueState): Parameters<typeof findMove>[0] {
  return {
    status: state.status,
    outcome: state.outcome,
    assignment: state.contractorId !== null && state.assignmentState !== null ? { contractorId: state.contractorId, state: state.assignmentState } : null,
    hold: state.hold,
    asked: state.askedAt !== null,
    reopenUntil: state.reopenUntil,
  };
}

async function decidedVersion(client: pg.PoolClient, issue: repo.LockedIssue, input: AnyInput, owner: string): Promise<number | null> {
  if (input.after !== undefined) {
    const version = await versionAfter(client, owner, input.after, issue.id);
    if (version === null) throw new Refusal('predecessor_missing');
    return version;
  }
  return input.version ?? null;
}

/** A move that is impossible because someone was faster is a conflict, which says who, rather than a plain refusal. */
async function refuseStale(client: pg.PoolClient, issue: repo.LockedIssue, input: AnyInput, owner: string, groups: readonly Group[]): Promise<void> {
  const decided = await decidedVersion(client, issue, input, owner);
  if (decided !== null) await refuseNewer(client, issue, groups, decided);
}

async function checkDecidedOn(client: pg.PoolClient, issue: repo.LockedIssue, move: Move, input: AnyInput, owner: string): Promise<void> {
  if (move.dependsOn.length === 0) return;
  const decided = await decidedVersion(client, issue, input, owner);
  if (decided === null) throw invalidField('version', 'required', 'Say which version of the issue this was decided on.');
  if (decided > issue.version) throw invalidField('version', 'too_big', `The issue is at version ${String(issue.version)}.`);
  await refuseNewer(client, issue, move.dependsOn, decided);
}

/** @throws Refusal `conflict` when one of the groups changed after the version. */
async function refuseNewer(client: pg.PoolClient, issue: repo.LockedIssue, dependsOn: readonly Group[], decided: number): Promise<void> {
  const newer = dependsOn.filter((group) => issue.groupVersions[group] > decided);
  if (newer.length === 0) return;
  const version = Math.max(...newer.map((group) => issue.groupVersions[group]));
  const last = await repo.lastChange(client, issue.id, version);
  throw new Refusal('conflict', {
    conflict: { by: last?.by ?? null, at: last?.at ?? 0, action: last?.action ?? '', version: issue.version, groups: newer, card: null },
  });
}

/** Words that come with a move: question and answer are public, so are notes at the end; reasons stay with the staff. */
function wordsOf(action: Action, input: AnyInput): { kind: 'public' | 'reason'; text: string } | null {
  if (action === 'ask' && input.question) return { kind: 'public', text: input.question };
  if (action === 'answer' && input.text) return { kind: 'public', text: input.text };
  if ((action === 'finish' || action === 'confirm') && input.note) return { kind: 'public', text: input.note };
  return input.reason ? { kind: 'reason', text: input.reason } : null;
}

async function writeMove(
  world: IssueWorld, client: pg.PoolClient, issue: repo.LockedIssue, move: Move, input: AnyInput, context: TransitionContext, actor: repo.EventActor,
): Promise<{ card: IssueCard }> {
  await checkNamed(client, issue, move, input);
  const facts = move.action === 'edit' ? editedFacts(issue.facts, input as Partial<repo.PersonalFacts>) : null;
  const filled: AnyInput = { ...input };
  if (facts && (facts.lat !== issue.facts.lat || facts.lon !== issue.facts.lon))
    filled.districtId = facts.lat === null || facts.lon === null ? null : await world.districtAt(facts.lat, facts.lon);
  const after = transition(issue.state, move, filled, context);

  await repo.writeAssignments(client, issue.id, issue.state, after, move.ends ?? 'withdrawn', context.now);
  const words = wordsOf(move.action, input);
  const textId = words === null ? null : uuidv7();
  if (words && textId !== null)
    await repo.insertComment(client, { id: textId, issueId: issue.id, ...words, at: context.now, actor });
  const side: repo.SideColumns = {
    ...(facts && { title: facts.title, description: facts.description, place: facts.place, lat: facts.lat, lon: facts.lon, household_id: facts.householdId }),
    ...(input.rating !== undefined && { rating: input.rating }),
    ...(words?.kind === 'public' && { comments: issue.comments + 1 }),
  };
  const event: repo.NewEvent = { action: move.action, at: context.now, deviceAt: input.deviceAt ?? null, actor, textId };
  const written = await repo.writeChange(client, issue, after, event, move.changes, side);
  if (facts) await repo.savePriorFacts(client, issue.id, written.eventId, issue.facts);
  return written;
}

function editedFacts(facts: repo.PersonalFacts, input: Partial<repo.PersonalFacts>): repo.PersonalFacts {
  const given = Object.entries(input).filter(([field, value]) => field in facts && value !== undefined);
  return { ...facts, ...Object.fromEntries(given) };
}

/** Checks the records a command names. */
async function checkNamed(client: pg.PoolClient, issue: repo.LockedIssue, move: Move, input: AnyInput): Promise<void> {
  if (move.needs.includes('contractor') && (input.contractorId === undefined || !(await repo.contractorIsActive(client, input.contractorId))))
    throw new Refusal('no_such_contractor');
  if (input.categoryId !== undefined && input.categoryId !== issue.state.categoryId && (await repo.categoryFacts(client, input.categoryId))?.active !== true)
    throw new Refusal('no_such_category');
  if (move.action === 'merge') {
    const into = input.into === undefined || input.into === issue.id ? null : await repo.lockIssue(client, input.into);
    if (!into || into.state.status === 'closed') throw new Refusal('cannot_merge');
  }
}

async function writeUndo(
  world: IssueWorld, client: pg.PoolClient, issue: repo.LockedIssue, who: Asker, context: TransitionContext, actor: repo.EventActor,
): Promise<{ card: IssueCard }> {
  const last = await repo.eventOfVersion(client, issue.id, issue.version);
  const undoable = last !== null && LIFECYCLE.some((row) => row.action === last.action && row.undoable);
  if (!undoable) throw new Refusal('not_undoable');
  const own = last.actorId === (who.userId ?? null) && last.actorKind === who.kind;
  if (!own && !isDispatcher(actor.kind as ActorKind)) throw new Refusal('not_allowed');
  if (context.now - last.at > world.settings.undoSeconds * 1000) throw new Refusal('undo_over');
  const after = undone(issue.state, last.changes, context);
  await repo.writeAssignments(client, issue.id, issue.state, after, 'withdrawn', context.now);
  const facts = await repo.priorFacts(client, last.id);
  const side: repo.SideColumns = facts
    ? { title: facts.title, description: facts.description, place: facts.place, lat: facts.lat, lon: facts.lon, household_id: facts.householdId }
    : {};
  const event: repo.NewEvent = { action: 'undo', at: context.now, deviceAt: null, actor, textId: null };
  return repo.writeChange(client, issue, after, event, ['status', 'assignment', 'plan', 'facts'], side);
}

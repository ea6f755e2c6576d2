import type { IssueState } from '@dispatch/shared/issues/issue';
import { STATUS_WORDS } from '@dispatch/shared/issues/status';
import type { Action, Move } from '@dispatch/shared/issues/lifecycle';
import { findMove, GROUPS, LIFECYCLE } from '@dispatch/shared/issues/lifecycle';
import type { Commands } from '@dispatch/shared/issues/schema';
import { isDispatcher, type ActorKind } from '@dispatch/shared/access/roles';
import type { IssueCard } from '@dispatch/shared/issues/views';
import {
  transition,
  undone as stateBefore,
  type MoveInput,
  type TransitionContext,
} from '@dispatch/shared/issues/transition';
import { uuidv7 } from '@dispatch/shared/ids/uuid';
import type pg from 'pg';
import { hashOf, remembered, underOneKey, type KeyToStore } from '../../platform/database/idempotency.ts';
import { inPipelinedTransaction, type UnderWay } from '../../platform/database/transaction.ts';
import type { Asker } from '../../platform/http/route.ts';
import { invalidField, Refusal } from '../../platform/refusal.ts';
import { writeAssignments } from './issues.assignments.repo.ts';
import { checkDay, lockDay } from './issues.day.ts';
import { decisionOf, lifeOf } from './issues.decision.ts';
import { eventOfVersion, priorFacts, wasWith } from './issues.history.repo.ts';
import { checkReopenable, lockTogether, tellTargets } from './issues.joins.ts';
import { categoryFacts, contractorIsActive } from './issues.named.repo.ts';
import { naming } from './issues.named.ts';
import { keyOwner, mayAct, maySeeAsStaff, mayTrack, subjectFrom } from './issues.policy.ts';
import * as repo from './issues.repo.ts';
import { fileParts, takeBackParts } from './issues.split.ts';
import { writeSwap } from './issues.swap.ts';
import { insertComment, takeBackWords } from './issues.words.repo.ts';
import { transitionContext, type Districts, type IssueWorld } from './issues.world.ts';

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
  with?: string | undefined;
  withVersion?: number | undefined;
  title?: string | undefined;
  description?: string | undefined;
  parts?: Commands['split']['parts'] | undefined;
  question?: string | undefined;
  text?: string | undefined;
  rating?: number | undefined;
  tell?: string | undefined;
  day?: string | undefined;
};

/**
 * The one way an issue changes: lock its row, find the move in the lifecycle table, check what it was decided on, write
 * state, assignment, words and event in one transaction of two round trips.
 *
 * @throws Refusal not_found, not_allowed, not_yours, conflict, invalid, key_reused and the lifecycle's own codes;
 * nothing is written then.
 */
export async function command<A extends Action>(world: IssueWorld, asked: Command<A>): Promise<Done> {
  // Read before the transaction: whoever waits for a connection while holding one may wait for ever.
  const around = await aroundOf(world);
  const done = await underOneKey(() =>
    naming(asked.input, () =>
      inPipelinedTransaction(world.database.pool, (client) => change(world, client, asked, around)),
    ),
  );
  if (!done.replayed) world.committed();
  return done;
}

/** What a command needs of the rest of the house, read before its transaction. */
export interface Around {
  context: TransitionContext;
  districts: Districts;
}

export async function aroundOf(world: IssueWorld): Promise<Around> {
  return { context: await transitionContext(world, world.clock()), districts: await world.districts() };
}

/** How a command runs among others of one transaction. */
export interface Together {
  /** All it touches has been locked, together with what the others touch. */
  locked: true;
  /** An undo may come after the undo time: it takes back what came as one with others. */
  lateUndo: boolean;
}

/** One command inside a transaction. @throws Refusal before anything of it is written. */
export async function change<A extends Action>(
  world: IssueWorld,
  client: pg.PoolClient,
  asked: Command<A>,
  around: Around,
  together: Together | null = null,
): Promise<UnderWay<Done>> {
  const { who, issueId, action, app } = asked;
  const input: AnyInput = asked.input;
  if (!together) await lockTogether(client, issueId, action, action === 'swap' ? input.with : input.into);
  const owner = keyOwner(who);
  const key = asked.key === null ? null : { actor: owner, key: asked.key, hash: hashOf(action, issueId, input) };
  const [issue, before] = await Promise.all([
    repo.lockIssue(client, issueId),
    key && remembered(client, owner, key.key, key.hash),
  ]);
  if (!issue) throw new Refusal('not_found');
  // One's own answer may be had again also after the issue has gone to someone else.
  if (before) return { last: Promise.resolve({ ...before, card: null, replayed: true }) };
  await checkConcerned(client, who, issue);

  const { context } = around;
  const actorKind = who.kind as ActorKind;
  const decided = decisionOf(client, issue, input, who);
  const answer = findMove(
    lifeOf(issue.state),
    action,
    { kind: actorKind, ...(who.contractorId !== undefined && { contractorId: who.contractorId }) },
    context.now,
  );
  if ('refusal' in answer) {
    await decided.refuseStale(action);
    throw new Refusal(answer.refusal, { details: { status: STATUS_WORDS[issue.state.status] } });
  }
  const { move } = answer;
  await decided.check(move);

  const actor: repo.EventActor = { kind: actorKind, userId: who.userId ?? null, app };
  const written =
    action === 'undo'
      ? await writeUndo(world, client, issue, who, context, actor, key, together?.lateUndo === true)
      : action === 'swap'
        ? await writeSwap(client, issue, input, { kind: actorKind }, context, actor, key)
        : await writeMove(client, issue, move, input, around, actor, key);
  return {
    last: written.last.then((card) => ({ issueId, version: card.version, rev: card.rev, card, replayed: false })),
  };
}

/**
 * May this asker send commands about the issue at all? What is not theirs to see must not be probed through refusals.
 *
 * @throws Refusal not_found, or not_allowed for those who see it and never act.
 */
async function checkConcerned(client: pg.PoolClient, who: Asker, issue: repo.LockedIssue): Promise<void> {
  const subject = subjectFrom(issue);
  if (!mayAct(who, subject))
    throw new Refusal(mayTrack(who, subject) || who.kiosk === true ? 'not_allowed' : 'not_found');
  if (who.kind !== 'contractor' || maySeeAsStaff(who, subject)) return;
  // A contractor who had the issue is told what became of it; to any other it does not exist.
  if (who.contractorId === undefined || !(await wasWith(client, issue.id, who.contractorId)))
    throw new Refusal('not_found');
}

interface Words {
  kind: 'public' | 'reason';
  text: string;
}

/**
 * Words that come with a move, the public ones first: question, answer, notes at the end and what the household is told
 * of the plan. Reasons stay with the staff.
 */
function wordsOf(action: Action, input: AnyInput): Words[] {
  const told = { ask: input.question, answer: input.text, finish: input.note, confirm: input.note };
  const text = action in told ? told[action as keyof typeof told] : input.tell;
  return [
    ...(text ? [{ kind: 'public', text } as const] : []),
    ...(input.reason ? [{ kind: 'reason', text: input.reason } as const] : []),
  ];
}

/** What a dispatcher's step settles beside the state: the claim to it, and by public words the household's question. */
function settled(issue: repo.LockedIssue, actor: repo.EventActor, answered: boolean): repo.SideColumns {
  const dispatched = isDispatcher(actor.kind as ActorKind);
  return {
    ...(dispatched && issue.claim !== null && { claimed_by: null, claimed_until: null }),
    ...((dispatched || actor.kind === 'contractor') && answered && issue.unanswered && { unanswered_at: null }),
  };
}

async function writeMove(
  client: pg.PoolClient,
  issue: repo.LockedIssue,
  move: Move,
  input: AnyInput,
  { context, districts }: Around,
  actor: repo.EventActor,
  key: KeyToStore | null,
): Promise<UnderWay<IssueCard>> {
  await checkNamed(client, issue, move, input);
  if (input.day !== undefined) await checkDay(client, input.contractorId ?? issue.state.contractorId, input.day);
  const facts = move.action === 'edit' || move.action === 'split' ? editedFacts(issue.facts, input) : null;
  const filled: AnyInput = { ...input };
  if (facts && (facts.lat !== issue.facts.lat || facts.lon !== issue.facts.lon)) {
    if ((facts.lat === null) !== (facts.lon === null))
      throw invalidField('lon', 'required', 'Latitude and longitude come together.');
    filled.districtId = facts.lat === null || facts.lon === null ? null : districts.districtAt(facts.lat, facts.lon);
  }
  if (move.action === 'reopen') await checkReopenable(client, issue.state, context.now, context.reopenDays);
  const after = transition(issue.state, move, filled, context);
  const { windowFrom, windowTo } = after;
  if (
    (input.windowFrom !== undefined || input.windowTo !== undefined) &&
    windowFrom !== null &&
    windowTo !== null &&
    windowFrom >= windowTo
  )
    throw invalidField('windowTo', 'too_small', 'The window must end after it begins.');

  await tellTargets(client, issue, after, { at: context.now, actor });
  if (move.action === 'split') await fileParts(client, issue, input.parts ?? [], context, actor);
  const words = wordsOf(move.action, input).map((word) => ({ id: uuidv7(), ...word }));
  const textId = words[0]?.id ?? null;
  const isPublic = words[0]?.kind === 'public';
  const side: repo.SideColumns = {
    ...(facts && sideOf(facts)),
    ...(input.rating !== undefined && { rating: input.rating }),
    ...(isPublic && { comments: issue.comments + 1 }),
    ...settled(issue, actor, isPublic && input.tell === undefined),
  };
  const event: repo.NewEvent = {
    action: move.action,
    at: context.now,
    deviceAt: input.deviceAt ?? null,
    actor,
    textId,
  };
  // From here on nothing waits: all of it goes out with COMMIT.
  return lastOf(
    joinDay(client, issue.state, after),
    writeAssignments(client, issue.id, issue.state, after, move.ends ?? 'withdrawn', context.now),
    words.map((word) => insertComment(client, { issueId: issue.id, ...word, at: context.now, actor })),
    repo.writeChange(client, {
      before: issue,
      after,
      event,
      groups: move.changes,
      side,
      prior: facts && issue.facts,
      key,
    }),
  );
}

/** Whoever decides on a contractor's day under its lock sees all that has come into it, or is waited for. */
function joinDay(client: pg.PoolClient, before: IssueState, after: IssueState): Promise<unknown>[] {
  const joins = after.contractorId !== before.contractorId || after.plannedAt !== before.plannedAt;
  return joins && after.contractorId !== null ? [lockDay(client, after.contractorId)] : [];
}

/** Statements that have been sent, of which the last gives the card. */
function lastOf(
  day: readonly Promise<unknown>[],
  assignments: readonly Promise<unknown>[],
  words: readonly Promise<unknown>[],
  change: Promise<IssueCard>,
): UnderWay<IssueCard> {
  // In the order they were sent, so that the first to fail gives the reason.
  return { last: Promise.all([...day, ...assignments, ...words, change]).then(() => change) };
}

function sideOf(facts: repo.PersonalFacts): repo.SideColumns {
  return {
    title: facts.title,
    description: facts.description,
    place: facts.place,
    lat: facts.lat,
    lon: facts.lon,
    household_id: facts.householdId,
  };
}

function editedFacts(facts: repo.PersonalFacts, input: object): repo.PersonalFacts {
  const given = Object.entries(input).filter(([field, value]) => field in facts && value !== undefined);
  return { ...facts, ...Object.fromEntries(given) };
}

/** Checks the records a command names. */
async function checkNamed(client: pg.PoolClient, issue: repo.LockedIssue, move: Move, input: AnyInput): Promise<void> {
  if (
    move.needs.includes('contractor') &&
    (input.contractorId === undefined || !(await contractorIsActive(client, input.contractorId)))
  )
    throw new Refusal('no_such_contractor');
  if (move.action === 'pin' && input.pinnedTo != null && !(await contractorIsActive(client, input.pinnedTo)))
    throw new Refusal('no_such_contractor');
  if (
    input.categoryId !== undefined &&
    input.categoryId !== issue.state.categoryId &&
    (await categoryFacts(client, input.categoryId))?.active !== true
  )
    throw new Refusal('no_such_category');
  if (move.action === 'merge') {
    const into = input.into === undefined || input.into === issue.id ? null : await repo.lockIssue(client, input.into);
    if (!into || into.state.status === 'closed') throw new Refusal('cannot_merge');
  }
}

async function writeUndo(
  world: IssueWorld,
  client: pg.PoolClient,
  issue: repo.LockedIssue,
  who: Asker,
  context: TransitionContext,
  actor: repo.EventActor,
  key: KeyToStore | null,
  late: boolean,
): Promise<UnderWay<IssueCard>> {
  const undone = await eventOfVersion(client, issue.id, issue.version);
  if (!undone || !LIFECYCLE.some((row) => row.action === undone.action && row.undoable))
    throw new Refusal('not_undoable');
  const own = undone.actorId === (who.userId ?? null) && undone.actorKind === who.kind;
  if (!own && !isDispatcher(actor.kind as ActorKind)) throw new Refusal('not_allowed');
  if (!late && context.now - undone.at > world.settings.undoSeconds * 1000) throw new Refusal('undo_over');
  const after = stateBefore(issue.state, undone.changes, context);
  const facts = await priorFacts(client, undone.id);
  await tellTargets(client, issue, after, { at: context.now, actor });
  if (undone.action === 'split') await takeBackParts(client, issue, undone.at, context, actor);
  const takenBack = undone.textId === null ? 0 : await takeBackWords(client, undone.textId);
  const event: repo.NewEvent = { action: 'undo', at: context.now, deviceAt: null, actor, textId: null };
  return lastOf(
    joinDay(client, issue.state, after),
    writeAssignments(client, issue.id, issue.state, after, 'withdrawn', context.now, true),
    [],
    repo.writeChange(client, {
      before: issue,
      after,
      event,
      groups: GROUPS,
      side: {
        ...(facts && sideOf(facts)),
        // What came with it goes with it.
        ...(undone.action === 'confirm' && { rating: null }),
        ...(takenBack > 0 && { comments: issue.comments - takenBack }),
      },
      prior: facts && issue.facts,
      key,
    }),
  );
}

import { isDispatcher, type ActorKind } from '@dispatch/shared/access/roles';
import { referenceOf } from '@dispatch/shared/ids/reference';
import { uuidv7 } from '@dispatch/shared/ids/uuid';
import type { FileIssue } from '@dispatch/shared/issues/schema';
import { filedState, type TransitionContext } from '@dispatch/shared/issues/transition';
import type { FieldFault } from '@dispatch/shared/errors';
import type pg from 'pg';
import { hashOf, lockKey, remember, remembered, underOneKey } from '../../platform/database/idempotency.ts';
import { inTransaction } from '../../platform/database/transaction.ts';
import type { Asker } from '../../platform/http/route.ts';
import { invalidField, Refusal } from '../../platform/refusal.ts';
import { categoryFacts, householdFacts, issueExists, type CategoryFacts } from './issues.named.repo.ts';
import { keyOwner, mayTrack, subjectFrom } from './issues.policy.ts';
import { filedWith, insertRelation } from './issues.relations.repo.ts';
import * as repo from './issues.repo.ts';
import type { Done } from './issues.service.ts';
import { transitionContext, type Districts, type IssueWorld } from './issues.world.ts';

export interface Filing {
  who: Asker;
  input: FileIssue;
  key: string;
  app: string;
}

/**
 * Files an issue: for a caller by an operator, by a household for itself, or by anyone without an account.
 *
 * @throws Refusal no_such_category, invalid (answers to the category's questions), not_allowed, key_reused.
 */
export async function file(world: IssueWorld, filing: Filing): Promise<Done> {
  // Read before the transaction: whoever waits for a connection while holding one may wait for ever.
  const around = { context: await transitionContext(world, world.clock()), districts: await world.districts() };
  const done = await underOneKey(() => inTransaction(world.database.pool, (client) => write(client, filing, around)));
  if (!done.replayed) world.committed();
  return done;
}

async function write(
  client: pg.PoolClient,
  { who, input, key, app }: Filing,
  { context, districts }: { context: TransitionContext; districts: Districts },
): Promise<Done> {
  const owner = keyOwner(who);
  const hash = hashOf('file', '', input);
  await lockKey(client, owner, key);
  const before = await remembered(client, owner, key, hash);
  if (before) return { ...before, card: null, replayed: true };

  const category = await categoryFacts(client, input.categoryId);
  if (category?.active !== true) throw new Refusal('no_such_category');
  const staff = isDispatcher(who.kind as ActorKind);
  const householdId = householdOf(who, input, staff);
  const household = householdId === null ? null : await householdFacts(client, householdId);
  if (householdId !== null && !household) throw invalidField('householdId', 'unknown', 'There is no such household.');
  const followed = await followedBy(client, who, input, householdId, staff);

  const { now } = context;
  // Another address is another place: then nothing of the old one is taken.
  const there = input.place === undefined && input.lat === undefined ? followed?.facts : undefined;
  const lat = input.lat ?? there?.lat ?? household?.lat ?? null;
  const lon = input.lon ?? there?.lon ?? household?.lon ?? null;
  const state = filedState(
    {
      categoryId: input.categoryId,
      urgency: input.urgency ?? category.defaultUrgency,
      districtId: lat === null || lon === null ? null : districts.districtAt(lat, lon),
      teamId: null,
      filedAt: now,
    },
    context,
  );
  const id = uuidv7();
  const number = await repo.nextNumber(client);
  const callback = input.callback === true;
  const contact = input.contact ?? {};
  const filed: repo.FiledIssue = {
    id,
    number,
    ref: referenceOf(number),
    state,
    callback,
    facts: {
      title: titleOf(input, category.name),
      description: input.description ?? '',
      place: input.place ?? there?.place ?? household?.address ?? null,
      lat,
      lon,
      householdId: householdId ?? (who.kind === 'link' ? (followed?.facts.householdId ?? null) : null),
    },
    answers: answersOf(input, callback ? [] : category.questions),
    filedBy: who.userId ?? (who.kind === 'link' ? (followed?.filedBy ?? null) : null),
    source: app,
    contact: Object.values(contact).some(Boolean)
      ? { name: contact.name ?? null, phone: contact.phone ?? null, email: contact.email ?? null }
      : (followed?.contact ?? null),
  };
  const actor: repo.EventActor = {
    kind: who.kind === 'anyone' ? 'household' : who.kind,
    userId: who.userId ?? null,
    app,
  };
  const card = await repo.insertIssue(client, filed, {
    action: 'file',
    at: now,
    deviceAt: input.deviceAt ?? null,
    actor,
    textId: null,
  });
  if (input.follows !== undefined)
    await insertRelation(client, { issueId: id, otherId: input.follows, kind: 'follows', at: now });
  await remember(client, owner, key, hash, { issueId: id, version: 1, rev: card.rev });
  return { issueId: id, version: 1, rev: card.rev, card, replayed: false };
}

/** Staff name any household; members theirs, or their only one when they name none. */
function householdOf(who: Asker, input: FileIssue, staff: boolean): string | null {
  if (staff) return input.householdId ?? null;
  const own = who.householdIds ?? [];
  if (input.householdId !== undefined) {
    if (!own.includes(input.householdId)) throw new Refusal('not_allowed');
    return input.householdId;
  }
  return own.length === 1 ? (own[0] ?? null) : null;
}

interface Followed {
  facts: Pick<repo.PersonalFacts, 'place' | 'lat' | 'lon' | 'householdId'>;
  contact: repo.FiledIssue['contact'];
  filedBy: string | null;
}

/**
 * What a follow-up takes over from the issue it follows: whoever holds its link and may act has no other way to say
 * who and where they are. A follow-up belongs to whoever could see that issue.
 *
 * @throws Refusal invalid.
 */
async function followedBy(
  client: pg.PoolClient,
  who: Asker,
  input: FileIssue,
  householdId: string | null,
  staff: boolean,
): Promise<Followed | null> {
  if (input.follows === undefined) return null;
  const unknown = invalidField('follows', 'unknown', 'There is no such issue to follow.');
  if (staff) {
    if (!(await issueExists(client, input.follows))) throw unknown;
    return null;
  }
  const followed = await repo.lockIssue(client, input.follows);
  if (!followed) throw unknown;
  const sameHousehold = followed.householdId !== null && followed.householdId === householdId;
  if (!mayTrack(who, subjectFrom(followed)) && !sameHousehold) throw unknown;
  if (who.kind === 'link' && who.scope !== 'act') return null;
  const { contact } = await filedWith(client, followed.id);
  return { facts: followed.facts, contact, filedBy: followed.filedBy };
}

function titleOf(input: FileIssue, category: string): string {
  if (input.title !== undefined) return input.title;
  const firstLine = (input.description ?? '').split(/[\n.!?]/)[0]?.trim() ?? '';
  return firstLine.length >= 8 ? firstLine.slice(0, 140) : category;
}

/** Answers beside their questions' words, so that they stay readable when the questions change. */
function answersOf(input: FileIssue, questions: CategoryFacts['questions']): { question: string; answer: string }[] {
  const faults: FieldFault[] = [];
  const known = new Map(questions.map((question) => [question.id, question]));
  for (const id of Object.keys(input.answers ?? {}))
    if (!known.has(id))
      faults.push({ field: `answers.${id}`, code: 'unknown_field', reason: 'The category has no such question.' });
  const answers = questions.flatMap((question) => {
    const answer = input.answers?.[question.id];
    if (answer === undefined || answer === '') {
      if (question.required)
        faults.push({ field: `answers.${question.id}`, code: 'required', reason: `Please answer: ${question.text}` });
      return [];
    }
    if (question.kind === 'choice' && question.options && !question.options.includes(String(answer)))
      faults.push({
        field: `answers.${question.id}`,
        code: 'not_an_option',
        reason: `Choose one of: ${question.options.join(', ')}.`,
      });
    return [
      { question: question.text, answer: typeof answer === 'boolean' ? (answer ? 'Yes' : 'No') : String(answer) },
    ];
  });
  if (faults.length > 0) throw new Refusal('invalid', { fields: faults });
  return answers;
}

/** What an operator does next, by what its screen shows: pure, so that it can be tested. */
import type { Category, Contractor } from '@dispatch/shared/board/reference';
import type { Action } from '@dispatch/shared/issues/lifecycle';
import { URGENCIES } from '@dispatch/shared/issues/status';
import type { IssueCard } from '@dispatch/shared/issues/views';
import { distanceBetween } from '@dispatch/shared/places/distance';
import type { Random } from '../server/src/features/demo/town/random.ts';

export interface Deed {
  card: IssueCard;
  action: Action;
  input: Record<string, unknown>;
}

/** What the operator knows. */
export interface Desk {
  cards: Iterable<IssueCard>;
  categories: ReadonlyMap<string, Category>;
  /** Those who answer. */
  crew: readonly Contractor[];
  /** Crew that has just been asked, and whose record does not say so yet. */
  promised: ReadonlySet<string>;
  /** Unix ms: what was filed since then is today's work; and now. */
  since: number;
  now: number;
  /** How long an offer may go without an answer, and a question, ms. */
  offerPatience: number;
  askPatience: number;
  random: Random;
}

/** Of the work that waits, one of so many of the foremost is taken, so that operators seldom take the same. */
const FOREMOST = 4;
/** How often the inbox comes before what is to be placed. */
const TRIAGE_FIRST = 0.55;
/** Metres and ms within which two reports of the same trouble are taken for one. */
const SAME_PLACE = 40;
const SAME_TIME = 2 * 3_600_000;
/** Accepted issues and offers that an emergency may still be put upon. */
const MOST_LOAD = 3;

const QUESTIONS = ['Which floor is it on?', 'Is somebody at home this afternoon?', 'Is the way blocked for cars?'];

/** Null: nothing waits, or nobody is free. */
export function nextDeed(desk: Desk): Deed | null {
  const { random, now } = desk;
  const cards = [...desk.cards];
  const today = cards.filter(({ filedAt }) => filedAt >= desk.since);
  const toAssign = cards.filter(({ stage }) => stage === 'to_assign');
  const inbox = today.filter(({ stage }) => stage === 'inbox');
  // In a storm the inbox is never empty, and what was triaged must not wait for that.
  const placed = inbox.length === 0 || random.chance(TRIAGE_FIRST) ? null : place(toAssign, desk);
  if (placed) return placed;
  if (inbox.length > 0) return triage(pickForemost(inbox, desk), today, random);
  const silent = today.find(({ askedAt }) => askedAt !== null && now - askedAt > desk.askPatience);
  if (silent) return { card: silent, action: 'answer', input: { text: 'Told us on the phone: yes.' } };
  const waiting = today.filter(({ stage, changedAt }) => stage === 'offered' && now - changedAt > desk.offerPatience);
  const [late] = waiting;
  if (late) return { card: late, action: 'withdraw', input: { reason: 'No answer' } };
  const moved = random.chance(0.05) ? reassign(today, desk) : null;
  return moved ?? place(toAssign, desk);
}

function triage(card: IssueCard, today: readonly IssueCard[], random: Random): Deed {
  const first = today.find((other) => isSame(other, card) && other.filedAt < card.filedAt);
  if (first && random.chance(0.7))
    return { card, action: 'merge', input: { into: first.id, reason: 'Reported before' } };
  if (random.chance(0.02)) return { card, action: 'reject', input: { reason: 'Not for us' } };
  if (random.chance(0.04) && card.askedAt === null)
    return { card, action: 'ask', input: { question: random.pick(QUESTIONS) } };
  const step = random.chance(0.1) ? (random.chance(0.5) ? 1 : -1) : 0;
  const at = URGENCIES.indexOf(card.urgency) + step;
  return { card, action: 'triage', input: { urgency: URGENCIES[at] ?? card.urgency } };
}

function isSame(a: IssueCard, b: IssueCard): boolean {
  if (a.id === b.id || a.categoryId !== b.categoryId || !['new', 'open'].includes(a.status)) return false;
  if (Math.abs(a.filedAt - b.filedAt) > SAME_TIME) return false;
  if (a.lat === null || a.lon === null || b.lat === null || b.lon === null)
    return a.place !== null && a.place === b.place;
  return distanceBetween({ lat: a.lat, lon: a.lon }, { lat: b.lat, lon: b.lon }) < SAME_PLACE;
}

/** Emergencies first, then what came in today, then the oldest. */
function pickForemost(cards: readonly IssueCard[], { since, random }: Desk): IssueCard {
  const rank = ({ urgency, filedAt }: IssueCard): number =>
    (urgency === 'emergency' ? 0 : filedAt >= since ? 1e15 : 2e15) + filedAt;
  return random.pick(cards.toSorted((a, b) => rank(a) - rank(b)).slice(0, FOREMOST));
}

function place(cards: readonly IssueCard[], desk: Desk): Deed | null {
  let left = cards;
  // What nobody is free for waits; a few others are tried.
  for (let tries = 0; tries < 6 && left.length > 0; tries += 1) {
    const card = pickForemost(left, desk);
    const one = nearestFit(card, desk);
    if (one) {
      const action = card.urgency === 'emergency' ? 'assign' : 'offer';
      return { card, action, input: { contractorId: one.id } };
    }
    left = left.filter(({ id }) => id !== card.id);
  }
  return null;
}

/** From one with much to do to a fit one who is free and nearer. */
function reassign(today: readonly IssueCard[], desk: Desk): Deed | null {
  const loads = new Map(desk.crew.map((one) => [one.id, one]));
  for (const card of today) {
    const has = card.stage === 'open' && card.contractorId !== null ? loads.get(card.contractorId) : undefined;
    if (!has || has.openIssues < 2) continue;
    const other = nearestFit(card, desk);
    if (other && other.id !== has.id)
      return { card, action: 'reassign', input: { contractorId: other.id, reason: 'Sooner there' } };
  }
  return null;
}

/** The nearest who has the skills and nothing to do; for an emergency also one who has little to do. */
export function nearestFit(card: IssueCard, { crew, categories, promised }: Desk): Contractor | null {
  const skills = categories.get(card.categoryId)?.skills ?? [];
  const able = (one: Contractor): boolean => skills.every((skill) => one.skills.includes(skill));
  const there = crew.filter((one) => one.active && one.onDuty && !promised.has(one.id));
  const load = ({ openIssues, offers }: Contractor): number => openIssues + offers;
  const free = there.filter((one) => load(one) === 0 && able(one));
  const choice =
    free.length > 0 || card.urgency !== 'emergency' ? free : there.filter((one) => load(one) < MOST_LOAD && able(one));
  return choice.toSorted((a, b) => load(a) - load(b) || metresTo(a, card) - metresTo(b, card))[0] ?? null;
}

function metresTo({ position, homeLat, homeLon }: Contractor, { lat, lon }: IssueCard): number {
  const from = position ?? (homeLat === null || homeLon === null ? null : { lat: homeLat, lon: homeLon });
  return from === null || lat === null || lon === null ? Infinity : distanceBetween(from, { lat, lon });
}

import { expect, test } from 'vitest';
import { askingNeed, claimOf, entriesOf, isLoud, NEED_KINDS, needsOf, type NeedKind } from './needs.ts';
import type { CardWaits, IssueCard } from './views.ts';

const NOW = 1_000_000;
const NO_WAITS: CardWaits = {
  passes: 0,
  disputedAt: null,
  unansweredAt: null,
  stuckAt: null,
  callTries: 0,
  callAt: null,
  claim: null,
};

/** A triaged issue that nobody has and that is late for nothing. */
function card(overrides: Partial<IssueCard> = {}, waits: Partial<CardWaits> | null = null): IssueCard {
  return {
    id: 'i1',
    stage: 'to_assign',
    status: 'new',
    urgency: 'normal',
    filedAt: 1,
    changedAt: 2,
    respondBy: null,
    respondedAt: null,
    resolveBy: null,
    pausedAt: null,
    callContractor: false,
    callHousehold: false,
    callback: false,
    ...overrides,
    waits: waits === null ? null : { ...NO_WAITS, ...waits },
  } as IssueCard;
}
const kinds = (one: IssueCard, now = NOW): NeedKind[] => needsOf(one, now).map(({ kind }) => kind);
const OPEN = { stage: 'open', status: 'open', contractorId: 'bo' } as const;

test('what takes its course needs nobody', () => {
  expect(kinds(card())).toEqual([]);
  expect(kinds(card({ ...OPEN, resolveBy: NOW + 1 }))).toEqual([]);
  expect(kinds(card({}, {}))).toEqual([]);
});

test('an emergency is loud until someone has been asked, and is watched until there is an answer', () => {
  const emergency = card({ urgency: 'emergency', stage: 'inbox' });
  expect([emergency, { ...emergency, stage: 'offered' as const }].map(isLoud)).toEqual([true, false]);
  expect(kinds(emergency)).toEqual(['emergency']);
  const asked = card({ urgency: 'emergency', stage: 'offered' });
  expect(kinds(asked)).toEqual(['emergency_asked']);
  expect(askingNeed(asked, NOW)).toBeNull();
});

test('each reason stands for what a person has to do', () => {
  expect(kinds(card({}, { disputedAt: 5 }))).toEqual(['disputed']);
  expect(kinds(card({}, { passes: 2 }))).toEqual(['passed']);
  expect(kinds(card({ stage: 'offered' }, { passes: 2 }))).toEqual([]);
  expect(kinds(card({ ...OPEN }, { unansweredAt: 7 }))).toEqual(['question']);
  expect(kinds(card({ callHousehold: true, callback: true }))).toEqual(['callback']);
  expect(kinds(card({ callHousehold: true }))).toEqual(['call_household']);
  expect(kinds(card({ ...OPEN, callContractor: true }))).toEqual(['call_contractor']);
  expect(kinds(card({ callback: true }))).toEqual([]);
});

test('whoever has it or is asked and is not wanted by the household is told, and nobody else', () => {
  const plan = { blacklist: ['bo'] };
  expect(kinds(card({ ...OPEN, plan }))).toEqual(['unwanted']);
  expect(askingNeed(card({ ...OPEN, plan }), NOW)).toEqual({ kind: 'unwanted', since: 2 });
  expect(kinds(card({ stage: 'offered', contractorId: 'bo', plan }))).toEqual(['unwanted']);
  expect(kinds(card({ ...OPEN, contractorId: 'ana', plan }))).toEqual([]);
});

test('a call that was put off comes back by itself when its time has come', () => {
  const later = card({ callHousehold: true, callback: true }, { callAt: NOW, callTries: 1 });
  expect(kinds(later, NOW - 1)).toEqual([]);
  expect(needsOf(later, NOW)).toEqual([{ kind: 'callback', since: NOW }]);
});

test('late with nobody asks for a step, late with a contractor is only watched', () => {
  const late = { resolveBy: NOW - 1 };
  expect(askingNeed(card(late), NOW)).toEqual({ kind: 'late_nobody', since: NOW - 1 });
  expect(kinds(card({ ...OPEN, ...late }))).toEqual(['late']);
  expect(askingNeed(card({ ...OPEN, ...late }), NOW)).toBeNull();
});

test('a closed issue needs nobody, whatever is left of it', () => {
  expect(kinds(card({ status: 'closed', stage: 'closed', callHousehold: true }, { unansweredAt: 1 }))).toEqual([]);
});

test('of several reasons the most pressing comes first, and of equal ones what waits longest', () => {
  const all = card(
    { urgency: 'emergency', callHousehold: true, callContractor: true, resolveBy: 1 },
    { disputedAt: 1, passes: 1, unansweredAt: 1 },
  );
  const found = kinds(all);
  expect(found).toEqual(NEED_KINDS.filter((kind) => found.includes(kind)));
  expect(found[0]).toBe('emergency');
  const cards = [
    card({ id: 'd', ...OPEN, resolveBy: 1 }),
    card({ id: 'c' }, { disputedAt: 20 }),
    card({ id: 'b' }, { disputedAt: 10 }),
    card({ id: 'a', urgency: 'emergency' }),
    card({ id: 'none' }),
  ];
  expect(
    entriesOf(cards, NOW)
      .map((entry) => entry.card.id)
      .join(''),
  ).toBe('abcd');
});

test('a claim holds until its time is over', () => {
  const claim = { userId: 'ana', name: 'Ana', until: NOW };
  expect(claimOf(card({}, { claim }), NOW - 1)).toEqual(claim);
  expect(claimOf(card({}, { claim }), NOW)).toBeNull();
  expect(claimOf(card(), NOW)).toBeNull();
});

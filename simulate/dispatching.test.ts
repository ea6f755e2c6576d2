import type { Category, Contractor } from '@dispatch/shared/board/reference';
import type { IssueCard } from '@dispatch/shared/issues/views';
import { expect, test } from 'vitest';
import { seededRandom } from '../server/src/features/demo/town/random.ts';
import { nearestFit, nextDeed, type Desk } from './dispatching.ts';

const NOW = 1_000_000_000;

function card(id: string, more: Partial<IssueCard> = {}): IssueCard {
  const bare = { id, stage: 'to_assign', status: 'new', urgency: 'normal', categoryId: 'trees', filedAt: NOW - 60_000 };
  return {
    ...bare,
    changedAt: NOW,
    askedAt: null,
    lat: 0,
    lon: 0,
    place: null,
    contractorId: null,
    ...more,
  } as IssueCard;
}

function crew(id: string, more: Partial<Contractor> = {}): Contractor {
  const bare = { id, skills: ['trees'], onDuty: true, active: true, openIssues: 0, offers: 0, position: null };
  return { ...bare, homeLat: 0, homeLon: 0, ...more } as Contractor;
}

function desk(cards: IssueCard[], contractors: Contractor[], more: Partial<Desk> = {}): Desk {
  return {
    cards,
    categories: new Map([['trees', { skills: ['trees'] } as Category]]),
    crew: contractors,
    promised: new Set(),
    since: NOW - 3_600_000,
    now: NOW,
    offerPatience: 15_000,
    askPatience: 60_000,
    random: seededRandom('desk'),
    ...more,
  };
}

test('an offer goes to the nearest who can do it and has nothing to do', () => {
  const near = { homeLat: 0, homeLon: 0.001 };
  const all = [
    crew('far', { homeLon: 1 }),
    crew('busy', { ...near, openIssues: 1 }),
    crew('asked', { ...near, offers: 1 }),
    crew('plumber', { ...near, skills: ['water'] }),
    crew('off', { ...near, onDuty: false }),
    crew('promised', near),
    crew('fit', { homeLon: 0.01 }),
  ];
  const state = desk([card('a')], all, { promised: new Set(['promised']) });
  expect(nextDeed(state)).toMatchObject({ action: 'offer', input: { contractorId: 'fit' } });
});

test('an emergency is assigned at once, to one who has something to do where nobody is free', () => {
  const state = desk([card('a'), card('b', { urgency: 'emergency' })], [crew('busy', { openIssues: 1 })]);
  const deeds = Array.from({ length: 20 }, () => nextDeed(state));
  expect(deeds.every((deed) => deed?.card.id === 'b' && deed.action === 'assign')).toBe(true);
  expect(nearestFit(card('a'), state)).toBeNull();
});

test('an offer that nobody answers is taken back, and nobody waits for a household that can be called', () => {
  const offered = card('a', { stage: 'offered', changedAt: NOW - 20_000 });
  expect(nextDeed(desk([offered], []))).toMatchObject({ action: 'withdraw', card: { id: 'a' } });
  expect(nextDeed(desk([{ ...offered, changedAt: NOW - 5_000 }], []))).toBeNull();
  expect(nextDeed(desk([card('b', { askedAt: NOW - 70_000 })], []))).toMatchObject({ action: 'answer' });
});

test('most of what is reported twice is merged into the first, the rest is triaged', () => {
  const first = card('first', { filedAt: NOW - 600_000 });
  const again = card('again', { stage: 'inbox' });
  const elsewhere = card('elsewhere', { stage: 'inbox', lat: 1 });
  const random = seededRandom('twice');
  const actions = (cards: IssueCard[]): (string | undefined)[] =>
    Array.from({ length: 200 }, () => nextDeed(desk(cards, [], { random }))?.action);
  const merged = actions([first, again]).filter((action) => action === 'merge').length;
  expect(merged).toBeGreaterThan(100);
  expect(merged).toBeLessThan(180);
  expect(actions([first, elsewhere])).not.toContain('merge');
  expect(actions([first, elsewhere])).toContain('triage');
});

test('what was there before the day is placed after the day’s own', () => {
  const old = card('old', { filedAt: NOW - 86_400_000 });
  const cards = [old, ...['1', '2', '3', '4'].map((id) => card(id))];
  const placed = Array.from({ length: 40 }, () => nextDeed(desk(cards, [crew('fit')], { random: seededRandom('x') })));
  expect(placed.map((deed) => deed?.card.id)).not.toContain('old');
  expect(nextDeed(desk([old], [crew('fit')]))?.card.id).toBe('old');
});

import { card } from '@dispatch/shared/issues/card.fixture';
import type { Category, Contractor } from '@dispatch/shared/board/reference';
import { USUAL_SCHEDULE } from '@dispatch/shared/shifts/schedule';
import { expect, test } from 'vitest';
import { fitnessOf, rank } from './fitness.ts';

const contractor = (overrides: Partial<Contractor>): Contractor => ({
  id: 'bo',
  name: 'Bo',
  initials: 'B',
  colour: '#000000',
  phone: null,
  skills: ['water'],
  teamId: null,
  districtIds: [],
  onDuty: true,
  state: 'free',
  since: null,
  openIssues: 0,
  offers: 0,
  loadMinutes: 0,
  nextFreeAt: null,
  homeLat: 52,
  homeLon: 13,
  position: null,
  certificates: {},
  travelLimit: null,
  stock: {},
  schedule: USUAL_SCHEDULE,
  dutyAt: 0,
  last: null,
  pictureUrl: null,
  active: true,
  ...overrides,
});
const water: Category = {
  id: 'c1',
  code: 'water',
  name: 'Water',
  icon: 'droplet',
  skills: ['water'],
  expectedMinutes: 60,
  defaultUrgency: 'normal',
  questions: [],
  parts: {},
  active: true,
};

test('what speaks against a contractor is said', () => {
  const reason = (overrides: Partial<Contractor>): string | null =>
    fitnessOf(card(), contractor(overrides), water).reason;
  expect(reason({})).toBeNull();
  expect(reason({ skills: ['power'] })).toBe('not trained: water');
  expect(reason({ onDuty: false })).toBe('off duty');
  expect(reason({ districtIds: ['B'] })).toBe('works elsewhere');
});

test('the nearest idle one with the skill comes first, those with something against them last', () => {
  const fits = [
    contractor({ id: 'off', name: 'A', onDuty: false }),
    contractor({ id: 'busy', name: 'B', loadMinutes: 300 }),
    contractor({ id: 'far', name: 'C', homeLat: 52.2 }),
    contractor({ id: 'near', name: 'D' }),
  ].map((one) => fitnessOf(card(), one, water));
  expect(rank(fits).map((fit) => fit.contractor.id)).toEqual(['near', 'far', 'busy', 'off']);
});

test('the way is reckoned from the last position, else from home', () => {
  const away = contractor({ position: { lat: 52.01, lon: 13, heading: null, at: 0 } });
  expect(fitnessOf(card(), away, water).metres).toBeCloseTo(1112, 0);
  expect(fitnessOf(card(), contractor({}), water).metres).toBe(0);
  expect(fitnessOf(card({ lat: null, lon: null }), away, water).metres).toBeNull();
});

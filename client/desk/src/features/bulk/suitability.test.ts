import { card } from '@dispatch/shared/issues/card.fixture';
import type { Category, Contractor } from '@dispatch/shared/board/reference';
import { expect, test } from 'vitest';
import { suitabilityOf } from './suitability.ts';

const contractor = (name: string, more: Partial<Contractor> = {}): Contractor =>
  ({
    id: name,
    name,
    skills: [],
    districtIds: [],
    onDuty: true,
    loadMinutes: 0,
    position: null,
    homeLat: 52,
    homeLon: 13,
    ...more,
  }) as unknown as Contractor;
const category = (id: string, skills: string[]): Category => ({ id, skills }) as unknown as Category;
const categories = new Map([
  ['pipe', category('pipe', ['water'])],
  ['lamp', category('lamp', ['power'])],
]);

test('who fits the most of them stands first, then who has less to do, with what speaks against the others', () => {
  const cards = [
    card({ id: 'a', categoryId: 'pipe' }),
    card({ id: 'b', categoryId: 'pipe' }),
    card({ id: 'c', categoryId: 'lamp' }),
  ];
  const crew = [
    contractor('Lamp', { skills: ['power'] }),
    contractor('Busy', { skills: ['water', 'power'], loadMinutes: 200 }),
    contractor('Both', { skills: ['water', 'power'] }),
    contractor('Away', { skills: ['water', 'power'], onDuty: false }),
  ];
  const ranked = suitabilityOf(cards, crew, (id) => categories.get(id));
  expect(ranked.map(({ contractor: { name }, fits, reason }) => [name, fits, reason])).toEqual([
    ['Both', 3, null],
    ['Busy', 3, null],
    ['Lamp', 1, 'not trained: water'],
    ['Away', 0, 'off duty'],
  ]);
});

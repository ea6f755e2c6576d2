import type { Contractor } from '@dispatch/shared/board/reference';
import { createPlan } from '@dispatch/shared/planning/plan';
import { aContractor, aJob, anInput, aShift, MORNING } from '@dispatch/shared/planning/town.fixture';
import { expect, test } from 'vitest';
import { itemAt, itemsOf, loadOf, shareOf, topsOf, type Item, type RowItem } from './rows.ts';

const row = (name: string, minutes: number, over: Partial<Contractor> = {}): RowItem => ({
  kind: 'row',
  contractor: { id: name, name, districtIds: [], teamId: null, ...over } as Contractor,
  load: { jobs: 1, minutes, length: 100 },
});
const names = { district: (id: string) => id.toUpperCase(), team: (id: string) => (id === 'gone' ? null : id) };
const told = (items: readonly Item[]) =>
  items.map((item) => (item.kind === 'group' ? `[${item.label} ${String(item.count)}]` : item.contractor.name));

test('rows stand by name, by load, and in groups by district and team; those without any last', () => {
  const rows = [
    row('Cleo', 20, { districtIds: ['west', 'east'], teamId: 'b' }),
    row('Ana', 80, { teamId: 'gone' }),
    row('Bo', 50, { districtIds: ['west'], teamId: 'b' }),
  ];
  expect(told(itemsOf(rows, 'name', names))).toEqual(['Ana', 'Bo', 'Cleo']);
  expect(told(itemsOf(rows, 'load', names))).toEqual(['Ana', 'Bo', 'Cleo']);
  expect(told(itemsOf(rows, 'district', names))).toEqual([
    '[EAST 1]',
    'Cleo',
    '[WEST 1]',
    'Bo',
    '[Everywhere 1]',
    'Ana',
  ]);
  expect(told(itemsOf(rows, 'team', names))).toEqual(['[b 2]', 'Bo', 'Cleo', '[No team 1]', 'Ana']);
});

test('the item at a height is found', () => {
  const tops = topsOf([{ kind: 'group', label: 'West', count: 2 }, row('Ana', 0), row('Bo', 0)], 36, 24);
  expect(tops).toEqual([0, 24, 60, 96]);
  expect([-5, 0, 23, 24, 59, 60, 95, 400].map((y) => itemAt(tops, y))).toEqual([0, 0, 0, 1, 1, 2, 2, 2]);
  expect(told(itemsOf([row('Ana', 0)], 'team', names))).toEqual(['Ana']);
});

test('the load is driving and work in the days shown; on call is no time to be filled', () => {
  const days = [0, 1].map((day) =>
    aShift({
      id: `d${String(day)}`,
      from: MORNING + day * 1_440,
      until: MORNING + day * 1_440 + 540,
      onCall: day === 1,
    }),
  );
  const plan = createPlan({
    ...anInput({ contractors: [aContractor({ shifts: days })], jobs: [aJob({ minutes: 51 })] }),
    tours: [{ shift: 'd0', stops: [{ job: 'job', locked: null }] }],
  });
  const first = loadOf(plan, 'ana', { from: MORNING - 60, until: MORNING + 900 });
  expect(first).toEqual({ jobs: 1, minutes: 51, length: 510 });
  expect(shareOf(first)).toBe(0.1);
  expect(loadOf(plan, 'ana', { from: MORNING + 1_440, until: MORNING + 2_880 })).toEqual({
    jobs: 0,
    minutes: 0,
    length: 0,
  });
  expect(shareOf({ jobs: 1, minutes: 1, length: 0 })).toBe(Infinity);
});

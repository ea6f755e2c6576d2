import { card } from '@dispatch/shared/issues/card.fixture';
import { expect, test } from 'vitest';
import { flowOf } from './flow.ts';

test('columns count what is there and show what came last first', () => {
  const cards = [
    card({ id: 'a', stage: 'open', status: 'open', changedAt: 1, districtId: 'x', respondedAt: 1, resolveBy: 5 }),
    card({ id: 'b', stage: 'open', status: 'open', changedAt: 2, districtId: 'y', respondedAt: 1, resolveBy: 50 }),
    card({ id: 'c', stage: 'closed', status: 'closed', changedAt: 3, districtId: 'x' }),
  ];
  const open = (district: string | null) => flowOf(cards, district, 10).find(({ stage }) => stage === 'open')!;
  expect(open(null)).toMatchObject({ count: 2, late: 1, newest: [{ id: 'b' }, { id: 'a' }] });
  expect(open('y')).toMatchObject({ count: 1, late: 0 });
  expect(
    flowOf(cards, null, 10)
      .map(({ count }) => count)
      .reduce((sum, count) => sum + count),
  ).toBe(2);
});

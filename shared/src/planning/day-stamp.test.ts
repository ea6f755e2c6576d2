import { expect, test } from 'vitest';
import { card } from '../issues/card.fixture.ts';
import { dayStamp, stampsOf } from './day-stamp.ts';

const held = (id: string, contractorId: string | null, more = {}) =>
  card({ id, contractorId, stage: 'open', status: 'open', ...more });

test('a day has the same stamp whatever the order of its jobs, and another one when a job or a time differs', () => {
  const day = [
    { id: 'a', plannedAt: 1 },
    { id: 'b', plannedAt: null },
  ];
  expect(dayStamp(day.toReversed())).toBe(dayStamp(day));
  expect(dayStamp([{ id: 'a', plannedAt: 2 }, ...day.slice(1)])).not.toBe(dayStamp(day));
  expect(dayStamp(day.slice(1))).not.toBe(dayStamp(day));
});

test('the days of several are stamped in one reading, with what is unresolved and theirs alone', () => {
  const cards = [
    held('one', 'ada', { plan: { plannedAt: 5 } }),
    held('two', 'bo'),
    held('done', 'ada', { stage: 'resolved', status: 'resolved' }),
    held('free', null, { stage: 'to_assign', status: 'new' }),
  ];
  expect(stampsOf(['ada', 'bo', 'cy'], cards)).toEqual({
    ada: dayStamp([{ id: 'one', plannedAt: 5 }]),
    bo: dayStamp([{ id: 'two', plannedAt: null }]),
    cy: dayStamp([]),
  });
});

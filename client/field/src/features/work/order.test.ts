import { card as plainCard } from '@dispatch/shared/issues/card.fixture';
import type { IssueCard } from '@dispatch/shared/issues/views';
import { expect, test } from 'vitest';
import { todayOf } from './order.ts';

const card = (id: string, over: Partial<IssueCard>): IssueCard =>
  plainCard({
    id,
    ref: id,
    stage: 'open',
    status: 'open',
    place: null,
    lat: null,
    lon: null,
    contractorId: 'me',
    respondedAt: 1,
    ...over,
  });
const ids = (cards: readonly IssueCard[]): string[] => cards.map(({ id }) => id);

test('the day is offers, what is under way, and what comes next in the order it should be done', () => {
  const today = todayOf(
    [
      card('later', { windowFrom: 200 }),
      card('sooner', { windowFrom: 100 }),
      card('due', { resolveBy: 50 }),
      card('fire', { urgency: 'emergency', windowFrom: 900 }),
      card('offer', { stage: 'offered', status: 'new', offerUntil: 5 }),
      card('hold', { stage: 'in_progress', status: 'in_progress', hold: 'parts' }),
      card('work', { stage: 'in_progress', status: 'in_progress' }),
      card('other', { contractorId: 'else' }),
      card('done', { stage: 'resolved', status: 'resolved', contractorId: null, doneBy: 'me' }),
    ],
    'me',
  );
  expect(ids(today.offers)).toEqual(['offer']);
  expect(ids(today.current)).toEqual(['work', 'hold']);
  expect(ids(today.next)).toEqual(['fire', 'sooner', 'later', 'due']);
});

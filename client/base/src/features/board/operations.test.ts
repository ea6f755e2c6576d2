import { expect, test } from 'vitest';
import { card } from '@dispatch/shared/issues/card.fixture';
import { operationsOf } from './operations.ts';

const rules = { reopenDays: 14 };
const operator = { kind: 'operator' } as const;
const possible = (overrides: Parameters<typeof card>[0]): string[] =>
  operationsOf(card(overrides), operator, rules, 0)
    .filter(({ disabledReason }) => disabledReason === null)
    .map(({ action }) => action);

test('what an operator can do follows the issue through its life', () => {
  expect(possible({ stage: 'to_assign' })).toEqual([
    'triage',
    'edit',
    'split',
    'plan',
    'pin',
    'wish',
    'offer',
    'assign',
    'ask',
    'cancel',
    'reject',
    'merge',
  ]);
  expect(possible({ stage: 'open', status: 'open', contractorId: 'bo' })).toContain('depart');
  expect(possible({ stage: 'closed', status: 'closed', outcome: 'cancelled' })).toEqual([]);
});

test('what is not possible says why', () => {
  const confirm = operationsOf(card({ stage: 'open', status: 'open', contractorId: 'bo' }), operator, rules, 0).find(
    ({ action }) => action === 'confirm',
  );
  expect(confirm?.disabledReason).toBe('That cannot be done with an issue that is open.');
  const offer = operationsOf(card({ stage: 'offered', contractorId: 'bo' }), operator, rules, 0).find(
    ({ action }) => action === 'offer',
  );
  expect(offer?.disabledReason).toBe('A contractor has already been asked.');
});

test('one step is the next one', () => {
  const next = (overrides: Parameters<typeof card>[0]): string[] =>
    operationsOf(card(overrides), operator, rules, 0)
      .filter((operation) => operation.next)
      .map(({ action }) => action);
  expect(next({ stage: 'inbox' })).toEqual(['triage']);
  expect(next({ stage: 'in_progress', status: 'in_progress', contractorId: 'bo' })).toEqual(['finish']);
  expect(next({ stage: 'in_progress', status: 'in_progress', contractorId: 'bo', hold: 'parts' })).toEqual(['resume']);
});

test('a contractor sees only the steps of its own assignment', () => {
  const bo = { kind: 'contractor', contractorId: 'bo' } as const;
  const steps = operationsOf(card({ stage: 'open', status: 'open', contractorId: 'bo' }), bo, rules, 0);
  expect(steps.filter(({ disabledReason }) => disabledReason === null).map(({ action }) => action)).toEqual([
    'plan',
    'pass',
    'transfer',
    'depart',
    'ask',
  ]);
  const other = operationsOf(card({ stage: 'open', status: 'open', contractorId: 'al' }), bo, rules, 0);
  expect(other.every(({ disabledReason }) => disabledReason !== null)).toBe(true);
});

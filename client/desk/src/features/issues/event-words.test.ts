import type { IssueEvent } from '@dispatch/shared/issues/views';
import { expect, test } from 'vitest';
import { actorOf, changesOf, deedOf } from './event-words.ts';

const event = (overrides: Partial<IssueEvent>): IssueEvent => ({
  id: 1,
  action: 'offer',
  version: 2,
  at: 0,
  deviceAt: null,
  actor: { kind: 'operator', name: 'Ana' },
  app: 'desk',
  changes: {},
  text: null,
  undoUntil: null,
  ...overrides,
});
const nameOf = (id: string): string | null => (id === 'bo' ? 'Bo' : null);

test('a deed names the contractor it brings', () => {
  expect(deedOf(event({ changes: { contractorId: [null, 'bo'] } }), nameOf)).toBe('asked Bo');
  expect(deedOf(event({ action: 'reassign', changes: { contractor: ['Al', 'Bo Winter'] } }), nameOf)).toBe(
    'reassigned it to Bo Winter',
  );
  expect(deedOf(event({ action: 'withdraw', changes: { contractorId: ['bo', null] } }), nameOf)).toBe('took it back');
});

test('who has no name is called by what they are', () => {
  expect(actorOf({ kind: 'link', name: null })).toBe('The household');
});

test('a history shows what changed, not what stayed or what it was filed with', () => {
  const changes = { urgency: ['low', 'high'], districtId: [null, null], doneBy: [null, 'x'] } as const;
  expect(changesOf(event({ action: 'triage', changes }), (_field, value) => String(value))).toEqual([
    { field: 'Urgency', before: 'low', after: 'high' },
  ]);
  expect(changesOf(event({ action: 'file', changes }), String)).toEqual([]);
});

test('what concerns another issue names it', () => {
  const nobody = (): null => null;
  expect(deedOf({ action: 'absorb', changes: { other: [null, 'J-7K2M'], joined: [1, 2] } }, nobody)).toBe(
    'merged J-7K2M into this; 2 more reporters follow',
  );
  expect(deedOf({ action: 'relate', changes: { relation: [null, 'causes'], other: [null, 'J-7K2M'] } }, nobody)).toBe(
    'linked it: cause of J-7K2M',
  );
  expect(deedOf({ action: 'release', changes: { other: ['J-7K2M', null], joined: [2, 1] } }, nobody)).toContain(
    'J-7K2M',
  );
});

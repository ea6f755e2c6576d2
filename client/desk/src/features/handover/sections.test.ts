import { card } from '@dispatch/shared/issues/card.fixture';
import { expect, test } from 'vitest';
import { sectionsOf } from './sections.ts';

const WAITS = {
  passes: 0,
  disputedAt: null,
  unansweredAt: null,
  stuckAt: null,
  callTries: 0,
  callAt: null,
  claim: null,
};

test('each section tells what the next operator has to know, and why', () => {
  const cards = [
    card({ id: 'emergency', urgency: 'emergency' }),
    card({ id: 'call', callHousehold: true, callback: true }),
    card({ id: 'later', callHousehold: true, waits: { ...WAITS, callAt: 200 } }),
    card({ id: 'late', stage: 'open', status: 'open', contractorId: 'bo', respondedAt: 1, resolveBy: 50 }),
    card({ id: 'held', stage: 'in_progress', status: 'in_progress', contractorId: 'bo', hold: 'parts' }),
    card({ id: 'done', stage: 'resolved', status: 'resolved', urgency: 'emergency' }),
  ];
  const told = sectionsOf(cards, 100, (at) => `at ${String(at)}`).map(({ key, lines }) => [
    key,
    ...lines.map((line) => `${line.card.id}: ${line.why}`),
  ]);
  expect(told).toEqual([
    ['emergencies', 'emergency: nobody has it'],
    ['needs', 'call: asked to be called back'],
    ['callbacks', 'later: call again at 200'],
    ['late', 'late: since at 50'],
    ['hold', 'held: waiting for parts'],
  ]);
});

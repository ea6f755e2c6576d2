import { card } from '@dispatch/base/live/wire.fixture';
import { expect, test } from 'vitest';
import { isLoud, needOf, needsOf } from './needs.ts';

const NOW = 1_000_000;

test('an emergency is loud until someone has been asked to take it', () => {
  const emergency = card({ urgency: 'emergency', stage: 'inbox', status: 'new' });
  expect(isLoud(emergency)).toBe(true);
  expect(isLoud({ ...emergency, stage: 'to_assign' })).toBe(true);
  expect(isLoud({ ...emergency, stage: 'offered' })).toBe(false);
  expect(needOf({ ...emergency, stage: 'offered' }, NOW)).toBe('emergency_asked');
  expect(isLoud({ ...emergency, urgency: 'high' })).toBe(false);
});

test('what takes its course needs nobody', () => {
  expect(needOf(card({ stage: 'open', status: 'open', respondedAt: 1, resolveBy: NOW + 1 }), NOW)).toBeNull();
});

test('emergencies stand first, then what is late and with nobody, then calls, then what is late', () => {
  const late = { respondedAt: 1, resolveBy: NOW - 1 };
  const cards = [
    card({ id: 'd', stage: 'open', status: 'open', ...late }),
    card({ id: 'c', stage: 'open', status: 'open', callHousehold: true, resolveBy: null }),
    card({ id: 'b', stage: 'inbox', status: 'new', respondBy: NOW - 1 }),
    card({ id: 'a', stage: 'inbox', status: 'new', urgency: 'emergency' }),
  ];
  expect(
    needsOf(cards, NOW)
      .map((need) => need.card.id)
      .join(''),
  ).toBe('abcd');
});

test('of the same kind, the one whose time passed first stands first', () => {
  const late = (id: string, respondBy: number) =>
    card({ id, stage: 'inbox', status: 'new', respondedAt: null, respondBy, resolveBy: null });
  expect(
    needsOf([late('b', 20), late('a', 10)], NOW)
      .map((need) => need.card.id)
      .join(''),
  ).toBe('ab');
});

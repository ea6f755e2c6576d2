import type { HoldReason } from '@dispatch/shared/issues/status';

export const HOLD_WORDS: Record<HoldReason, string> = {
  parts: 'waiting for parts',
  household: 'waiting for the household',
  pickup: 'picking something up',
};

/** Reasons given so often that they should cost one tap. One's own words can be added to each. */
export const PASS_REASONS = [
  'Too far away',
  'Not enough time',
  'I do not have the skills',
  'I do not have the parts',
  'On a break',
] as const;
export const HAND_BACK_REASONS = [
  'Nobody is at home',
  'Needs another skill',
  'Needs two people',
  'Cannot be done safely',
  'Needs parts that take days',
] as const;
export const TRANSFER_REASONS = ['They are nearer', 'They know the place', 'I will not make it in time'] as const;
export const QUESTIONS = [
  'Is someone at home?',
  'Which door or bell is it?',
  'Can I come earlier?',
  'May I park in the yard?',
] as const;
export const FINISH_NOTES = ['Repaired', 'Part replaced', 'Cleaned', 'Made safe'] as const;

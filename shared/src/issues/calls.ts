/** Calls to people: how they end, and what the household is told of those in vain. */
export const CALL_OUTCOMES = ['reached', 'no_answer', 'left_message', 'wrong_number', 'call_again'] as const;
export type CallOutcome = (typeof CALL_OUTCOMES)[number];

export const CALL_WORDS: Record<CallOutcome, string> = {
  reached: 'Reached',
  no_answer: 'No answer',
  left_message: 'Left a message',
  wrong_number: 'Wrong number',
  call_again: 'Asked to be called later',
};

/** From so many calls in vain on, the household's page says that it was tried. */
export const TOLD_FROM_TRIES = 2;

/** How long "I take this" holds without a step, in minutes: a call with its waiting, not a lunch break. */
export const CLAIM_MINUTES = 10;

import type { Urgency } from '@dispatch/shared/issues/status';

export const URGENCY_WORDS: Record<Urgency, string> = {
  low: 'Low',
  normal: 'Normal',
  high: 'High',
  emergency: 'Emergency',
};
/** Monday first, as ISO 8601 counts: 1 to 7. */
export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

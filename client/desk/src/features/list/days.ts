/** Days as a date field has them, in the organisation's zone. */
import { currentZone } from '@dispatch/base/lib/time';
import { instantOf } from '../issues/local-time.ts';

/** The first millisecond of "2026-11-26"; null for what is no day. */
export function startOfDay(day: string): number | null {
  return instantOf(`${day}T00:00`, currentZone());
}

/** The last millisecond of a day, however long it is. */
export function endOfDay(day: string): number | null {
  const noon = Date.parse(`${day}T12:00Z`);
  if (!Number.isFinite(noon)) return null;
  const next = startOfDay(new Date(noon + 86_400_000).toISOString().slice(0, 10));
  return next === null ? null : next - 1;
}

/** Moments as date and time fields have them, in a zone of choice rather than the device's. */
import { zoneOf } from '@dispatch/shared/promises/zone';

/** "2026-11-26T14:10" */
export function localOf(at: number, timeZone: string): string {
  return new Date(at + zoneOf(timeZone).offsetAt(at)).toISOString().slice(0, 16);
}

/** Unix ms of a date and time as fields have them; null for what is none. */
export function momentOf(date: string, time: string, timeZone: string): number | null {
  const local = Date.parse(`${date}T${time === '' ? '00:00' : time}Z`);
  return Number.isFinite(local) ? zoneOf(timeZone).instantOf(local) : null;
}

/** The day after, `YYYY-MM-DD`. */
export function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

import { zoneOf } from '@dispatch/shared/promises/zone';

const FORM = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?$/;

/** Dates that exports write where they have none. */
const NONE = new Set(['', '1900-01-01', '1900-01-01 00:00:00', '1970-01-01 00:00:00', '0001-01-01 00:00:00']);

/**
 * Reads a wall clock's time, `2011-08-28 18:00:00` or `2011-08-28T18:00`. An hour that comes twice when clocks go back is
 * taken as the first; one that is left out when they go forward as the moment of the jump.
 *
 * @returns Unix ms; null for a blank; undefined for anything else.
 */
export function localTime(text: string, timeZone: string): number | null | undefined {
  if (NONE.has(text)) return null;
  const match = FORM.exec(text);
  if (!match) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  const read = new Date(wall);
  const real = read.getUTCMonth() === month - 1 && read.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  if (!real || year < 1970 || year > 2199) return undefined;
  return zoneOf(timeZone).instantOf(wall);
}

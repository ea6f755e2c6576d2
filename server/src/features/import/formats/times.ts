import { zoneOf } from '@dispatch/shared/promises/zone';

export interface TimeRules {
  /** Where times without a zone are local. IANA name. */
  timeZone: string;
  /** Whether 03/04/2011 is the third of April. Dates with dots always begin with the day. */
  dayFirst?: boolean;
}

const CLOCK = String.raw`(?:[ T,]+(\d{1,2})(?::?(\d\d))?(?::?(\d\d)(?:[.,]\d+)?)?\s*([ap]\.?m\.?)?)?`;
const ZONE = String.raw`\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?`;
const form = (date: string): RegExp => new RegExp(`^${date}${CLOCK}${ZONE}$`, 'i');

const YEAR_FIRST = form(String.raw`(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})`);
const SLASHES = form(String.raw`(\d{1,2})([/.-])(\d{1,2})[/.-](\d{4})`);
const DAY_AND_NAME = form(String.raw`(\d{1,2})[- ]([a-z]{3,9})\.?[- ,]+(\d{4})`);
const NAME_AND_DAY = form(String.raw`([a-z]{3,9})\.? (\d{1,2}),? (\d{4})`);
const COMPACT = /^(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?)?(Z)?$/;
const UNIX = /^(\d{9,10}|\d{12,13})(?:\.0+)?$/;
/** The form nearly all exports have, read without the long way. */
const PLAIN = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?$/;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Words and dates that exports write where they have none. */
const NONE =
  /^(null|none|n\/?a|nan|nat|-+|0|(1899-12-3[01]|1900-01-0[01]|1970-01-01|0001-01-01|9999-12-31)([ T]00:00(:00(\.0+)?)?Z?)?|0?1\/0?1\/(1900|1970|0001)( (00|12):00(:00)?( AM)?)?)$/i;

interface Wall {
  year: number;
  month: number;
  day: number;
  clock: readonly (string | undefined)[];
}

/**
 * Reads a time as exports write it: ISO 8601 with or without a zone, `2011/08/28 18:00`, `08/28/2011 06:00:00 PM`,
 * `28.08.2011 18:00`, `28-Aug-2011`, `August 28, 2011`, `20110828180000`, Unix seconds and milliseconds. What has no zone
 * is local: an hour that comes twice when clocks go back is taken as the first; one that is left out when they go forward
 * as the moment of the jump.
 *
 * @returns Unix ms; null for a blank; undefined for anything else, and for years before 1970 and after 2199.
 */
export function readTime(text: string, { timeZone, dayFirst = false }: TimeRules): number | null | undefined {
  if (text === '') return null;
  if (!text.startsWith('2') && NONE.test(text)) return null;
  const plain = PLAIN.exec(text);
  if (plain) {
    const [, year, month, day, hour, minute, second] = plain;
    return local(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second ?? 0), timeZone);
  }
  const compact = COMPACT.exec(text);
  if (compact) {
    const [, year, month, day, hour, minute, second, zone] = compact;
    return moment(
      { year: Number(year), month: Number(month), day: Number(day), clock: [hour, minute, second, undefined, zone] },
      timeZone,
    );
  }
  const unix = UNIX.exec(text)?.[1];
  if (unix !== undefined) return unix.length <= 10 ? Number(unix) * 1000 : Number(unix);
  const wall = wallOf(text, dayFirst);
  return wall === null ? undefined : moment(wall, timeZone);
}

function wallOf(text: string, dayFirst: boolean): Wall | null {
  let found = YEAR_FIRST.exec(text);
  if (found) return { year: Number(found[1]), month: Number(found[2]), day: Number(found[3]), clock: found.slice(4) };
  found = SLASHES.exec(text);
  if (found) {
    const [first, second] = [Number(found[1]), Number(found[3])];
    const begins = found[2] === '.' || dayFirst;
    return {
      year: Number(found[4]),
      month: begins ? second : first,
      day: begins ? first : second,
      clock: found.slice(5),
    };
  }
  found = DAY_AND_NAME.exec(text);
  if (found) return { year: Number(found[3]), month: monthOf(found[2]), day: Number(found[1]), clock: found.slice(4) };
  found = NAME_AND_DAY.exec(text);
  if (found) return { year: Number(found[3]), month: monthOf(found[1]), day: Number(found[2]), clock: found.slice(4) };
  return null;
}

function monthOf(name: string | undefined): number {
  return MONTHS.indexOf((name ?? '').slice(0, 3).toLowerCase()) + 1;
}

function moment({ year, month, day, clock }: Wall, timeZone: string): number | undefined {
  const [hourText, minute, second, half, zone] = clock;
  let hour = Number(hourText ?? 0);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return undefined;
    hour = (hour % 12) + (/^p/i.test(half) ? 12 : 0);
  }
  if (zone === undefined) return local(year, month, day, hour, Number(minute ?? 0), Number(second ?? 0), timeZone);
  const at = wallTime(year, month, day, hour, Number(minute ?? 0), Number(second ?? 0));
  if (at === undefined) return undefined;
  const offset = /^([+-])(\d\d):?(\d\d)?$/.exec(zone);
  if (!offset) return at;
  const minutes = Number(offset[2]) * 60 + Number(offset[3] ?? 0);
  return at - (offset[1] === '-' ? -1 : 1) * minutes * 60_000;
}

function local(year: number, month: number, day: number, hour: number, minute: number, second: number, zone: string) {
  const wall = wallTime(year, month, day, hour, minute, second);
  return wall === undefined ? undefined : zoneOf(zone).instantOf(wall);
}

/** A wall clock's time as if it were UTC; undefined for one that no calendar has. */
function wallTime(year: number, month: number, day: number, hour: number, minute: number, second: number) {
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  const read = new Date(wall);
  const real = read.getUTCMonth() === month - 1 && read.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return real && year >= 1970 && year <= 2199 ? wall : undefined;
}

/**
 * A zone's clock from Intl, made fast: its changes of offset are found once and looked up by binary search. Pure; the
 * same in server, worker and browser. Times are Unix milliseconds.
 */

/** First and last instant answered for: 1970-01-01 to 2200-01-01 UTC. */
export const ZONE_FROM = 0;
export const ZONE_TO = Date.UTC(2200, 0, 1);

const WEEK = 7 * 86_400_000;

export interface Zone {
  readonly timeZone: string;
  /** Milliseconds that the wall clock is ahead of UTC at an instant. */
  offsetAt(at: number): number;
  /**
   * The first instant at which the wall clock shows `local` or later; `local` is the wall clock read as if it were UTC.
   * A time that a jump forward leaves out is the moment of the jump; one that comes twice is the first of both.
   */
  instantOf(local: number): number;
}

const zones = new Map<string, Zone>();

/**
 * @param timeZone an IANA name.
 * @throws RangeError when the name is not known.
 */
export function zoneOf(timeZone: string): Zone {
  const known = zones.get(timeZone);
  if (known) return known;
  const zone = createZone(timeZone);
  zones.set(timeZone, zone);
  return zone;
}

/** True for names that Intl knows. */
export function isTimeZone(name: string): boolean {
  try {
    offsetReader(name);
    return true;
  } catch {
    return false;
  }
}

function createZone(timeZone: string): Zone {
  const read = offsetReader(timeZone);
  // starts[i] until starts[i + 1] the offset is offsets[i]
  const starts = [ZONE_FROM];
  const offsets = [read(ZONE_FROM)];
  let known = ZONE_FROM;

  /** Weekly steps: no zone has changed its offset and back within a week since 1970. */
  function extendTo(at: number): void {
    while (known < at) {
      const next = known + WEEK;
      const before = offsets[offsets.length - 1] ?? 0;
      const after = read(next);
      if (after !== before) {
        starts.push(changeBetween(read, known, next, before));
        offsets.push(after);
      }
      known = next;
    }
  }

  /** The last index whose `value(index) <= at`; 0 when there is none. */
  function lastUpTo(at: number, value: (index: number) => number): number {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (value(middle) <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  const startAt = (index: number): number => starts[index] ?? 0;
  const offsetOf = (index: number): number => offsets[index] ?? 0;

  return {
    timeZone,
    offsetAt(at) {
      check(at);
      extendTo(at);
      return offsetOf(lastUpTo(at, startAt));
    },
    instantOf(local) {
      check(local);
      extendTo(local + 2 * 86_400_000);
      // The wall clock just before change i stood at starts[i] + offsets[i - 1]; earlier times belong before it.
      const index = lastUpTo(local, (i) => (i === 0 ? -Infinity : startAt(i) + offsetOf(i - 1)));
      return Math.max(local - offsetOf(index), startAt(index));
    },
  };
}

function check(at: number): void {
  if (!(at >= ZONE_FROM - 86_400_000 && at <= ZONE_TO))
    throw new RangeError(`expected a time from 1970 to 2200 in Unix ms, got ${String(at)}`);
}

function changeBetween(read: (at: number) => number, from: number, to: number, before: number): number {
  let low = from;
  let high = to;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (read(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

function offsetReader(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (at) => {
    // "10/25/2026, 02:59:59" whatever the language of the machine
    const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = (
      format.format(at).match(/\d+/g) ?? []
    ).map(Number);
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
  };
}

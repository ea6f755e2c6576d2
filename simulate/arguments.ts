/** What is asked of the command, and what is wrong with it in words. */
import { parseArgs } from 'node:util';
import { timeFrom } from './clock.ts';
import { HOUR } from './day.types.ts';

export const USAGE = `npm run simulate -- [options]     a day at a board: households, operators and contractors act

  --speed 60           so many times as fast as it was
  --day 2011-08-28     a day of the records in $DISPATCH_DATA; without records, a day of the demo town
  --from 06:00         begin at this time of the day
  --until 18:00        end at this time; --hours 4 says the same as a length
  --contractors 40     crews that take the work
  --operators 3        operators that hand it out
  --seed TEXT          the same text, the same people's moods
  --url ADDRESS        the board; without it http://127.0.0.1:3000, started if nothing answers there
  --email ADDRESS      an admin of that board, with SIMULATE_PASSWORD; without it the admin of the demo
  --json               a last line for programs`;

export interface Asked {
  speed: number;
  day: string;
  /** True when it was asked for and not taken by default. */
  dayGiven: boolean;
  /** Ms since midnight. */
  from: number;
  until: number;
  contractors: number;
  operators: number;
  seed: string;
  url: string;
  email: string | null;
  json: boolean;
}

/** @returns null when help was asked for. @throws Error with a sentence. */
export function readArguments(argv: readonly string[]): Asked | null {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      speed: { type: 'string', default: '60' },
      day: { type: 'string' },
      from: { type: 'string', default: '00:00' },
      until: { type: 'string' },
      hours: { type: 'string' },
      contractors: { type: 'string', default: '40' },
      operators: { type: 'string', default: '3' },
      seed: { type: 'string', default: 'day' },
      url: { type: 'string', default: 'http://127.0.0.1:3000' },
      email: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return null;
  const day = values.day ?? '2011-08-28';
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) throw new Error(`expected --day as in 2011-08-28, got ${day}`);
  if (values.until !== undefined && values.hours !== undefined)
    throw new Error('expected --until or --hours, not both');
  if (!URL.canParse(values.url)) throw new Error(`expected --url as in http://127.0.0.1:3000, got ${values.url}`);
  const from = timeOf('--from', values.from);
  const until =
    values.until !== undefined
      ? timeOf('--until', values.until)
      : values.hours !== undefined
        ? from + number('--hours', values.hours, 0.01, 24) * HOUR
        : 24 * HOUR;
  if (until <= from) throw new Error('expected a day that ends after it begins: look at --from and --until');
  return {
    speed: number('--speed', values.speed, 1, 3600),
    day,
    dayGiven: values.day !== undefined,
    from,
    until,
    contractors: whole('--contractors', values.contractors, 1, 500),
    operators: whole('--operators', values.operators, 1, 50),
    seed: values.seed,
    url: values.url.replace(/\/+$/, ''),
    email: values.email ?? null,
    json: values.json,
  };
}

function timeOf(option: string, text: string): number {
  const time = timeFrom(text);
  if (time === null) throw new Error(`expected ${option} as in 06:00, got ${text}`);
  return time;
}

function number(option: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (!(value >= min && value <= max))
    throw new Error(`expected ${option} from ${String(min)} to ${String(max)}, got ${text}`);
  return value;
}

function whole(option: string, text: string, min: number, max: number): number {
  const value = number(option, text, min, max);
  if (!Number.isInteger(value)) throw new Error(`expected a whole number for ${option}, got ${text}`);
  return value;
}

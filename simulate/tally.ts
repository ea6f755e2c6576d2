/** What everybody's requests came to: how many, how fast, what was refused and what was not to be expected. */
import type { Answered } from '../server/src/features/demo/simulation/simulated-person.ts';

/** What people get to hear who were not the first, or too eager: part of a busy day. */
const EXPECTED: ReadonlySet<string> = new Set([
  'conflict',
  'not_yours',
  'wrong_status',
  'no_offer',
  'offer_pending',
  'on_hold',
  'not_on_hold',
  'not_asked',
  'already_asked',
  'cannot_merge',
  'too_many',
]);

/** Errors told in words; all are counted. */
const TOLD = 20;

export class Tally {
  commands = 0;
  reads = 0;
  /** Refusals that a busy day brings, by code. */
  readonly refusals = new Map<string, number>();
  errors = 0;
  readonly #told: string[] = [];
  readonly #times: number[] = [];
  #lastCommands = 0;
  #lastTimes = 0;
  #lastAt: number;
  readonly #now: () => number;

  /** @param now ms */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#lastAt = now();
  }

  /** Takes in an answered request; to be given to each simulated person. */
  readonly take = ({ method, path, status, code, ms }: Answered): void => {
    if (method === 'GET') this.reads += 1;
    else {
      this.commands += 1;
      this.#times.push(ms);
    }
    if (status >= 200 && status < 400) return;
    if (code !== null && EXPECTED.has(code)) this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1);
    else this.fault(`${method} ${path}: ${status === 0 ? 'no answer' : `${String(status)} ${code ?? ''}`}`);
  };

  fault(sentence: string): void {
    this.errors += 1;
    if (this.#told.length < TOLD) this.#told.push(sentence);
  }

  get faults(): readonly string[] {
    return this.#told;
  }

  /** Of all commands. Ms; NaN of none. */
  quantile(part: number): number {
    return quantileOf(this.#times, part);
  }

  /** Since it was asked last. */
  lately(): { commandsPerSecond: number; p50: number; p99: number } {
    const now = this.#now();
    const times = this.#times.slice(this.#lastTimes);
    const seconds = Math.max(0.001, (now - this.#lastAt) / 1000);
    const commandsPerSecond = (this.commands - this.#lastCommands) / seconds;
    this.#lastAt = now;
    this.#lastCommands = this.commands;
    this.#lastTimes = this.#times.length;
    return { commandsPerSecond, p50: quantileOf(times, 0.5), p99: quantileOf(times, 0.99) };
  }
}

function quantileOf(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
}

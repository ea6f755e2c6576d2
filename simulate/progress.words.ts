/** What the command prints while the day goes on, and at its end. */
import { timeOfDay } from './clock.ts';
import type { DayEnd, Progress } from './day.run.ts';

/** One line of progress. */
export function progressLine({ at, filed, open, inProgress, done, tally }: Progress): string {
  const { commandsPerSecond, p50, p99 } = tally.lately();
  return [
    timeOfDay(at),
    `filed ${String(filed)}`,
    `open ${String(open)}`,
    `in progress ${String(inProgress)}`,
    `done ${String(done)}`,
    `${commandsPerSecond.toFixed(1)} commands/s`,
    `p50 ${inMs(p50)} p99 ${inMs(p99)}`,
    refusals(tally.refusals),
    `errors ${String(tally.errors)}`,
  ].join(' · ');
}

/** Rows of the table at the end: what, and how much. */
export function endRows(end: DayEnd): [what: string, value: string][] {
  const { tally } = end;
  return [
    ['filed', String(end.filed)],
    ['open', String(end.open)],
    ['in progress', String(end.inProgress)],
    ['done or ended', String(end.done)],
    ['commands', String(tally.commands)],
    ['commands a second', (tally.commands / end.seconds).toFixed(1)],
    ['reads', String(tally.reads)],
    ['p50', inMs(tally.quantile(0.5))],
    ['p99', inMs(tally.quantile(0.99))],
    ['refusals', refusals(tally.refusals)],
    ['connections made again', String(end.reconnects)],
    ['screens equal to the board', `${String(end.equal)} of ${String(end.operators)}`],
    ['errors', String(tally.errors)],
  ];
}

/** For programs. */
export function endFigures(end: DayEnd): Record<string, number> {
  const { tally } = end;
  return {
    filed: end.filed,
    open: end.open,
    inProgress: end.inProgress,
    done: end.done,
    commands: tally.commands,
    commandsPerSecond: Number((tally.commands / end.seconds).toFixed(1)),
    p50Ms: Number(tally.quantile(0.5).toFixed(1)),
    p99Ms: Number(tally.quantile(0.99).toFixed(1)),
    refusals: [...tally.refusals.values()].reduce((sum, count) => sum + count, 0),
    operators: end.operators,
    screensEqual: end.equal,
    errors: tally.errors,
  };
}

function refusals(counts: ReadonlyMap<string, number>): string {
  if (counts.size === 0) return 'none refused';
  const sorted = [...counts].toSorted((a, b) => b[1] - a[1]);
  return `refused ${sorted.map(([code, count]) => `${code} ${String(count)}`).join(', ')}`;
}

function inMs(ms: number): string {
  return Number.isNaN(ms) ? '–' : `${ms.toFixed(ms < 10 ? 1 : 0)} ms`;
}

/** How far an import is, told on a terminal as a bar that stays in its line, elsewhere as a line every few seconds. */
import type { ImportProgress } from './features/import/index.ts';

const WIDTH = 24;
const BAR_MS = 200;
const LINE_MS = 5000;

/** @param seconds since this part of the import began. @param before what an earlier part had read, bytes. */
export function progressText(
  { bytesRead, size, lines, imported }: ImportProgress,
  first: { bytesRead: number; lines: number },
  seconds: number,
): { bar: string; line: string } {
  const part = size === 0 ? 1 : Math.min(1, bytesRead / size);
  const rate = Math.round((lines - first.lines) / Math.max(seconds, 0.001));
  const bytesRate = (bytesRead - first.bytesRead) / Math.max(seconds, 0.001);
  const left = bytesRate > 0 ? `${spanOf((size - bytesRead) / bytesRate)} left` : '';
  const full = Math.round(part * WIDTH);
  const percent = `${String(Math.floor(part * 100)).padStart(3)} %`;
  const line = `${percent}  ${grouped(lines)} rows read, ${grouped(imported)} imported, ${grouped(rate)} rows per second${left === '' ? '' : `, ${left}`}`;
  return { bar: `[${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}] ${line}`, line };
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

function spanOf(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${String(whole)} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${String(minutes)} min ${String(whole % 60)} s`
    : `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`;
}

export interface ProgressTeller {
  progress(progress: ImportProgress): void;
  /** A line of its own; the bar stays below it. */
  say(line: string): void;
  end(): void;
}

/** @param out where it is told; a bar only on a terminal. @param clock Unix ms. */
export function tellProgress(out: NodeJS.WriteStream, clock: () => number): ProgressTeller {
  const terminal = out.isTTY;
  let first: (ImportProgress & { at: number }) | null = null;
  let told = 0;
  let shown = false;
  const clear = (): void => {
    if (shown) out.write('\r\u001b[K');
    shown = false;
  };
  return {
    progress(progress) {
      const now = clock();
      // The first report tells where this part begins; before it there is no rate.
      first ??= { ...progress, at: now };
      if (now - told < (terminal ? BAR_MS : LINE_MS)) return;
      told = now;
      const { bar, line } = progressText(progress, first, (now - first.at) / 1000);
      if (terminal) {
        clear();
        out.write(bar.slice(0, Math.max(20, out.columns - 1)));
        shown = true;
      } else out.write(`${line}\n`);
    },
    say(line) {
      clear();
      out.write(`${line}\n`);
    },
    end: clear,
  };
}

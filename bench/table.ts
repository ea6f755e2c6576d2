/** What every benchmark prints: a table for people, and with --json a last line for programs. */
export interface Figures {
  /** null where there is nothing to tell, for example a gap while something is unserved. */
  [name: string]: number | null;
}

/** Middle of the values; NaN of none. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** @param part 0.99 for the 99th percentile */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
}

/** Prints rows of equal keys as a table, numbers rounded to what is measured. */
export function printTable(rows: readonly Record<string, string | number>[]): void {
  console.table(
    rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([key, value]) => [key, typeof value === 'number' ? round(value) : value]),
      ),
    ),
  );
}

export function round(value: number): number {
  return Number(value.toPrecision(4));
}

/** Ends the benchmark's output. */
export function report(name: string, figures: Figures): void {
  const rounded = Object.fromEntries(
    Object.entries(figures).map(([key, value]) => [key, value === null ? null : round(value)]),
  );
  if (process.argv.includes('--json')) console.log(JSON.stringify({ name, figures: rounded }));
}

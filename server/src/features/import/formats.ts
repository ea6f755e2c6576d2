import { BOSTON_311 } from './boston311.ts';
import type { RecordFormat } from './city-record.ts';

/** The kinds of exports that can be read. */
export const FORMATS: readonly RecordFormat[] = [BOSTON_311];

/**
 * The kind a file is of, by its columns.
 *
 * @throws Error that says which columns are missing from the kind that fits best.
 */
export function formatOf(columns: readonly string[]): RecordFormat {
  const there = new Set(columns);
  const missing = (format: RecordFormat): string[] => format.columns.filter((column) => !there.has(column));
  const best = [...FORMATS].sort((a, b) => missing(a).length - missing(b).length)[0];
  if (!best) throw new Error('no kind of export is known');
  const lacks = missing(best);
  if (lacks.length === 0) return best;
  throw new Error(`expected the columns of a ${best.name} export; these are missing: ${lacks.join(', ')}`);
}

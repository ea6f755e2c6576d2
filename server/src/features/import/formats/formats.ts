import { firstRows } from '../readers/records.ts';
import type { FileHead } from '../readers/row.ts';
import { BOSTON_COLUMNS, boston311 } from './boston311.ts';
import type { RecordFormat } from './city-record.ts';
import { generic } from './generic.ts';
import { beginsWithDay, defaultPointsOf, guessFields, SAMPLE_ROWS } from './guess.ts';
import { mappingFaults, mappingSentence, type Mapping } from './mapping.ts';

export const PRESETS = ['boston', 'generic'] as const;
export type Preset = (typeof PRESETS)[number];

export function isPreset(name: string): name is Preset {
  return (PRESETS as readonly string[]).includes(name);
}

/** How a file is read, decided once and kept with its import. */
export interface Decided {
  preset: Preset;
  timeZone: string;
  /** For `generic`. */
  mapping?: Mapping;
}

export interface Wish {
  preset?: Preset | undefined;
  mapping?: Mapping | undefined;
  timeZone?: string | undefined;
}

function missing(columns: readonly string[]): string[] {
  const there = new Set(columns);
  return BOSTON_COLUMNS.filter((column) => !there.has(column));
}

/** The kind a file is of, by its columns. */
export function presetOf(columns: readonly string[]): Preset {
  return missing(columns).length === 0 ? 'boston' : 'generic';
}

/**
 * Decides how a file is read: by what was wished, else by its columns and its first rows.
 *
 * @param defaultZone where times are local that nobody has named a zone for.
 */
export async function decide(path: string, head: FileHead, wish: Wish, defaultZone: string): Promise<Decided> {
  const preset = wish.preset ?? (wish.mapping ? 'generic' : presetOf(head.columns));
  if (preset === 'boston') return { preset, timeZone: wish.timeZone ?? boston311().timeZone };
  const rows = await firstRows(path, head, SAMPLE_ROWS);
  const fields = wish.mapping?.fields ?? guessFields(head.columns);
  const found = defaultPointsOf(rows, fields);
  const mapping: Mapping = {
    ...wish.mapping,
    fields,
    dates: wish.mapping?.dates ?? (beginsWithDay(rows, fields) ? 'day-first' : 'month-first'),
    defaultPoints: [
      ...(wish.mapping?.defaultPoints ?? []),
      ...found.map(([lat, lon]): [number, number] => [lat, lon]),
    ].slice(0, 100),
  };
  return { preset, timeZone: wish.timeZone ?? mapping.timeZone ?? defaultZone, mapping };
}

/** What keeps a file from being read so; a sentence for people, or null. */
export function misfit({ preset, mapping }: Decided, columns: readonly string[]): string | null {
  if (preset === 'boston') {
    const lacks = missing(columns);
    return lacks.length === 0
      ? null
      : `expected the columns of a Boston export; these are missing: ${lacks.join(', ')}. The file's columns are: ${columns.join(', ')}.`;
  }
  const faults = mappingFaults(mapping ?? { fields: {} }, columns);
  return faults.length === 0 ? null : mappingSentence(faults, columns);
}

/** @throws Error with a sentence for people when the columns do not fit. */
export function formatOf(decided: Decided, columns: readonly string[]): RecordFormat {
  const fault = misfit(decided, columns);
  if (fault !== null) throw new Error(fault);
  return decided.preset === 'boston'
    ? boston311(decided.timeZone)
    : generic(
        { ...decided.mapping, fields: decided.mapping?.fields ?? {}, timeZone: decided.timeZone },
        decided.timeZone,
      );
}

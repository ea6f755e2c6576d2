/** An import of a city's records as the administration's screen sees it. Times are Unix ms. */
export type ImportState = 'uploaded' | 'running' | 'stopped' | 'failed' | 'finished';

export interface ImportCounters {
  lines: number;
  imported: number;
  open: number;
  closed: number;
  known: number;
  later: number;
  faulty: number;
  noted: number;
  unplaced: number;
  outside: number;
}

export interface ImportView {
  id: string;
  /** From the command line, or by upload. */
  origin: 'command' | 'upload';
  fileName: string;
  /** Bytes, and how many of them have been read. */
  size: number;
  bytesRead: number;
  state: ImportState;
  /** Its last run only checked the file: the counts tell what would be. */
  checked: boolean;
  counters: ImportCounters;
  /** There is a report to download. */
  report: boolean;
  failure: string | null;
  createdAt: number;
  startedAt: number | null;
  finishedAt: number | null;
}

/** Which column holds what: the field's name → a column, or several. */
export type ImportFields = Partial<Record<string, string | string[]>>;

export interface ImportPreview {
  kind: 'csv' | 'json';
  preset: 'boston' | 'generic';
  timeZone: string;
  /** For `generic`: what was named, else guessed. */
  fields: ImportFields;
  dayFirst: boolean;
  /** Points that stand for "not known". */
  defaultPoints: [number, number][];
  columns: string[];
  /** The first rows, values in the order of the columns. */
  rows: string[][];
  /** What the columns lack, by field; with any of it nothing can be imported. */
  misfits: { field: string; reason: string }[];
  /** How many rows were tried, and what is wrong with them. */
  tried: number;
  faulty: number;
  faults: { line: number; field: string; reason: string }[];
}

/** The fields an import knows, each with what it is; docs/import.md. */
export const IMPORT_FIELDS: Readonly<Record<string, string>> = {
  externalId: 'Case number',
  openedAt: 'Opened',
  updatedAt: 'Last changed',
  closedAt: 'Closed',
  dueAt: 'Promised by',
  status: 'Status',
  category: 'Category',
  title: 'Title',
  description: 'Description',
  group: 'Group (crew)',
  team: 'Team',
  place: 'Address',
  zip: 'Postal code',
  lat: 'Latitude',
  lon: 'Longitude',
  point: 'Position in one column',
  area: 'District name',
  source: 'How it came in',
  closingWords: 'Words at the closing',
};
/** Without these a row is no case. */
export const IMPORT_NEEDED: readonly string[] = ['externalId', 'openedAt', 'category'];

import type { Decided, Preset } from './formats/formats.ts';
import type { Mapping } from './formats/mapping.ts';
import type { Position } from './readers/row.ts';

/** What was asked for; a run goes on only where it was asked for the same. */
export interface RunOptions {
  preset?: Preset | undefined;
  mapping?: Mapping | undefined;
  asOf?: string | undefined;
  timeZone?: string | undefined;
}

export interface Counters {
  /** Rows of data read. */
  lines: number;
  imported: number;
  open: number;
  closed: number;
  /** Imported before, or twice in the file. */
  known: number;
  /** Opened after the moment of `asOf`. */
  later: number;
  /** Rows with faults; nothing of them is imported. */
  faulty: number;
  /** Imported, with something mended that the report tells. */
  noted: number;
  /** Imported without a position, and without a district. */
  unplaced: number;
  outside: number;
}

export const NO_COUNTERS: Counters = {
  lines: 0,
  imported: 0,
  open: 0,
  closed: 0,
  known: 0,
  later: 0,
  faulty: 0,
  noted: 0,
  unplaced: 0,
  outside: 0,
};

/** Names of categories, teams and crews that an import has met. */
export interface Met {
  categories: string[];
  teams: string[];
  crews: string[];
}

export const NOTHING_MET: Met = { categories: [], teams: [], crews: [] };

export type RunState = 'uploaded' | 'running' | 'stopped' | 'failed' | 'finished';

/** An import of a file, as it is kept. Times are Unix ms. */
export interface Run {
  id: string;
  origin: 'command' | 'upload';
  fileName: string;
  size: number;
  sha256: string;
  state: RunState;
  /** Its last run only checked the file. */
  checked: boolean;
  options: RunOptions;
  format: Decided | null;
  /** The import's present, fixed at its first start. */
  present: number | null;
  position: Position | null;
  counters: Counters;
  met: Met;
  /** Of the file as it lies there. */
  bytesRead: number;
  reportBytes: number;
  failure: string | null;
  createdAt: number;
  startedAt: number | null;
  finishedAt: number | null;
}

/** How far a run has come; written in the transaction of its batch. */
export interface Progress {
  position: Position;
  counters: Counters;
  met: Met;
  bytesRead: number;
  reportBytes: number;
}

/** Reads the values of one row by the names of its columns, trimmed; blanks and columns that are not there are ''. */
export type Cells = (column: string) => string;

/** Up to where a file has been read. */
export interface Position {
  /** Bytes, decompressed. */
  offset: number;
  /** Line (CSV) or place of the record (JSON) that comes next, from 1. */
  line: number;
}

/** One row of a file, or what is wrong with it. */
export interface Row {
  /** Line at which it begins (CSV), or place among the records (JSON); from 1. */
  line: number;
  /** Where the next one begins. */
  next: Position;
  cells: Cells;
  /** Why it is no row of this table; its cells are all blank then. */
  fault: string | null;
}

/** What a file turned out to be by its beginning. */
export interface FileHead {
  kind: 'csv' | 'json';
  columns: readonly string[];
  /** Between the values of CSV. */
  delimiter: string;
  /** Where its rows begin. */
  first: Position;
}

export const NO_CELLS: Cells = () => '';

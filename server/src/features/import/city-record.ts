/** One case as a city's export tells it, whatever its format: what an import knows before it touches the database. */
export interface CityRecord {
  /** Line in the file at which it begins. */
  line: number;
  externalId: string;
  /** Unix ms. */
  openedAt: number;
  /** When the city had promised to be done. */
  dueAt: number | null;
  closedAt: number | null;
  /** How it ended; means something only with `closedAt`. */
  ending: Ending;
  closingWords: string | null;
  title: string;
  /** What kind of trouble, and the wider group of trouble that one crew looks after. */
  category: string;
  group: string;
  team: string | null;
  place: string | null;
  lat: number | null;
  lon: number | null;
  /** Name of the area, where the export gives one. */
  area: string | null;
  /** Who brought it in: a resident at a screen, a resident on the phone, or the city's own people. */
  filedBy: 'resident' | 'caller' | 'staff';
}

export type Ending = 'done' | 'duplicate' | 'rejected' | 'cancelled';

/** One thing that is wrong with a line. */
export interface Fault {
  line: number;
  field: string;
  reason: string;
}

/** Reads the values of one line by the names of its columns; blanks are empty strings. */
export type Cells = (column: string) => string;

/** A kind of export that is known. */
export interface RecordFormat {
  name: string;
  /** Where its times are local. IANA name. */
  timeZone: string;
  /** Columns without which a file is not of this kind. */
  columns: readonly string[];
  /** @returns the record, or what is wrong with it. */
  read(cells: Cells, line: number, timeZone: string): CityRecord | Fault[];
}

import type { Cells } from '../readers/row.ts';
import { NOTED, type Fault } from './city-record.ts';
import { readTime, type TimeRules } from './times.ts';

/** Exports close some cases a few seconds, or one repeated hour, before they open them; those count as closed at once. */
const CLOCK_SLIP_MS = 3_600_000;

/** Damaged text of a city: halves of surrogate pairs and signs that no text holds. */
const UNSTORABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]+/g;

export type Point = readonly [lat: number, lon: number];

/** One row being read: values by column, with everything that is wrong or was mended. */
export class Reading {
  readonly faults: Fault[] = [];
  readonly notes: Fault[] = [];
  readonly #cells: Cells;
  readonly #line: number;
  readonly #times: TimeRules;

  constructor(cells: Cells, line: number, times: TimeRules) {
    this.#cells = cells;
    this.#line = line;
    this.#times = times;
  }

  fault(field: string, reason: string): void {
    this.faults.push({ line: this.#line, field, reason });
  }

  note(field: string, reason: string): void {
    this.notes.push({ line: this.#line, field, reason: NOTED + reason });
  }

  /** Says once that a value is missing, unless something else is wrong with it. */
  blank(field: string): void {
    if (this.faults.every((each) => each.field !== field)) this.fault(field, 'is blank');
  }

  /** A value as text that can be kept, at most so long. */
  text(column: string, longest: number): string {
    const raw = this.#cells(column);
    if (raw === '') return raw;
    const text = cleaned(raw).slice(0, longest);
    if (text.includes('\ufffd')) this.note(column, 'has bytes that are no UTF-8; they stand as \ufffd');
    // Cut between the halves of a pair, it would not be text any more.
    return text.isWellFormed() ? text : text.toWellFormed();
  }

  /** The case's number; what a spreadsheet made of it is mended or told. */
  caseNumber(column: string): string {
    const raw = this.#cells(column);
    const id = /^\d+\.0+$/.test(raw) ? raw.slice(0, raw.indexOf('.')) : raw;
    if (/^\d([.,]\d+)?E\+\d+$/i.test(id))
      this.fault(column, `was cut by a spreadsheet to "${id}": export the file again without opening it in one`);
    else if (!/^[\w./:#-]{1,60}$/.test(id)) this.fault(column, `expected the case's number, got "${id.slice(0, 40)}"`);
    return id;
  }

  /** Unix ms, or null; a fault is told. */
  time(column: string): number | null {
    const text = this.#cells(column);
    const at = readTime(text, this.#times);
    if (at === undefined)
      this.fault(column, `expected a time as in 2011-08-28 18:00:00, got "${cleaned(text).slice(0, 40)}"`);
    return at ?? null;
  }

  /** When it was closed: not before it was opened. */
  closing(closed: string, opened: string, openedAt: number | null, closedAt: number | null): number | null {
    if (openedAt === null || closedAt === null || closedAt >= openedAt) return closedAt;
    if (closedAt < openedAt - CLOCK_SLIP_MS) {
      this.fault(closed, `lies before ${opened}`);
      return closedAt;
    }
    const seconds = Math.round((openedAt - closedAt) / 1000);
    this.note(closed, `lies ${String(seconds)} s before ${opened}; counts as closed at once`);
    return openedAt;
  }

  /** Null where it is not known: blank, zero, cut to whole degrees, or one of the points that stand for nowhere. */
  position(latColumn: string, lonColumn: string, nowhere: readonly Point[]): { lat: number; lon: number } | null {
    return this.point(latColumn, this.#cells(latColumn), this.#cells(lonColumn), nowhere);
  }

  point(
    column: string,
    latText: string,
    lonText: string,
    nowhere: readonly Point[],
  ): { lat: number; lon: number } | null {
    if (isNone(latText) || isNone(lonText)) return null;
    const [lat, lon] = [degrees(latText), degrees(lonText)];
    if (!(Math.abs(lat) <= 90) || !(Math.abs(lon) <= 180)) {
      this.fault(column, `expected degrees, got "${latText.slice(0, 40)}", "${lonText.slice(0, 40)}"`);
      return null;
    }
    if (Number.isInteger(lat) && Number.isInteger(lon)) {
      if (lat !== 0 || lon !== 0) this.note(column, 'is cut to whole degrees; the position counts as unknown');
      return null;
    }
    return nowhere.some(([nowhereLat, nowhereLon]) => lat === nowhereLat && lon === nowhereLon) ? null : { lat, lon };
  }
}

function cleaned(text: string): string {
  const plain = text.replace(UNSTORABLE, '');
  return plain.isWellFormed() ? plain : plain.toWellFormed();
}

function isNone(text: string): boolean {
  return text === '' || /^(null|none|n\/?a|nan|-)$/i.test(text);
}

/** `42.35`, and `42,35` as some countries write it. */
function degrees(text: string): number {
  return Number(/^-?\d{1,3},\d+$/.test(text) ? text.replace(',', '.') : text);
}

/** A postal code that lost its zeros to a spreadsheet: `2124.0` → `02124`. */
export function postalCode(text: string): string {
  const digits = text.replace(/\.0+$/, '');
  return /^\d{3,4}$/.test(digits) && digits !== text ? digits.padStart(5, '0') : digits;
}

/** Where the keyboard is on the timeline: a row, and a bar of it. Up and down keep to the time, left and right to the row. */
import type { Minute } from '@dispatch/shared/planning/model';
import { nearestBar, type Bar } from './bars.ts';

export interface CursorOptions {
  /** Ids of contractors in the order of their rows. */
  readonly rows: () => readonly string[];
  readonly barsOf: (row: string) => readonly Bar[];
  /** A place that the cursor has come to. @param at null: the head of the row */
  readonly moved: (row: string, at: Minute | null) => void;
  /** Rows that fit on the screen. */
  readonly page: () => number;
}

export class RowCursor {
  /** Id of the contractor; empty before the first key. */
  row = $state('');
  /** Id of the issue; empty on the head of the row. */
  bar = $state('');
  #course: Minute = 0;
  readonly #options: CursorOptions;

  constructor(options: CursorOptions) {
    this.#options = options;
  }

  goTo(row: string, bar: Pick<Bar, 'id' | 'from'> | null): void {
    this.row = row;
    this.bar = bar?.id ?? '';
    if (bar) this.#course = bar.from;
    this.#options.moved(row, bar?.from ?? null);
  }

  /** @returns true when the key moved it */
  press({ key, ctrlKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey'>): boolean {
    const page = this.#options.page();
    const rows = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page }[key];
    const ends = { Home: -Infinity, End: Infinity }[key];
    const bars = { ArrowRight: 1, ArrowLeft: -1 }[key] ?? ends;
    if (rows !== undefined) this.step(rows);
    else if (ctrlKey && ends !== undefined) this.step(ends);
    else if (!ctrlKey && bars !== undefined) this.#along(bars);
    else return false;
    return true;
  }

  /** To another row: at its head, or at the bar nearest to the time one was at. */
  step(rows: number): void {
    const { rows: all, barsOf } = this.#options;
    const ids = all();
    const at = ids.indexOf(this.row);
    const next = ids[Math.min(ids.length - 1, Math.max(0, at < 0 ? 0 : at + rows))];
    if (next === undefined) return;
    const bar = this.bar === '' ? null : nearestBar(barsOf(next), this.#course);
    const course = this.#course;
    this.goTo(next, bar);
    // rows with a bar to the side do not lead away from where one was going
    this.#course = course;
  }

  #along(bars: number): void {
    const own = this.#options.barsOf(this.row);
    const at = own.findIndex(({ id }) => id === this.bar);
    this.goTo(this.row, own[Math.min(own.length - 1, at + bars)] ?? null);
  }
}

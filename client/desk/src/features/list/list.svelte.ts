/** The live cards as a list: those that fit the filter, in the order of a column, kept so as cards change. */
import { clock } from '@dispatch/base/lib/clock';
import type { CardSource } from '@dispatch/base/live/issue-store';
import type { Schedule } from '@dispatch/base/live/timer';
import { countValues, EVERYTHING, matcher, type Counts, type IssueFilter } from '@dispatch/shared/issues/filter';
import type { IssueCard } from '@dispatch/shared/issues/views';
import { COLUMNS, type ColumnId, type Names, type Order } from './columns.ts';
import { comparing, inPieces, placeOf, sortInPieces, type Pace, type Row } from './sorted-rows.ts';

export interface Wanted {
  readonly filter: IssueFilter;
  readonly column: ColumnId;
  readonly order: Order;
  readonly names: Names;
}

export interface ListOptions {
  readonly source: CardSource;
  /** Unix ms. */
  readonly now?: () => number;
  readonly schedule?: Schedule;
  readonly pace?: Pace;
}

/** More changes than this at once and the list is sorted anew, which is then quicker than placing each. */
const REBUILD_FROM = 500;
/** Cards looked at before the page may get a frame. */
const SLICE = 1_000;

const eachFrame: Schedule = (flush) => {
  if (document.visibilityState === 'visible') requestAnimationFrame(flush);
  else setTimeout(flush, 100);
};

export class IssueList {
  rows = $state.raw<readonly IssueCard[]>([]);
  /** Raised with every change of a card, shown or not: counts depend on it. */
  revision = $state.raw(0);
  #sorted: Row[] = [];
  readonly #rowOf = new Map<string, Row>();
  #wanted: Wanted | null = null;
  #matches = matcher(EVERYTHING);
  #changed = new Set<string>();
  #scheduled = false;
  /** While rows are being put in order. */
  #sorting = false;
  #giveUp: () => void = () => undefined;
  readonly #source: CardSource;
  readonly #now: () => number;
  readonly #pace: Pace | undefined;
  readonly #stop: () => void;

  constructor({ source, now = () => clock.exact(), schedule = eachFrame, pace }: ListOptions) {
    this.#source = source;
    this.#now = now;
    this.#pace = pace;
    this.#stop = source.subscribe((ids) => {
      for (const id of ids) this.#changed.add(id);
      if (this.#scheduled) return;
      this.#scheduled = true;
      schedule(() => {
        this.#scheduled = false;
        this.#flush();
      });
    });
  }

  stop(): void {
    this.#stop();
    this.#giveUp();
  }

  /** Shows these instead; the rows of before stay until the new ones are in order. */
  show(wanted: Wanted): void {
    this.#wanted = wanted;
    this.#matches = matcher(wanted.filter);
    this.#rebuild();
  }

  /** What each value of the filter would show, of the live cards. */
  count(filter: IssueFilter): Counts {
    return countValues(filter, this.#source.values(), this.#now());
  }

  #rowFor(card: IssueCard, { column, names }: Wanted): Row {
    return { card, key: COLUMNS[column].key(card, names) };
  }

  *#work(wanted: Wanted): Generator<void, Row[]> {
    const rows: Row[] = [];
    const now = this.#now();
    let seen = 0;
    // A copy, since cards come and go between two pieces.
    for (const card of [...this.#source.values()]) {
      if (this.#matches(card, now)) rows.push(this.#rowFor(card, wanted));
      seen += 1;
      if (seen % SLICE === 0) yield;
    }
    return yield* sortInPieces(rows, comparing(wanted.order));
  }

  #rebuild(): void {
    if (!this.#wanted) return;
    this.#giveUp();
    this.#changed.clear();
    this.#sorting = true;
    this.#giveUp = inPieces(
      this.#work(this.#wanted),
      (rows) => {
        this.#sorting = false;
        this.#sorted = rows;
        this.#rowOf.clear();
        for (const row of rows) this.#rowOf.set(row.card.id, row);
        // What changed between two pieces is placed now.
        if (this.#changed.size > 0) this.#place(this.#wanted as Wanted);
        this.#publish();
      },
      this.#pace,
    );
  }

  #flush(): void {
    // While rows are being put in order, changes wait for them.
    if (!this.#wanted || this.#sorting) return;
    if (this.#changed.size > REBUILD_FROM) this.#rebuild();
    else if (this.#changed.size > 0) {
      this.#place(this.#wanted);
      this.#publish();
    }
  }

  #place(wanted: Wanted): void {
    const compare = comparing(wanted.order);
    const now = this.#now();
    const ids = this.#changed;
    this.#changed = new Set();
    for (const id of ids) {
      const before = this.#rowOf.get(id);
      const card = this.#source.get(id);
      const after = card && this.#matches(card, now) ? this.#rowFor(card, wanted) : undefined;
      if (before && after && compare(before, after) === 0) {
        this.#sorted[placeOf(this.#sorted, before, compare)] = after;
        this.#rowOf.set(id, after);
        continue;
      }
      if (before) {
        this.#sorted.splice(placeOf(this.#sorted, before, compare), 1);
        this.#rowOf.delete(id);
      }
      if (after) {
        this.#sorted.splice(placeOf(this.#sorted, after, compare), 0, after);
        this.#rowOf.set(id, after);
      }
    }
  }

  #publish(): void {
    this.rows = this.#sorted.map(({ card }) => card);
    this.revision += 1;
  }
}

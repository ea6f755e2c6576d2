/** Cards in the order of a column: sorted in slices, so that ten thousand do not hold up a frame, then kept in order. */
import type { IssueCard } from '@dispatch/shared/issues/views';
import type { Order, SortKey } from './columns.ts';

export interface Row {
  readonly card: IssueCard;
  readonly key: SortKey;
}

type Compare = (a: Row, b: Row) => number;

/** What has no value comes last in both orders; among equals the earlier made, the same as on the server. */
export function comparing(order: Order): Compare {
  const sign = order === 'asc' ? 1 : -1;
  return (a, b) => {
    if (a.key !== b.key) {
      if (a.key === null) return 1;
      if (b.key === null) return -1;
      return a.key < b.key ? -sign : sign;
    }
    if (a.card.id === b.card.id) return 0;
    return a.card.id < b.card.id ? -sign : sign;
  };
}

/** Rows sorted at once: about a millisecond. */
const SLICE = 1_000;

/** Sorts, and stops after each piece of work so that something else may run. */
export function* sortInPieces(rows: Row[], compare: Compare): Generator<void, Row[]> {
  let runs: Row[][] = [];
  for (let at = 0; at < rows.length; at += SLICE) {
    runs.push(rows.slice(at, at + SLICE).sort(compare));
    yield;
  }
  while (runs.length > 1) {
    const merged: Row[][] = [];
    for (let at = 0; at < runs.length; at += 2) {
      merged.push(merge(runs[at] ?? [], runs[at + 1] ?? [], compare));
      yield;
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

function merge(a: readonly Row[], b: readonly Row[], compare: Compare): Row[] {
  const merged: Row[] = [];
  let j = 0;
  for (const row of a) {
    for (let next = b[j]; next !== undefined && compare(next, row) < 0; next = b[j]) {
      merged.push(next);
      j += 1;
    }
    merged.push(row);
  }
  for (; j < b.length; j += 1) merged.push(b[j] as Row);
  return merged;
}

/** How long work may go on before the page gets a frame. Milliseconds. */
const BUDGET = 8;

export interface Pace {
  readonly now: () => number;
  readonly later: (go: () => void) => void;
}

const frames: Pace = { now: () => performance.now(), later: (go) => setTimeout(go, 0) };

/**
 * Does work piece by piece; what fits into the budget is done before this returns.
 *
 * @param done called once, unless the work was given up
 * @returns the way to give it up
 */
export function inPieces<T>(work: Generator<void, T>, done: (result: T) => void, pace: Pace = frames): () => void {
  let given = false;
  const go = (): void => {
    if (given) return;
    const until = pace.now() + BUDGET;
    do {
      const step = work.next();
      if (step.done === true) {
        done(step.value);
        return;
      }
    } while (pace.now() < until);
    pace.later(go);
  };
  go();
  return () => {
    given = true;
  };
}

/** The first place whose row does not come before this one. */
export function placeOf(rows: readonly Row[], row: Row, compare: Compare): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = rows[middle];
    if (other && compare(other, row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The promises and their calendar while they are being edited, and what to do when someone else was faster. Pure. */
import { URGENCIES, type Urgency } from '@dispatch/shared/issues/status';
import type { WorkingHours } from '@dispatch/shared/promises/calendar';
import type { Holiday, PromiseRow, PromiseSet } from '@dispatch/shared/promises/promise';
import { minutesText, readMinutes } from './promise-text.ts';

export interface Cell {
  respond: string;
  resolve: string;
}

export interface Draft {
  /** By `cellKey`; a cell that is not there is empty. */
  cells: Record<string, Cell>;
  week: WorkingHours[];
  holidays: Holiday[];
  aroundTheClock: Urgency[];
}

/** '' stands for all categories. */
export const cellKey = (categoryId: string | null, urgency: Urgency): string => `${categoryId ?? ''} ${urgency}`;

const EMPTY: Cell = { respond: '', resolve: '' };

export function draftOf(set: PromiseSet): Draft {
  const cells: Record<string, Cell> = {};
  for (const { categoryId, urgency, respondMinutes, resolveMinutes } of set.promises) {
    const none = respondMinutes === null && resolveMinutes === null && categoryId !== null;
    cells[cellKey(categoryId, urgency)] = none
      ? { respond: 'none', resolve: 'none' }
      : { respond: minutesText(respondMinutes), resolve: minutesText(resolveMinutes) };
  }
  return {
    cells,
    week: set.week.map((one) => ({ ...one })),
    holidays: set.holidays.map((one) => ({ ...one })),
    aroundTheClock: [...set.aroundTheClock],
  };
}

export interface CellFault {
  readonly key: string;
  readonly field: keyof Cell;
  readonly reason: string;
}

export type Sent = Omit<PromiseSet, 'version'>;

/** What is sent, with the cells in it by place, so that a fault of the server's finds its cell again. */
export function setOf(
  draft: Draft,
  categoryIds: readonly (string | null)[],
): { set: Sent; keys: string[]; faults: CellFault[] } {
  const promises: PromiseRow[] = [];
  const keys: string[] = [];
  const faults: CellFault[] = [];
  for (const categoryId of categoryIds)
    for (const urgency of URGENCIES) {
      const key = cellKey(categoryId, urgency);
      const cell = draft.cells[key] ?? EMPTY;
      const minutes = (field: keyof Cell): number | null | 'none' => {
        const read = readMinutes(cell[field]);
        if (read === undefined)
          faults.push({ key, field, reason: `“${cell[field]}” is no length of time. Write 45 min, 4 h or 1 h 30.` });
        return read ?? null;
      };
      const [respond, resolve] = [minutes('respond'), minutes('resolve')];
      if (respond === null && resolve === null) continue;
      keys.push(key);
      promises.push({
        categoryId,
        urgency,
        respondMinutes: respond === 'none' ? null : respond,
        resolveMinutes: resolve === 'none' ? null : resolve,
      });
    }
  const { week, holidays, aroundTheClock } = draft;
  return { set: { promises, week, holidays, aroundTheClock }, keys, faults };
}

/** Parts of the draft that one person can change without touching another's. */
const PARTS = ['week', 'holidays', 'aroundTheClock'] as const;
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export interface Merged {
  readonly draft: Draft;
  /** Cells and parts that both changed, and differently; mine stand in the draft. */
  readonly both: readonly string[];
  /** Those that only the other person changed. */
  readonly theirs: readonly string[];
}

/** Puts what I changed since `base` over what is there now. */
export function merge(base: Draft, mine: Draft, theirs: Draft): Merged {
  const both: string[] = [];
  const others: string[] = [];
  const cells: Record<string, Cell> = {};
  const pick = <T>(name: string, b: T, m: T, t: T): T => {
    if (!same(b, t)) (same(b, m) || same(m, t) ? others : both).push(name);
    return same(b, m) ? t : m;
  };
  for (const key of new Set([base, mine, theirs].flatMap((draft) => Object.keys(draft.cells)))) {
    cells[key] = pick(key, base.cells[key] ?? EMPTY, mine.cells[key] ?? EMPTY, theirs.cells[key] ?? EMPTY);
  }
  const [week, holidays, aroundTheClock] = PARTS;
  return {
    draft: {
      cells,
      week: pick(week, base.week, mine.week, theirs.week),
      holidays: pick(holidays, base.holidays, mine.holidays, theirs.holidays),
      aroundTheClock: pick(aroundTheClock, base.aroundTheClock, mine.aroundTheClock, theirs.aroundTheClock),
    },
    both,
    theirs: others,
  };
}

/** Whether anything was changed. An empty cell and none are the same. */
export function differs(a: Draft, b: Draft): boolean {
  const keys = new Set([...Object.keys(a.cells), ...Object.keys(b.cells)]);
  return (
    [...keys].some((key) => !same(a.cells[key] ?? EMPTY, b.cells[key] ?? EMPTY)) ||
    PARTS.some((part) => !same(a[part], b[part]))
  );
}

/**
 * Which columns the list has, how wide, and by which it sorts: remembered per person, on the server and in this browser,
 * and part of a saved filter.
 */
import { COLUMN_IDS, COLUMNS, type ColumnId, type Order } from './columns.ts';

export interface ShownColumn {
  readonly id: ColumnId;
  /** Pixels. */
  readonly width: number;
}

export interface ListSort {
  readonly column: ColumnId;
  readonly order: Order;
}

export interface ListLook {
  readonly columns: readonly ShownColumn[];
  readonly sort: ListSort;
}

const FIRST_COLUMNS: readonly ColumnId[] = [
  'ref',
  'title',
  'urgency',
  'stage',
  // In sight beside an open issue, too: it is what the list is sorted by at first.
  'lateness',
  'place',
  'district',
  'contractor',
  'age',
];
export const FIRST_LOOK: ListLook = {
  columns: FIRST_COLUMNS.map((id) => ({ id, width: COLUMNS[id].width })),
  sort: { column: 'lateness', order: 'desc' },
};
export const NARROWEST = 56;
export const WIDEST = 640;

const isColumn = (value: unknown): value is ColumnId => (COLUMN_IDS as readonly unknown[]).includes(value);

/** Reads what was stored, shared or saved; what does not fit is left out. */
export function parseLook(value: unknown): ListLook {
  const given = (typeof value === 'object' && value !== null ? value : {}) as Partial<Record<keyof ListLook, unknown>>;
  const columns: ShownColumn[] = [];
  for (const one of Array.isArray(given.columns) ? (given.columns as unknown[]) : []) {
    const { id, width } = (typeof one === 'object' && one !== null ? one : {}) as Record<string, unknown>;
    if (!isColumn(id) || columns.some((column) => column.id === id)) continue;
    columns.push({ id, width: typeof width === 'number' && width >= 0 ? clampWidth(width) : COLUMNS[id].width });
  }
  const { column, order } = (typeof given.sort === 'object' && given.sort !== null ? given.sort : {}) as Record<
    string,
    unknown
  >;
  return {
    columns: columns.length > 0 ? columns : FIRST_LOOK.columns,
    sort: isColumn(column) ? { column, order: order === 'asc' ? 'asc' : 'desc' } : FIRST_LOOK.sort,
  };
}

/** Reads a link; someone's edited one gives the columns there are at first. */
export function lookFrom(text: string): ListLook {
  try {
    return parseLook(JSON.parse(text));
  } catch {
    return FIRST_LOOK;
  }
}

export function clampWidth(width: number): number {
  return Math.round(Math.min(WIDEST, Math.max(NARROWEST, width)));
}

export class ListView {
  /** One's own, remembered. */
  #own = $state.raw<ListLook>(FIRST_LOOK);
  /** Of a saved filter or a link: shown instead of one's own until it is given back, remembered by nobody. */
  #lent = $state.raw<ListLook | null>(null);
  readonly #key: string;
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>;

  readonly #remember: (look: ListLook) => void;

  /**
   * @param remembered what the server remembers, which wins over this browser
   * @param remember called with each change
   */
  constructor(
    userId: string,
    storage: Pick<Storage, 'getItem' | 'setItem'> = localStorage,
    remembered: unknown = null,
    remember: (look: ListLook) => void = () => undefined,
  ) {
    this.#key = `dispatch:list:${userId}`;
    this.#storage = storage;
    this.#remember = remember;
    this.#own = remembered === null ? lookFrom(storage.getItem(this.#key) ?? 'null') : parseLook(remembered);
  }

  get look(): ListLook {
    return this.#lent ?? this.#own;
  }

  /** Someone's columns are shown instead of one's own. */
  get isLent(): boolean {
    return this.#lent !== null;
  }

  lend(look: ListLook): void {
    this.#lent = parseLook(look);
  }

  /** Shows one's own columns again. */
  giveBack(): void {
    this.#lent = null;
  }

  get columns(): readonly ShownColumn[] {
    return this.look.columns;
  }

  get sort(): ListSort {
    return this.look.sort;
  }

  /** Sorts by a column, or the other way round where it is the one already. */
  sortBy(column: ColumnId): ListSort {
    const { sort } = this.look;
    const order = sort.column !== column ? COLUMNS[column].first : sort.order === 'asc' ? 'desc' : 'asc';
    this.#set({ sort: { column, order } });
    return this.look.sort;
  }

  isShown(id: ColumnId): boolean {
    return this.columns.some((column) => column.id === id);
  }

  /** Shows a column at the end, or takes it away; one always stays. */
  toggle(id: ColumnId): void {
    const rest = this.columns.filter((column) => column.id !== id);
    if (rest.length === this.columns.length)
      this.#set({ columns: [...this.columns, { id, width: COLUMNS[id].width }] });
    else if (rest.length > 0) this.#set({ columns: rest });
  }

  /** Moves a column by so many places. */
  move(id: ColumnId, by: number): void {
    const at = this.columns.findIndex((column) => column.id === id);
    const column = this.columns[at];
    if (!column) return;
    const rest = this.columns.filter((one) => one.id !== id);
    rest.splice(Math.min(rest.length, Math.max(0, at + by)), 0, column);
    this.#set({ columns: rest });
  }

  resize(id: ColumnId, width: number): void {
    this.#set({
      columns: this.columns.map((column) => (column.id === id ? { id, width: clampWidth(width) } : column)),
    });
  }

  reset(): void {
    this.#set(FIRST_LOOK);
  }

  #set(change: Partial<ListLook>): void {
    if (this.#lent) {
      this.#lent = { ...this.#lent, ...change };
      return;
    }
    this.#own = { ...this.#own, ...change };
    this.#keep();
  }

  #keep(): void {
    this.#remember(this.#own);
    try {
      this.#storage.setItem(this.#key, JSON.stringify(this.#own));
    } catch {
      // A full or forbidden storage costs the memory of columns, nothing else.
    }
  }
}

/** Where a selection was made; the other panels bring it into view, that one leaves its scroll alone. */
export type Origin = 'kanban' | 'map' | 'list' | 'strip' | 'drawer' | 'search' | 'link' | 'queue' | 'time';

const NONE: ReadonlySet<string> = new Set();

/** What is selected anywhere is selected everywhere. */
export class Selection {
  /** The issue in the drawer. */
  issueId = $state<string | null>(null);
  contractorId = $state<string | null>(null);
  origin = $state<Origin | null>(null);
  /** Issues picked together, in the order they were picked; what is done is done to each. Empty: only the one above. */
  several = $state.raw<ReadonlySet<string>>(NONE);
  /** Where a range begins. */
  #anchor: string | null = null;

  issue(id: string | null, origin: Origin): void {
    this.issueId = id;
    this.origin = origin;
    this.#anchor = id;
  }

  contractor(id: string | null, origin: Origin): void {
    this.contractorId = this.contractorId === id ? null : id;
    this.origin = origin;
  }

  /** Is it one of those that the next deed is done to? */
  has(id: string): boolean {
    return this.several.size > 0 ? this.several.has(id) : this.issueId === id;
  }

  /** Picks one more, or puts it back. The one in the drawer is the first of several. */
  toggle(id: string): void {
    const several = new Set(this.several.size === 0 && this.issueId !== null ? [this.issueId] : this.several);
    if (!several.delete(id)) several.add(id);
    this.several = several;
    this.#anchor = id;
  }

  /**
   * Picks everything between where the range began and here, in place of what was picked before.
   *
   * @param ids of the column, in its order
   */
  range(ids: readonly string[], to: string): void {
    const end = ids.indexOf(to);
    const begin = this.#anchor === null ? -1 : ids.indexOf(this.#anchor);
    if (end < 0) return;
    if (begin < 0) {
      this.#anchor = to;
      this.several = new Set([to]);
    } else this.several = new Set(ids.slice(Math.min(begin, end), Math.max(begin, end) + 1));
  }

  /** Picks these, beside what is picked or in its place. */
  pick(ids: Iterable<string>, beside = false): void {
    this.several = new Set([...(beside ? this.several : NONE), ...ids]);
  }

  /** Puts these back. */
  drop(ids: Iterable<string>): void {
    const several = new Set(this.several);
    for (const id of ids) several.delete(id);
    this.several = several;
  }

  clear(): void {
    if (this.several.size > 0) this.several = NONE;
  }
}

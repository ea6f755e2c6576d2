/**
 * What a desk shows: the filter, the saved filter it came from, and columns lent by it or by a link. Written as the parts
 * of an address, which a reload, a link and another machine of the same person bring back.
 */
import type { SavedFilter } from '@dispatch/shared/filters/schema';
import { EVERYTHING, filterFrom, linkOf, type IssueFilter } from '@dispatch/shared/issues/filter';
import { lookFrom, type ListView } from '../list/list-view.svelte.ts';
import { contentOf, type SavedFilters } from './saved-filters.svelte.ts';

type Search = Pick<URLSearchParams, 'get'>;

interface Parts {
  /** Holds the filter of everything that is shown. */
  readonly board: { filter: IssueFilter };
  readonly listView: ListView;
  readonly savedFilters: SavedFilters;
}

export class Shown {
  /** Names of all parts, set or not. */
  static readonly NAMES: readonly string[] = [...Object.keys(EVERYTHING), 'saved', 'look'];
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get filter(): IssueFilter {
    return this.#parts.board.filter;
  }

  /** Another filter; without any condition nothing of a saved one is left, and one's own columns come back. */
  set filter(filter: IssueFilter) {
    const { board, listView, savedFilters } = this.#parts;
    board.filter = filter;
    if (Object.keys(linkOf(filter)).length > 0) return;
    savedFilters.appliedId = null;
    listView.giveBack();
  }

  /** Shows what a saved filter shows: everywhere its issues, in the list its columns. */
  apply(saved: SavedFilter): void {
    const { board, listView, savedFilters } = this.#parts;
    const { filter, look } = contentOf(saved);
    board.filter = filter;
    listView.lend(look);
    savedFilters.appliedId = saved.id;
  }

  /** The parts of an address that bring this back. */
  get parts(): Record<string, string> {
    const { board, listView, savedFilters } = this.#parts;
    return {
      ...linkOf(board.filter),
      ...(savedFilters.appliedId !== null && { saved: savedFilters.appliedId }),
      ...(listView.isLent && { look: JSON.stringify(listView.look) }),
    };
  }

  /** The same as a saved filter has them, whether it is applied or not. */
  partsOf(saved: SavedFilter): Record<string, string> {
    const { filter, look } = contentOf(saved);
    return { ...linkOf(filter), saved: saved.id, look: JSON.stringify(look) };
  }

  /** Takes up what an address or the server's memory holds. */
  open(search: Search): void {
    const { board, listView, savedFilters } = this.#parts;
    board.filter = filterFrom(search);
    savedFilters.appliedId = search.get('saved');
    const look = search.get('look');
    if (look === null) listView.giveBack();
    else listView.lend(lookFrom(look));
  }

  /** Does an address say anything of it? */
  static isIn(search: Search): boolean {
    return Shown.NAMES.some((name) => (search.get(name) ?? '') !== '');
  }
}

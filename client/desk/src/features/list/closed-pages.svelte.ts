/** Closed issues are not on the board: a list that shows them too reads pages from the server as one scrolls. */
import { api as ask, type Answer } from '@dispatch/base/lib/api';
import { queryOf, type IssueFilter } from '@dispatch/shared/issues/filter';
import type { IssueCard } from '@dispatch/shared/issues/views';
import { COLUMNS, type ColumnId, type Order } from './columns.ts';

interface Page {
  items: IssueCard[];
  next: string | null;
}

/** Issues of one page. */
const PAGE = 100;

export class ClosedPages {
  rows = $state.raw<readonly IssueCard[]>([]);
  state = $state<'loading' | 'more' | 'end' | 'failed'>('loading');
  /** Why the server gave no answer. */
  fault = $state.raw<Exclude<Answer<unknown>, { kind: 'done' }> | null>(null);
  #query: Record<string, string> = {};
  #next: string | null = null;
  #turn = 0;
  #busy = false;
  readonly #read: (path: string) => Promise<Answer<Page>>;

  constructor(read: (path: string) => Promise<Answer<Page>> = (path) => ask<Page>(path)) {
    this.#read = read;
  }

  /** Begins anew; a column the server cannot sort by falls back on the newest first. */
  async show(filter: IssueFilter, column: ColumnId, order: Order): Promise<void> {
    const sort = COLUMNS[column].server;
    this.#query = { ...queryOf(filter), ...(sort === undefined ? {} : { sort, order }), limit: String(PAGE) };
    this.#turn += 1;
    this.#next = null;
    this.#busy = false;
    this.state = 'loading';
    await this.#load(true);
  }

  /** The next page, unless it is on its way or there is none. */
  async more(): Promise<void> {
    if (this.state === 'end' || this.#busy) return;
    await this.#load(false);
  }

  async #load(anew: boolean): Promise<void> {
    const turn = this.#turn;
    this.#busy = true;
    const query = new URLSearchParams({ ...this.#query, ...(this.#next === null ? {} : { cursor: this.#next }) });
    const answer = await this.#read(`/issues?${query.toString()}`);
    if (turn !== this.#turn) return;
    this.#busy = false;
    if (answer.kind !== 'done') {
      this.fault = answer;
      this.state = 'failed';
      return;
    }
    this.fault = null;
    // An issue that changed while pages were read may come twice; it stays where it was first.
    const held = new Set(anew ? [] : this.rows.map(({ id }) => id));
    this.rows = [...(anew ? [] : this.rows), ...answer.value.items.filter(({ id }) => !held.has(id))];
    this.#next = answer.value.next;
    this.state = this.#next === null ? 'end' : 'more';
  }
}

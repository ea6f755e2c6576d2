/** Filters kept under a name: one's own and those that colleagues share, as they are now. */
import { api as ask, type Answer, type Request } from '@dispatch/base/lib/api';
import type { LiveConnection } from '@dispatch/base/live/connection';
import type { NewFilter, PatchFilter, SavedFilter } from '@dispatch/shared/filters/schema';
import { uuidv7 } from '@dispatch/shared/ids/uuid';
import { filterFrom, linkOf, type IssueFilter } from '@dispatch/shared/issues/filter';
import { parseLook, type ListLook } from '../list/list-view.svelte.ts';

type Ask = <T>(path: string, request?: Request) => Promise<Answer<T>>;

export class SavedFilters {
  /** Own ones first, then by name: the first nine have a key. */
  readonly list: readonly SavedFilter[] = $derived.by(() =>
    [...this.#all.values()].sort(
      (a, b) =>
        Number(b.ownerId === this.#me) - Number(a.ownerId === this.#me) ||
        a.name.localeCompare(b.name) ||
        (a.id < b.id ? -1 : 1),
    ),
  );
  /** The one that was applied last; what is shown may have been changed since. */
  appliedId = $state<string | null>(null);
  #all = $state.raw<ReadonlyMap<string, SavedFilter>>(new Map());
  readonly #me: string;
  readonly #ask: Ask;
  #turn = 0;
  #stop: () => void = () => undefined;

  constructor(me: string, request: Ask = ask) {
    this.#me = me;
    this.#ask = request;
  }

  get applied(): SavedFilter | undefined {
    return this.appliedId === null ? undefined : this.#all.get(this.appliedId);
  }

  /** Follows what colleagues share, and one's own other screens. */
  attach(live: Pick<LiveConnection, 'on'>): void {
    const stops = [
      live.on('reference', (changes) => {
        if (changes.some(({ noun }) => noun === 'filter')) void this.load();
      }),
      // What changed while the connection was gone.
      live.on('joined', ({ rooms }) => {
        if (rooms.includes('staff')) void this.load();
      }),
    ];
    this.#stop = () => {
      for (const stop of stops) stop();
    };
  }

  stop(): void {
    this.#stop();
  }

  async load(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const answer = await this.#ask<SavedFilter[]>('/filters');
    if (turn !== this.#turn || answer.kind !== 'done') return;
    this.#all = new Map(answer.value.map((one) => [one.id, one]));
  }

  isOwn(filter: SavedFilter): boolean {
    return filter.ownerId === this.#me;
  }

  async save(input: Omit<NewFilter, 'id'>): Promise<Answer<SavedFilter>> {
    const answer = await this.#ask<SavedFilter>('/filters', { method: 'POST', body: { ...input, id: uuidv7() } });
    this.#take(answer);
    if (answer.kind === 'done') this.appliedId = answer.value.id;
    return answer;
  }

  async change(filter: SavedFilter, change: Omit<PatchFilter, 'version'>): Promise<Answer<SavedFilter>> {
    const answer = await this.#ask<SavedFilter>(`/filters/${filter.id}`, {
      method: 'PATCH',
      body: { ...change, version: filter.version },
    });
    this.#take(answer);
    // Someone was faster: it is shown as it is now.
    if (answer.kind === 'refused') void this.load();
    return answer;
  }

  async remove({ id }: SavedFilter): Promise<Answer<unknown>> {
    const answer = await this.#ask(`/filters/${id}`, { method: 'DELETE' });
    if (answer.kind === 'done') this.#all = new Map([...this.#all].filter(([other]) => other !== id));
    return answer;
  }

  #take(answer: Answer<SavedFilter>): void {
    if (answer.kind === 'done') this.#all = new Map([...this.#all, [answer.value.id, answer.value]]);
  }
}

/** What a saved filter shows; values that are no more are left out. */
export function contentOf({ filter, look }: SavedFilter): { filter: IssueFilter; look: ListLook } {
  return { filter: filterFrom(new URLSearchParams(linkOf(filter))), look: parseLook(look) };
}

/** Is something else shown than what the filter holds? The order in which values were chosen is the same filter. */
export function isChanged(saved: SavedFilter, shown: { filter: IssueFilter; look: ListLook }): boolean {
  return written(contentOf(saved)) !== written(shown);
}

function written({ filter, look }: { filter: IssueFilter; look: ListLook }): string {
  const conditions = Object.entries(linkOf(filter)).map(([field, value]) => [
    field,
    field === 'text' ? value : value.split(',').sort(),
  ]);
  const { columns, sort } = look;
  return JSON.stringify([conditions, columns.map(({ id, width }) => [id, width]), sort.column, sort.order]);
}

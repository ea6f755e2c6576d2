import { MOST_FILTERS, type NewFilter, type PatchFilter, type SavedFilter } from '@dispatch/shared/filters/schema';
import { changeReference, type ReferenceWriter } from '../../platform/feed/reference-change.ts';
import type { Asker } from '../../platform/http/route.ts';
import { invalidField, Refusal } from '../../platform/refusal.ts';
import { mayChange, mayRead } from './filters.policy.ts';
import * as repo from './filters.repo.ts';

export interface FiltersDependencies extends ReferenceWriter {
  /** Unix ms. */
  clock(): number;
}

export interface FiltersService {
  list(who: Asker): Promise<SavedFilter[]>;
  /** @throws Refusal taken (name), invalid when there are too many, not_found for an id of someone else's. */
  save(who: Asker, input: NewFilter): Promise<SavedFilter>;
  /** @throws Refusal not_found, not_allowed, stale_record, taken (name). */
  change(who: Asker, id: string, input: PatchFilter): Promise<SavedFilter>;
  /** @throws Refusal not_found, not_allowed. */
  remove(who: Asker, id: string): Promise<void>;
}

const UNIQUE = { saved_filters_owner_name_key: 'name' };

export function filterService(deps: FiltersDependencies): FiltersService {
  const { pool } = deps.database;

  async function found(who: Asker, id: string): Promise<SavedFilter> {
    const filter = await repo.filterOf(pool, id);
    if (!filter || !mayRead(who, filter)) throw new Refusal('not_found');
    return filter;
  }

  async function toChange(who: Asker, id: string): Promise<SavedFilter> {
    const filter = await found(who, id);
    if (!mayChange(who, filter)) throw new Refusal('not_allowed');
    return filter;
  }

  return {
    list: (who) => repo.filtersFor(pool, userOf(who)),
    async save(who, input) {
      const before = await repo.filterOf(pool, input.id);
      if (before && before.ownerId !== who.userId) throw new Refusal('not_found');
      // Sent before: it is there, perhaps changed since.
      if (before) return before;
      await changeReference(deps, { noun: 'filter', id: input.id, actor: who, unique: UNIQUE }, async (trx) => {
        if ((await repo.countFilters(trx, userOf(who))) >= MOST_FILTERS)
          throw invalidField(
            'name',
            'too_many',
            `You keep ${String(MOST_FILTERS)} filters, which is the most. Delete one first.`,
          );
        await repo.insertFilter(trx, input, userOf(who), new Date(deps.clock()));
      });
      return found(who, input.id);
    },
    async change(who, id, input) {
      await toChange(who, id);
      await changeReference(deps, { noun: 'filter', id, actor: who, unique: UNIQUE }, async (trx) => {
        if (!(await repo.updateFilter(trx, id, input, new Date(deps.clock())))) throw new Refusal('stale_record');
      });
      // Whoever takes back what another shared does not see it any more, and has still changed it.
      return (await repo.filterOf(pool, id)) ?? refuse();
    },
    async remove(who, id) {
      await toChange(who, id);
      await changeReference(deps, { noun: 'filter', id, actor: who }, (trx) => repo.deleteFilter(trx, id));
    },
  };
}

function refuse(): never {
  throw new Refusal('not_found');
}

function userOf(who: Asker): string {
  if (who.userId === undefined) throw new Refusal('not_allowed');
  return who.userId;
}

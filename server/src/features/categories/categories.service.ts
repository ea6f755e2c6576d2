import type { NewCategory, PatchCategory } from '@dispatch/shared/categories/schema';
import { uuidv7 } from '@dispatch/shared/ids/uuid';
import { keep, type Kept } from '../../platform/feed/kept.ts';
import { changeReference, type ReferenceWriter } from '../../platform/feed/reference-change.ts';
import type { ReferenceActor } from '../../platform/feed/reference-events.ts';
import { Refusal } from '../../platform/refusal.ts';
import * as repo from './categories.repo.ts';

export interface CategoriesDependencies extends ReferenceWriter {
  /** Unix ms. */
  clock(): number;
}

/** Rows are JSON text of the shape Category. */
export interface Categories {
  /** Those that can be chosen, by name. */
  active(): Promise<string>;
  /** @throws Refusal taken (code). */
  create(actor: ReferenceActor, input: NewCategory): Promise<{ id: string; row: string }>;
  /** Deactivating hides it from filing; issues that have it keep it. @throws Refusal not_found, taken (code). */
  change(actor: ReferenceActor, id: string, input: PatchCategory): Promise<{ id: string; row: string }>;
}

const UNIQUE = { categories_code_key: 'code' };

export function categoryService(deps: CategoriesDependencies): Categories & { list: Kept<string> } {
  const { pool } = deps.database;
  const list = keep({ nouns: ['category'], load: () => repo.activeCategories(pool), clock: () => deps.clock() });
  const row = async (id: string): Promise<{ id: string; row: string }> => ({
    id,
    row: (await repo.categoriesOf(pool, [id])).slice(1, -1),
  });
  return {
    list,
    active: () => list.get(),
    async create(actor, input) {
      const id = uuidv7();
      await changeReference(deps, { noun: 'category', id, actor, unique: UNIQUE }, (trx) =>
        repo.insertCategory(trx, id, input),
      );
      list.forget();
      return row(id);
    },
    async change(actor, id, input) {
      await changeReference(deps, { noun: 'category', id, actor, unique: UNIQUE }, async (trx) => {
        if (!(await repo.updateCategory(trx, id, input))) throw new Refusal('not_found');
      });
      list.forget();
      return row(id);
    },
  };
}

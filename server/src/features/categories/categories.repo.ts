import type { NewCategory, PatchCategory } from '@dispatch/shared/categories/schema';
import type { Knex } from 'knex';
import type pg from 'pg';
import { jsonText } from '../../platform/database/json-text.ts';
import { given, patchRow } from '../../platform/database/row.ts';
import { CategoryModel } from './categories.model.ts';

/** SQL of one category as JSON, from a row `k` of categories. Shape: Category. */
export const CATEGORY_JSON = `json_build_object(
  'id', k.id, 'code', k.code, 'name', k.name, 'icon', k.icon, 'skills', k.skills, 'expectedMinutes', k.expected_minutes,
  'defaultUrgency', k.default_urgency, 'questions', k.questions, 'parts', k.parts,
  'active', k.active)`;

const LIST = `select coalesce(json_agg(${CATEGORY_JSON} order by lower(k.name), k.id), '[]')::text from categories k`;

/** Categories that can be chosen, as JSON text. */
export function activeCategories(pool: pg.Pool): Promise<string> {
  return jsonText(pool, `${LIST} where k.active`);
}

export function categoriesOf(pool: pg.Pool, ids: readonly string[]): Promise<string> {
  return jsonText(pool, `${LIST} where k.id = any($1)`, [ids]);
}

export async function insertCategory(trx: Knex, id: string, { questions, ...input }: NewCategory): Promise<void> {
  await CategoryModel.query(trx).insert({ id, ...input, questions: questions.map(given) });
}

/** @returns false when there is no such category. */
export function updateCategory(trx: Knex, id: string, { questions, ...input }: PatchCategory): Promise<boolean> {
  const changes = { ...given(input), ...(questions && { questions: questions.map(given) }) };
  return patchRow(CategoryModel, trx, id, changes);
}

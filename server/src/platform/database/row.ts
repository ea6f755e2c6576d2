import type { Knex } from 'knex';
import { Model, snakeCaseMappers } from 'objection';

const MAPPERS = snakeCaseMappers();

/** A row as an Objection model: camelCase in the program, snake_case in the database. Fields are declared, never initialised. */
export class Row extends Model {
  static override get columnNameMappers(): typeof MAPPERS {
    return MAPPERS;
  }
}

/** The fields that were given: a change names only what it changes. */
export function given<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

/** Changes one row by its id; no changes at all only look whether it is there. @returns false when it is not. */
export async function patchRow<R extends Row>(
  model: new () => R,
  trx: Knex,
  id: string,
  changes: Partial<R>,
): Promise<boolean> {
  const query = (model as unknown as typeof Row).query(trx).findById(id);
  if (Object.keys(changes).length === 0) return (await query) !== undefined;
  return (await query.patch(changes)) > 0;
}

import { uuidv7 } from '@dispatch/shared/ids/uuid';
import type { Household } from '@dispatch/shared/people/household';
import type { NewHousehold, PatchHousehold } from '@dispatch/shared/people/households.schema';
import type { Knex } from 'knex';
import type { Database } from '../../platform/database/database.ts';
import { invalidField, Refusal } from '../../platform/refusal.ts';
import * as repo from './households.repo.ts';
import { readSearch } from './search.ts';

export interface Households {
  /** By name, phone digits or address, the best first; JSON text of an array of Household. */
  search(text: string, limit: number): Promise<string>;
  /** @throws Refusal not_found. */
  read(id: string): Promise<Household>;
  create(input: NewHousehold): Promise<Household>;
  /** @throws Refusal not_found, invalid (members). */
  change(id: string, input: PatchHousehold): Promise<Household>;
}

export function householdsService({ database }: { database: Database }): Households {
  const { knex, pool } = database;

  async function read(id: string): Promise<Household> {
    const found = await repo.household(pool, id);
    if (!found) throw new Refusal('not_found');
    return found;
  }

  return {
    read,
    search: (text, limit) => repo.findHouseholds(pool, readSearch(text), limit),
    async create(input) {
      const id = uuidv7();
      await knex.transaction((trx) => repo.insertHousehold(trx, id, input));
      return read(id);
    },
    async change(id, input) {
      await knex.transaction(async (trx) => {
        if (!(await repo.updateHousehold(trx, id, input))) throw new Refusal('not_found');
        if (input.members) await replaceMembers(trx, id, input.members);
      });
      return read(id);
    },
  };
}

/** The given list in place of the one there is; whoever signs in stays a member. */
async function replaceMembers(
  trx: Knex,
  householdId: string,
  members: NonNullable<PatchHousehold['members']>,
): Promise<void> {
  const before = await repo.lockMembers(trx, householdId);
  const named = new Set(members.flatMap(({ id }) => id ?? []));
  const gone = before.filter(({ id }) => !named.has(id));
  const withAccount = gone.find(({ userId }) => userId !== null);
  if (withAccount) throw invalidField('members', 'has_account', `${withAccount.name} signs in and cannot be removed.`);
  await repo.deleteMembers(
    trx,
    gone.map(({ id }) => id),
  );
  for (const [index, { id, ...member }] of members.entries()) {
    if (id === undefined) await repo.insertMember(trx, householdId, member);
    else if (before.some((row) => row.id === id)) await repo.updateMember(trx, id, member);
    else throw invalidField(`members.${String(index)}.id`, 'unknown', 'This household has no such member.');
  }
}

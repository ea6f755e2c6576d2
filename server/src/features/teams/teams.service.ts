import { uuidv7 } from '@dispatch/shared/ids/uuid';
import type { NewTeam, PatchTeam } from '@dispatch/shared/people/contractors.schema';
import type { Knex } from 'knex';
import { changeReference, type ReferenceWriter } from '../../platform/feed/reference-change.ts';
import type { ReferenceActor } from '../../platform/feed/reference-events.ts';
import { invalidField, Refusal } from '../../platform/refusal.ts';
import * as repo from './teams.repo.ts';

/** Rows are JSON text of the shape Team. */
export interface Teams {
  /** @throws Refusal taken (name), invalid (leadUserId). */
  create(actor: ReferenceActor, input: NewTeam): Promise<{ id: string; row: string }>;
  /** @throws Refusal not_found, taken (name), invalid (leadUserId). */
  change(actor: ReferenceActor, id: string, input: PatchTeam): Promise<{ id: string; row: string }>;
}

const UNIQUE = { teams_name_key: 'name' };

export function teamService(deps: ReferenceWriter): Teams {
  const row = async (id: string): Promise<{ id: string; row: string }> => ({
    id,
    row: (await repo.teamsOf(deps.database.pool, [id])).slice(1, -1),
  });
  const checkLead = async (trx: Knex, userId: string | null | undefined): Promise<void> => {
    if (userId != null && !(await repo.mayLead(trx, userId)))
      throw invalidField('leadUserId', 'unknown', 'There is no such person among the staff.');
  };
  return {
    async create(actor, input) {
      const id = uuidv7();
      await changeReference(deps, { noun: 'team', id, actor, unique: UNIQUE }, async (trx) => {
        await checkLead(trx, input.leadUserId);
        await repo.insertTeam(trx, id, input);
      });
      return row(id);
    },
    async change(actor, id, input) {
      await changeReference(deps, { noun: 'team', id, actor, unique: UNIQUE }, async (trx) => {
        await checkLead(trx, input.leadUserId);
        if (!(await repo.updateTeam(trx, id, input))) throw new Refusal('not_found');
      });
      return row(id);
    },
  };
}

import { uuidv7 } from '@dispatch/shared/ids/uuid';
import { initialsOf } from '@dispatch/shared/people/initials';
import type { Knex } from 'knex';
import { recordReference, type ReferenceActor } from '../../platform/feed/reference-events.ts';
import type { Contractors } from '../contractors/index.ts';

export interface ContractorFacts {
  userId: string;
  name: string;
  phone: string | null;
  teamId: string | null;
  skills?: string[] | undefined;
}

/** What stands beside a user in other tables: the contractor that a user is, the household that a user lives in. */
export function recordsRepo(contractors: Pick<Contractors, 'createIn'>) {
  return {
    /** Makes the user a contractor, or brings the contractor it was back; keeps name, phone and team alike. */
    async ensureContractor(facts: ContractorFacts, actor: ReferenceActor, within: Knex.Transaction): Promise<void> {
      const { userId, name, phone, teamId, skills } = facts;
      const { rows } = await within.raw<{ rows: { id: string }[] }>(
        `update contractors
         set initials = case when name = ? then initials else ? end, name = ?, phone = ?, team_id = ?,
           skills = coalesce(?::text[], skills), active = true
         where user_id = ? returning id`,
        // An undefined skill list leaves the column alone; knex wants null for that.
        [name, initialsOf(name), name, phone, teamId, (skills ?? null) as never, userId],
      );
      const known = rows[0];
      if (known) await recordReference(within, 'contractor', known.id, actor);
      else await contractors.createIn(within, actor, { name, phone, teamId, ...(skills && { skills }) }, userId);
    },

    /**
     * The contractor keeps its history and gets nothing new. One that still has issues stays on the board, off duty, so
     * that they can be handed on. Nothing happens for a user who is no contractor.
     */
    async retireContractor(userId: string, actor: ReferenceActor, within: Knex): Promise<void> {
      const { rows } = await within.raw<{ rows: { id: string }[] }>(
        `update contractors c
         set on_duty = false, duty_changed_at = case when on_duty then now() else duty_changed_at end,
           active = exists (select 1 from issues i where i.contractor_id = c.id)
         where user_id = ? and active returning id`,
        [userId],
      );
      for (const { id } of rows) await recordReference(within, 'contractor', id, actor);
    },

    async insertHousehold(
      household: {
        userId: string;
        name: string;
        email: string;
        phone: string | null;
        address: string;
        lat: number | null;
        lon: number | null;
      },
      within: Knex,
    ): Promise<string> {
      const { userId, name, email, phone, address, lat, lon } = household;
      const id = uuidv7();
      await within('households').insert({ id, address, lat, lon });
      await within('household_members').insert({ id: uuidv7(), household_id: id, user_id: userId, name, email, phone });
      return id;
    },
  };
}

export type RecordsRepo = ReturnType<typeof recordsRepo>;

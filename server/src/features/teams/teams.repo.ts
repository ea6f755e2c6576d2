import type { NewTeam, PatchTeam } from '@dispatch/shared/people/contractors.schema';
import type { Knex } from 'knex';
import type pg from 'pg';
import { jsonText } from '../../platform/database/json-text.ts';
import { given, patchRow } from '../../platform/database/row.ts';
import { TeamModel } from './teams.model.ts';

/** SQL of one team as JSON, from a row `t` of teams. Shape: Team. */
export const TEAM_JSON = `json_build_object('id', t.id, 'name', t.name, 'leadUserId', t.lead_user_id, 'active', t.active)`;

export function teamsOf(pool: pg.Pool, ids: readonly string[]): Promise<string> {
  return jsonText(
    pool,
    `select coalesce(json_agg(${TEAM_JSON} order by lower(t.name), t.id), '[]')::text from teams t where t.id = any($1)`,
    [ids],
  );
}

export async function insertTeam(trx: Knex, id: string, { name, leadUserId }: NewTeam): Promise<void> {
  await TeamModel.query(trx).insert({ id, name, leadUserId: leadUserId ?? null });
}

/** @returns false when there is no such team. */
export function updateTeam(trx: Knex, id: string, input: PatchTeam): Promise<boolean> {
  return patchRow(TeamModel, trx, id, given(input));
}

/** Staff who may lead: not households. */
export async function mayLead(trx: Knex, userId: string): Promise<boolean> {
  const { rows } = await trx.raw<{ rows: unknown[] }>(
    `select 1 from users where id = ? and role <> 'household' and status <> 'deactivated'`,
    [userId],
  );
  return rows.length > 0;
}

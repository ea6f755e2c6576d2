import type { Knex } from 'knex';

/** Contractors' own lists hold what they finished: without this their pages read every issue. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('create index issues_done_by_idx on issues (done_by, filed_at desc) where done_by is not null;');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index issues_done_by_idx;');
}

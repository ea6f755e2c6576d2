import type { Knex } from 'knex';

/** Imports of files: what was asked for, how far each has come, and by how much it moves times. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table import_runs (
      id uuid primary key,
      origin text not null check (origin in ('command', 'upload')),
      file_name text not null,
      size bigint not null,
      sha256 text not null,
      state text not null check (state in ('uploaded', 'running', 'stopped', 'failed', 'finished')),
      checked boolean not null default false,
      options jsonb not null default '{}',
      format jsonb,
      present timestamptz,
      position jsonb,
      counters jsonb not null default '{}',
      met jsonb not null default '{}',
      bytes_read bigint not null default 0,
      report_bytes bigint not null default 0,
      failure text,
      user_id uuid references users on delete set null,
      created_at timestamptz not null default now(),
      started_at timestamptz,
      finished_at timestamptz
    );
    create index import_runs_created_at_idx on import_runs (created_at desc);
    comment on column import_runs.present is 'the import''s present, fixed at its first start: a run that goes on moves times by the same amount';
    comment on column import_runs.position is 'up to where rows are committed; written in the transaction of their batch';
    comment on column import_runs.checked is 'its last run only checked the file';
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table import_runs;');
}

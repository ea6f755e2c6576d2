import type { Knex } from 'knex';

/** Changes of many issues applied as one, and searches for a better plan. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table plan_changes (
      id uuid primary key,
      kind text not null check (kind in ('emergency', 'day', 'suggestion', 'drag')),
      at timestamptz not null,
      actor text not null,
      actor_kind text not null,
      actor_id uuid references users on delete set null,
      app text not null,
      key text not null,
      hash text not null,
      jobs jsonb not null default '[]',
      contractors uuid[] not null default '{}',
      summary jsonb,
      undone_at timestamptz,
      undone_by uuid references users on delete set null,
      undo_key text,
      undone jsonb,
      constraint plan_changes_actor_key unique (actor, key)
    );
    create index plan_changes_at_idx on plan_changes (at desc);
    comment on table plan_changes is 'Change sets: commands for many issues applied in one transaction';
    comment on column plan_changes.jobs is 'What came of each command: [{id, action, version}]';
    comment on column plan_changes.undone is 'What undoing did: {undone: [id], left: [{id, problem}]}';

    create table plan_runs (
      id uuid primary key,
      state text not null check (state in ('waiting', 'running', 'done', 'failed')),
      asked jsonb not null,
      at timestamptz not null,
      by_id uuid references users on delete set null,
      node text not null,
      heard_at timestamptz not null,
      started_at timestamptz,
      ended_at timestamptz,
      cancel boolean not null default false,
      progress jsonb,
      result jsonb,
      fault text,
      change_id uuid references plan_changes on delete set null
    );
    create index plan_runs_at_idx on plan_runs (at desc);
    create index plan_runs_under_way_idx on plan_runs (heard_at) where state in ('waiting', 'running');
    comment on column plan_runs.node is 'The process in which it waits or runs, as one start of it names itself';
    comment on column plan_runs.heard_at is 'When that process last said that it lives';
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table plan_runs; drop table plan_changes;');
}

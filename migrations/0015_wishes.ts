import type { Knex } from 'knex';

/** What households were told of arrivals, and how it went. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table arrival_ranges (
      issue_id uuid primary key references issues on delete cascade,
      contractor_id uuid not null references contractors on delete cascade,
      planned_at timestamptz not null,
      window_from timestamptz not null,
      window_to timestamptz not null,
      told_at timestamptz not null,
      times integer not null,
      check (window_from < window_to)
    );
    comment on table arrival_ranges is 'The range that a household has been told last, and the planned start it followed from';
    comment on column arrival_ranges.times is 'How often it was told, the first time included';

    create table arrivals (
      event_id bigint primary key,
      issue_id uuid not null references issues on delete cascade,
      contractor_id uuid not null references contractors on delete cascade,
      category_id uuid not null references categories on delete cascade,
      planned_at timestamptz,
      window_from timestamptz not null,
      window_to timestamptz not null,
      window_by text not null check (window_by in ('person', 'plan')),
      at timestamptz not null,
      kept boolean not null
    );
    create index arrivals_at_idx on arrivals (at desc);
    create index arrivals_issue_idx on arrivals (issue_id);
    comment on table arrivals is 'When contractors came where a window had been promised; ranges are learned from it';
    comment on column arrivals.event_id is 'The event of the arrival';
    comment on column arrivals.planned_at is 'The planned start when the range was told; null where a person gave the window';
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table arrivals; drop table arrival_ranges;');
}

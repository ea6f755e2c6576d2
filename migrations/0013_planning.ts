import type { Knex } from 'knex';

/** Where an issue stands in a contractor's day, what is kept there, when the household can be visited, and by whom. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table issues
      add column window_by text check (window_by in ('person', 'plan')),
      add column planned_at timestamptz,
      add column pinned_to uuid references contractors,
      add column pinned_at timestamptz,
      add column available_from timestamptz,
      add column available_to timestamptz,
      add column flexible boolean not null default false,
      add column stuck_at timestamptz,
      add constraint issues_available_check check (available_from < available_to);
    comment on column issues.window_by is 'A person''s word is not changed by itself; a window of the plan moves with it';
    comment on column issues.planned_at is 'Orders the contractor''s day; its times are reckoned anew from the order';
    comment on column issues.stuck_at is 'Since when nobody could be found for it by itself';
    update issues set window_by = 'person' where window_from is not null or window_to is not null;

    create table household_wishes (
      household_id uuid not null references households on delete cascade,
      contractor_id uuid not null references contractors on delete cascade,
      wish text not null check (wish in ('whitelist', 'blacklist')),
      by_kind text not null,
      by_id uuid references users on delete set null,
      at timestamptz not null,
      primary key (household_id, contractor_id)
    );
    comment on table household_wishes is 'Whom a household asks for, and whom it does not want';

    create table household_favours (
      household_id uuid not null references households on delete cascade,
      category_id uuid not null references categories on delete cascade,
      contractor_id uuid not null references contractors on delete cascade,
      fixed integer not null,
      confirmed integer not null,
      reopened integer not null,
      rated integer not null,
      rating real,
      visits integer not null,
      punctual integer not null,
      strength real not null check (strength >= 0 and strength <= 1),
      at timestamptz not null,
      primary key (household_id, category_id, contractor_id)
    );
    comment on table household_favours is 'What the system prefers by itself, with the numbers it follows from; made anew from the history';
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table household_favours;
    drop table household_wishes;
    alter table issues drop column window_by, drop column planned_at, drop column pinned_to, drop column pinned_at,
      drop column available_from, drop column available_to, drop column flexible, drop column stuck_at;
  `);
}

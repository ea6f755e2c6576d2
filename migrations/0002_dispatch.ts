import type { Knex } from 'knex';

/** What is dispatched and where: organisation, districts, categories, promises and the working calendar. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table settings (
      key text primary key,
      value jsonb not null
    );

    create table districts (
      id uuid primary key,
      name text not null,
      geometry json not null,
      west double precision not null,
      south double precision not null,
      east double precision not null,
      north double precision not null,
      active boolean not null default true
    );
    create unique index districts_name_key on districts (lower(name));

    create table categories (
      id uuid primary key,
      code text not null unique,
      name text not null,
      icon text not null default 'wrench',
      skills text[] not null default '{}',
      expected_minutes integer not null default 60 check (expected_minutes between 1 and 10080),
      default_urgency text not null default 'normal' check (default_urgency in ('low', 'normal', 'high', 'emergency')),
      questions jsonb not null default '[]',
      active boolean not null default true
    );

    create table promises (
      id uuid primary key,
      category_id uuid references categories on delete cascade,
      urgency text not null check (urgency in ('low', 'normal', 'high', 'emergency')),
      respond_minutes integer check (respond_minutes > 0),
      resolve_minutes integer check (resolve_minutes > 0)
    );
    comment on column promises.category_id is 'null: for all categories without a promise of their own';
    create unique index promises_category_urgency_key on promises (category_id, urgency) nulls not distinct;

    create table calendar_week (
      weekday integer not null check (weekday between 1 and 7),
      opens time not null,
      closes time not null,
      primary key (weekday, opens),
      check (opens < closes)
    );
    comment on table calendar_week is 'Working hours in the organisation''s zone; 1 = Monday; a day without rows is closed, several leave a break';
    create table calendar_holidays (
      day date primary key,
      name text not null
    );

    create table reference_events (
      id bigint generated always as identity primary key,
      xid xid8 default pg_current_xact_id(),
      noun text not null check (noun in ('category', 'district', 'team', 'contractor', 'organisation')),
      noun_id text not null,
      at timestamptz not null default now(),
      actor_kind text not null,
      actor_id uuid
    );
    create index reference_events_xid_idx on reference_events (xid);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table reference_events, calendar_holidays, calendar_week, promises, categories, districts, settings cascade;
  `);
}

import type { Knex } from 'knex';

/** People who sign in, their sessions and one-time tokens, teams, contractors and households. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create extension if not exists pg_trgm;
    create extension if not exists btree_gist;

    create table teams (
      id uuid primary key,
      name text not null,
      lead_user_id uuid,
      active boolean not null default true
    );
    create unique index teams_name_key on teams (lower(name));

    create table users (
      id uuid primary key,
      role text not null check (role in ('owner', 'admin', 'operator', 'contractor', 'household')),
      status text not null default 'active' check (status in ('active', 'invited', 'pending', 'deactivated')),
      email text not null,
      password_hash text,
      name text not null,
      phone text,
      team_id uuid references teams,
      created_at timestamptz not null default now()
    );
    create unique index users_email_key on users (lower(email));
    alter table teams add constraint teams_lead_user_id_fkey foreign key (lead_user_id) references users on delete set null;

    create table sessions (
      id text primary key,
      user_id uuid not null references users on delete cascade,
      created_at timestamptz not null default now(),
      seen_at timestamptz not null default now(),
      expires_at timestamptz not null,
      kiosk boolean not null default false,
      app text not null default 'unknown',
      user_agent text
    );
    comment on column sessions.id is 'SHA-256 of the token in the cookie; the token itself is never stored';
    create index sessions_user_id_idx on sessions (user_id);

    create table user_tokens (
      hash text primary key,
      kind text not null check (kind in ('invitation', 'password_reset', 'kiosk')),
      user_id uuid not null references users on delete cascade,
      expires_at timestamptz not null,
      used_at timestamptz
    );

    create table contractors (
      id uuid primary key,
      user_id uuid unique references users on delete set null,
      name text not null,
      initials text not null,
      colour text not null,
      phone text,
      picture bytea,
      picture_type text,
      picture_changed_at timestamptz,
      skills text[] not null default '{}',
      team_id uuid references teams,
      district_ids uuid[] not null default '{}',
      home_lat double precision,
      home_lon double precision,
      on_duty boolean not null default false,
      duty_changed_at timestamptz not null default now(),
      active boolean not null default true
    );

    create table positions (
      contractor_id uuid primary key references contractors on delete cascade,
      lat double precision not null,
      lon double precision not null,
      heading real,
      at timestamptz not null
    );

    create table households (
      id uuid primary key,
      address text not null,
      lat double precision,
      lon double precision,
      note text,
      created_at timestamptz not null default now()
    );
    create index households_address_idx on households using gin (address gin_trgm_ops);

    create table household_members (
      id uuid primary key,
      household_id uuid not null references households on delete cascade,
      user_id uuid references users on delete set null,
      name text not null,
      phone text,
      phone_digits text generated always as (regexp_replace(phone, '[^0-9]', '', 'g')) stored,
      email text
    );
    create index household_members_household_id_idx on household_members (household_id);
    create index household_members_user_id_idx on household_members (user_id);
    create index household_members_name_idx on household_members using gin (name gin_trgm_ops);
    create index household_members_phone_idx on household_members using gin (phone_digits gin_trgm_ops);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table household_members, households, positions, contractors, user_tokens, sessions cascade;
    alter table teams drop constraint teams_lead_user_id_fkey;
    drop table users, teams cascade;
  `);
}

import type { Knex } from 'knex';

/** Issues, their assignments, what was said about them, and the append-only history that is also the outbox. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create sequence issue_numbers;

    create table issues (
      id uuid primary key,
      number bigint not null unique,
      ref text not null unique,
      external_id text,
      version integer not null default 1,
      status_version integer not null default 1,
      assignment_version integer not null default 1,
      plan_version integer not null default 1,
      facts_version integer not null default 1,
      rev bigint not null default 0,

      status text not null check (status in ('new', 'open', 'en_route', 'in_progress', 'resolved', 'confirmed', 'closed')),
      outcome text check (outcome in ('fixed', 'unanswered', 'cancelled', 'rejected', 'duplicate')),
      triaged boolean not null default false,
      category_id uuid not null references categories,
      urgency text not null check (urgency in ('low', 'normal', 'high', 'emergency')),
      district_id uuid references districts,
      team_id uuid references teams,
      assignment_id uuid,
      assignment_state text check (assignment_state in ('offered', 'accepted')),
      contractor_id uuid references contractors,
      offer_until timestamptz,
      hold text check (hold in ('parts', 'household', 'pickup')),
      asked_at timestamptz,
      window_from timestamptz,
      window_to timestamptz,
      eta_at timestamptz,
      reopened integer not null default 0,
      filed_at timestamptz not null,
      changed_at timestamptz not null,
      respond_by timestamptz,
      responded_at timestamptz,
      resolve_by timestamptz,
      respond_minutes integer,
      resolve_minutes integer,
      paused_at timestamptz,
      paused_minutes double precision not null default 0,
      departed_at timestamptz,
      arrived_at timestamptz,
      resolved_at timestamptz,
      done_by uuid references contractors,
      confirmed_at timestamptz,
      closed_at timestamptz,
      confirm_until timestamptz,
      reopen_until timestamptz,
      merged_into uuid references issues,
      follows uuid references issues,

      call_contractor boolean not null default false,
      call_household boolean not null default false,
      callback boolean not null default false,
      comments integer not null default 0,
      rating integer check (rating between 1 and 5),
      link_generation integer not null default 1,
      filed_by uuid references users on delete set null,
      source text not null default 'desk',

      household_id uuid references households,
      title text not null,
      description text not null default '',
      answers jsonb not null default '[]',
      place text,
      lat double precision,
      lon double precision,
      words tsvector generated always as (
        to_tsvector('simple', title || ' ' || coalesce(description, '') || ' ' || coalesce(place, ''))
      ) stored,

      check ((status = 'closed') = (outcome is not null)),
      check ((assignment_id is null) = (contractor_id is null)),
      check ((assignment_id is null) = (assignment_state is null)),
      check (status not in ('open', 'en_route', 'in_progress') or assignment_state = 'accepted')
    );
    comment on table issues is 'Current state; title, description, answers, place, lat and lon are personal and may be blanked';
    create unique index issues_external_id_key on issues (external_id) where external_id is not null;
    create index issues_board_idx on issues (district_id) where status <> 'closed';
    create index issues_contractor_idx on issues (contractor_id) where contractor_id is not null;
    create index issues_household_idx on issues (household_id);
    create index issues_filed_by_idx on issues (filed_by) where filed_by is not null;
    create index issues_filed_at_idx on issues (filed_at desc, id desc);
    create index issues_category_idx on issues (category_id, filed_at desc);
    create index issues_words_idx on issues using gin (words);
    create index issues_title_idx on issues using gin (title gin_trgm_ops);
    create index issues_place_idx on issues using gin (place gin_trgm_ops);
    create index issues_position_idx on issues using gist (lat, lon) where lat is not null;
    create index issues_offer_until_idx on issues (offer_until) where assignment_state = 'offered';
    create index issues_confirm_until_idx on issues (confirm_until) where status = 'resolved';
    create index issues_reopen_until_idx on issues (reopen_until) where status = 'confirmed';
    create index issues_merged_into_idx on issues (merged_into) where merged_into is not null;
    create index issues_follows_idx on issues (follows) where follows is not null;

    create function issue_stage(status text, triaged boolean, assignment_state text) returns text
    language sql immutable parallel safe return case
      when status <> 'new' then status
      when assignment_state = 'offered' then 'offered'
      when triaged then 'to_assign'
      else 'inbox'
    end;
    comment on function issue_stage is 'Twin of stageOf in shared; a test holds both equal';

    create table issue_contacts (
      issue_id uuid primary key references issues on delete cascade,
      name text,
      phone text,
      email text
    );

    create table assignments (
      id uuid primary key,
      issue_id uuid not null references issues on delete cascade,
      contractor_id uuid not null references contractors,
      state text not null check (state in ('offered', 'accepted', 'passed', 'expired', 'withdrawn', 'transferred', 'handed_back', 'done')),
      offered_at timestamptz not null,
      ended_at timestamptz
    );
    create unique index assignments_one_live on assignments (issue_id) where state in ('offered', 'accepted');
    create index assignments_issue_idx on assignments (issue_id);
    create index assignments_contractor_idx on assignments (contractor_id, ended_at desc);

    create table issue_events (
      id bigint generated always as identity primary key,
      xid xid8 default pg_current_xact_id(),
      issue_id uuid not null references issues on delete cascade,
      version integer not null,
      action text not null,
      at timestamptz not null,
      device_at timestamptz,
      actor_kind text not null,
      actor_id uuid,
      app text not null,
      changes jsonb not null default '{}',
      text_id uuid,
      district_before uuid,
      district_after uuid,
      contractor_before uuid,
      contractor_after uuid,
      on_board_before boolean not null default true,
      on_board_after boolean not null default true
    );
    comment on column issue_events.xid is 'null: imported history, outside the live feed';
    comment on column issue_events.changes is 'field -> [before, after]; ids and non-personal values only';
    create index issue_events_issue_idx on issue_events (issue_id, id);
    create index issue_events_xid_idx on issue_events (xid) where xid is not null;

    create function issue_events_append_only() returns trigger language plpgsql as $$
    begin
      raise exception 'issue_events is append-only';
    end $$;
    create trigger issue_events_append_only before update on issue_events
      for each row when (new.xid is not null)
      execute function issue_events_append_only();

    create table comments (
      id uuid primary key,
      issue_id uuid not null references issues on delete cascade,
      kind text not null check (kind in ('public', 'internal', 'reason')),
      body text not null,
      at timestamptz not null,
      author_kind text not null,
      author_id uuid
    );
    create index comments_issue_idx on comments (issue_id, at);

    create table calls (
      id uuid primary key,
      issue_id uuid not null references issues on delete cascade,
      party text not null check (party in ('contractor', 'household')),
      outcome text not null check (outcome in ('reached', 'not_reached')),
      note text,
      at timestamptz not null,
      user_id uuid
    );
    create index calls_issue_idx on calls (issue_id);

    create table issue_prior_facts (
      event_id bigint primary key references issue_events on delete cascade,
      issue_id uuid not null references issues on delete cascade,
      facts jsonb not null
    );
    comment on table issue_prior_facts is 'Personal values before an edit, for undo; a row of its own that can be blanked';

    create table idempotency_keys (
      actor text not null,
      key text not null,
      hash text not null,
      status integer not null,
      answer jsonb not null,
      issue_id uuid,
      version integer,
      created_at timestamptz not null default now(),
      primary key (actor, key)
    );
    create index idempotency_keys_created_at_idx on idempotency_keys (created_at);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table idempotency_keys, issue_prior_facts, calls, comments, issue_events, assignments, issue_contacts, issues cascade;
    drop function issue_events_append_only;
    drop function issue_stage;
    drop sequence issue_numbers;
  `);
}

-- The schema after all migrations. Written by `npm run schema`; the tests compare it.

create extension btree_gist;

create extension pg_trgm;

CREATE OR REPLACE FUNCTION public.issue_events_append_only()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      raise exception 'issue_events is append-only';
    end $function$
;

CREATE OR REPLACE FUNCTION public.issue_reports(issue uuid)
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE
AS $function$
      with recursive down (id) as (
        select id from issues where merged_into = issue
        union select i.id from down join issues i on i.merged_into = down.id
      )
      select id from down
    $function$
;

CREATE OR REPLACE FUNCTION public.issue_root(issue uuid)
 RETURNS uuid
 LANGUAGE sql
 STABLE
AS $function$
      with recursive up (id, merged_into) as (
        select id, merged_into from issues where id = issue
        union select i.id, i.merged_into from up join issues i on i.id = up.merged_into
      )
      select id from up where merged_into is null
    $function$
;

CREATE OR REPLACE FUNCTION public.issue_stage(status text, triaged boolean, assignment_state text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (status <> 'new'::text) THEN status WHEN (assignment_state = 'offered'::text) THEN 'offered'::text WHEN triaged THEN 'to_assign'::text ELSE 'inbox'::text END
;

create sequence issue_numbers as bigint start 1 increment 1 minvalue 1 maxvalue 9223372036854775807 cache 1;

create table arrival_ranges (
  issue_id uuid not null,
  contractor_id uuid not null,
  planned_at timestamp with time zone not null,
  window_from timestamp with time zone not null,
  window_to timestamp with time zone not null,
  told_at timestamp with time zone not null,
  times integer not null,
  constraint arrival_ranges_pkey PRIMARY KEY (issue_id),
  constraint arrival_ranges_check CHECK ((window_from < window_to)),
  constraint arrival_ranges_contractor_id_fkey FOREIGN KEY (contractor_id) REFERENCES contractors(id) ON DELETE CASCADE,
  constraint arrival_ranges_issue_id_fkey FOREIGN KEY (issue_id) REFERENCES issues(id) ON DELETE CASCADE
);

create table arrivals (
  event_id bigint not null,
  issue_id uuid not null,
  contractor_id uuid not null,
  category_id uuid not null,
  planned_at timestamp with time zone,
  window_from timestamp with time zone not null,
  window_to timestamp with time zone not null,
  window_by text not null,
  at timestamp with time zone not null,
  kept boolean not null,
  constraint arrivals_pkey PRIMARY KEY (event_id),
  constraint arrivals_window_by_check CHECK ((window_by = ANY (ARRAY['person'::text, 'plan'::text]))),
  constraint arrivals_category_id_fkey FOREIGN KEY (category_id) REFERENCES categories(id) ON DELETE CASCADE,
  constraint arrivals_contractor_id_fkey FOREIGN KEY (contractor_id) REFERENCES contractors(id) ON DELETE CASCADE,
  constraint arrivals_issue_id_fkey FOREIGN KEY (issue_id) REFERENCES issues(id) ON DELETE CASCADE
);
CREATE INDEX arrivals_at_idx ON public.arrivals USING btree (at DESC);
CREATE INDEX arrivals_issue_idx ON public.arrivals USING btree (issue_id);

create table assignments (
  id uuid not null,
  issue_id uuid not null,
  contractor_id uuid not null,
  state text not null,
  offered_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint assignments_pkey PRIMARY KEY (id),
  constraint assignments_state_check CHECK ((state = ANY (ARRAY['offered'::text, 'accepted'::text, 'passed'::text, 'expired'::text, 'withdrawn'::text, 'transferred'::text, 'handed_back'::text, 'done'::text]))),
  constraint assignments_contractor_id_fkey FOREIGN KEY (contractor_id) REFERENCES contractors(id),
  constraint assignments_issue_id_fkey FOREIGN KEY (issue_id) REFERENCES issues(id) ON DELETE CASCADE
);
CREATE INDEX assignments_contractor_idx ON public.assignments USING btree (contractor_id, ended_at DESC);
CREATE INDEX assignments_issue_idx ON public.assignments USING btree (issue_id);
CREATE UNIQUE INDEX assignments_one_live ON public.assignments USING btree (issue_id) WHERE (state = ANY (ARRAY['offered'::text, 'accepted'::text]));

create table calendar_holidays (
  day date not null,
  name text not null,
  constraint calendar_holidays_pkey PRIMARY KEY (day)
);

create table calendar_week (
  weekday integer not null,
  opens time without time zone not null,
  closes time without time zone not null,
  constraint calendar_week_pkey PRIMARY KEY (weekday, opens),
  constraint calendar_week_check CHECK ((opens < closes)),
  constraint calendar_week_weekday_check CHECK (((weekday >= 1) AND (weekday <= 7)))
);

create table calls (
  id uuid not null,
  issue_id uuid not null,
  party text not null,
  outcome text not null,
  note text,
  at timestamp with time zone not null,
  user_id uuid,
  again_at timestamp with time zone,
  constraint calls_pkey PRIMARY KEY (id),
  constraint calls_outcome_check CHECK ((outcome = ANY (ARRAY['reached'::text, 'no_answer'::text, 'left_message'::text, 'wrong_number'::text, 'call_again'::text]))),
  constraint calls_party_check CHECK ((party = ANY (ARRAY['contractor'::text, 'household'::text]))),
  constraint calls_issue_id_fkey FOREIGN KEY (issue_id) REFERENCES issues(id) ON DELETE CASCADE
);
CREATE INDEX calls_issue_idx ON public.calls USING btree (issue_id);

create table categories (
  id uuid not null,
  code text not null,
  name text not null,
  icon text default 'wrench'::text not null,
  skills text[] default '{}'::text[] not null,
  expected_minutes integer default 60 not null,
  default_urgency text default 'normal'::text not null,
  questions jsonb default '[]'::jsonb not null,
  active boolean default true not null,
  parts jsonb default '{}'::jsonb not null,
  constraint categories_pkey PRIMARY KEY (id),
  constraint categories_code_key UNIQUE (code),
  constraint categories_default_urgency_check CHECK ((default_urgency = ANY (ARRAY['low'::text, 'normal'::text, 'high'::text, 'emergency'::text]))),
  constraint categories_expected_minutes_check CHECK (((expected_minutes >= 1) AND (expected_minutes <= 10080)))
);

create table comments (
  id uuid not null,
  issue_id uuid not null,
  kind text not null,
  body text not null,
  at timestamp with time zone not null,
  author_kind text not null,
  author_id uuid,
  to_all boolean default false not null,
  constraint comments_pkey PRIMARY KEY (id),
  constraint comments_kind_check CHECK ((kind = ANY (ARRAY['public'::text, 'internal'::text, 'reason'::text]))),
  constraint comments_issue_id_fkey FOREIGN KEY (issue_id) REFERENCES issues(id) ON DELETE CASCADE
);
CREATE INDEX comments_issue_idx ON public.comments USING btree (issue_id, at);

create table contractors (
  id uuid not null,
  user_id uuid,
  name text not null,
  initials text not null,
  colour text not null,
  phone text,
  picture bytea,
  picture_type text,
  picture_changed_at timestamp with time zone,
  skills text[] default '{}'::text[] not null,
  team_id uuid,
  district_ids uuid[] default '{}'::uuid[] not null,
  home_lat double precision,
  home_lon double precision,
  on_duty boolean default false not null,
  duty_changed_at timestamp with time zone default now() not null,
  active boolean default true not null,
  certificates jsonb default '{}'::jsonb not null,
  travel_limit integer,
  stock jsonb default '{}'::jsonb not null,
  pattern jsonb default '{"end": "start", "week": null, "start": null, "maxJobs": null, "keptFree": 0, "timeZone": null, "maxMinutes": null, "releasedAt": null}'::jsonb not null,
  constraint contractors_pkey PRIMARY KEY (id),
  constraint contractors_user_id_key UNIQUE (user_id),
  constraint contractors_travel_limit_check CHECK ((travel_limit > 0)),
  constraint contractors_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams(id),
  constraint contractors_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE SET NULL
);

create table desk_notes (
  id uuid not null,
  author_id uuid not null,
  audience text not null,
  team_id uuid,
  issue_id uuid,
  body text not null,
  pinned boolean default false not null,
  at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  done_at timestamp with time zone,
  constraint desk_notes_pkey PRIMARY KEY (id),
  constraint desk_notes_audience_check CHECK ((audience = ANY (ARRAY['own'::text, 'team'::text, 'desk'::text]))),
  constraint desk_notes_author_id_fkey FOREIGN KEY (author_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint desk_notes_issue_id_fkey FOREIGN KEY (issue_id) REFERENCES issues(id) ON DELETE SET NULL,
  constraint desk_notes_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams(id) ON DELETE SET NULL
);
CREATE INDEX desk_notes_changed_at_idx ON public.desk_notes USING btree (changed_at DESC);

create table districts (
  id uuid not null,
  name text not null,
  geometry json not null,
  west double precision not null,
  south double precision not null,
  east double precision not null,
  north double precision not null,
  active boolean default true not null,
  constraint districts_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX districts_name_key ON public.districts USING btree (lower(name));

create table feed (
  only_row boolean default true not null,
  id uuid default gen_random_uuid() not null,
  dispatched text,
  constraint feed_pkey PRIMARY KEY (only_row),
  constraint feed_only_row_check CHECK (only_row)
);

create table handovers (
  id uuid not null,
  from_id uuid not null,
  to_id uuid,
  at timestamp with time zone not null,
  body text default ''::text not null,
  counts jsonb not null,
  confirmed_by uuid,
  confirmed_at timestamp with time zone,
  constraint handovers_pkey PRIMARY KEY (id),
  constraint handovers_confirmed_by_fkey FOREIGN KEY (confirmed_by) REFERENCES users(id) ON DELETE SET NULL,
  constraint handovers_from_id_fkey FOREIGN KEY (from_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint handovers_to_id_fkey FOREIGN KEY (to_id) REFERENCES users(id) ON DELETE SET NULL
);
CREATE INDEX handovers_at_idx ON public.handovers USING btree (at DESC);

create table household_favours (
  household_id uuid not null,
  category_id uuid not null,
  contractor_id uuid not null,
  fixed integer not null,
  confirmed integer not null,
  reopened integer not null,
  rated integer not null,
  rating real,
  visits integer not null,
  punctual integer not null,
  strength real not null,
  at timestamp with time zone not null,
  constraint household_favours_pkey PRIMARY KEY (household_id, category_id, contractor_id),
  constraint household_favours_strength_check CHECK (((strength >= (0)::double precision) AND (strength <= (1)::double precision))),
  constraint household_favours_category_id_fkey FOREIGN KEY (category_id) REFERENCES categories(id) ON DELETE CASCADE,
  constraint household_favours_contractor_id_fkey FOREIGN KEY (contractor_id) REFERENCES contractors(id) ON DELETE CASCADE,
  constraint household_favours_household_id_fkey FOREIGN KEY (household_id) REFERENCES households(id) ON DELETE CASCADE
);

create table household_members (
  id uuid not null,
  household_id uuid not null,
  user_id uuid,
  name text not null,
  phone text,
  phone_digits text generated always as (regexp_replace(phone, '[^0-9]'::text, ''::text, 'g'::text)) stored,
  email text,
  constraint household_members_pkey PRIMARY KEY (id),
  constraint household_members_household_id_fkey FOREIGN KEY (household_id) REFERENCES households(id) ON DELETE CASCADE,
  constraint household_members_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE SET NULL
);
CREATE INDEX household_members_household_id_idx ON public.household_members USING btree (household_id);
CREATE INDEX household_members_name_idx ON public.household_members USING gin (name gin_trgm_ops);
CREATE INDEX household_members_phone_idx ON public.household_members USING gin (phone_digits gin_trgm_ops);
CREATE INDEX household_members_user_id_idx ON public.household_members USING btree (user_id);

create table household_wishes (
  household_id uuid not null,
  contractor_id uuid not null,
  wish text not null,
  by_kind text not null,
  by_id uuid,
  at timestamp with time zone not null,
  constraint household_wishes_pkey PRIMARY KEY (household_id, contractor_id),
  constraint household_wishes_wish_check CHECK ((wish = ANY (ARRAY['whitelist'::text, 'blacklist'::text]))),
  constraint household_wishes_by_id_fkey FOREIGN KEY (by_id) REFERENCES users(id) ON DELETE SET NULL,
  constraint household_wishes_contractor_id_fkey FOREIGN KEY (contractor_id) REFERENCES contractors(id) ON DELETE CASCADE,
  constraint household_wishes_household_id_fkey FOREIGN KEY (household_id) REFERENCES households(id) ON DELETE CASCADE
);

create table households (
  id uuid not null,
  address text not null,
  lat double precision,
  lon double precision,
  note text,
  created_at timestamp with time zone default now() not null,
  constraint households_pkey PRIMARY KEY (id)
);
CREATE INDEX households_address_idx ON public.households USING gin (address gin_trgm_ops);

create table idempotency_keys (
  actor text not null,
  key text not null,
  hash text not null,
  status integer not null,
  answer jsonb not null,
  issue_id uuid,
  version integer,
  created_at timestamp with time zone default now() not null,
  constraint idempotency_keys_pkey PRIMARY KEY (actor, key)
);
CREATE INDEX idempotency_keys_created_at_idx ON public.idempotency_keys USING btree (created_at);

create table import_runs (
  id uuid not null,
  origin text not null,
  file_name text not null,
  size bigint not null,
  sha256 text not null,
  state text not null,
  checked boolean default false not null,
  options jsonb default '{}'::jsonb not null,
  format jsonb,
  present timestamp with time zone,
  "position" jsonb,
  counters jsonb default '{}'::jsonb not null,
  met jsonb default '{}'::jsonb not null,
  bytes_read bigint default 0 not null,
  report_bytes bigint default 0 not null,
  failure text,
  user_id uuid,
  created_at timestamp with time zone default now() not null,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  constraint import_runs_pkey PRIMARY KEY (id),
  constraint import_runs_origin_check CHECK ((origin = ANY (ARRAY['command'::text, 'upload'::text]))),
  constraint import_runs_state_check CHECK ((state = ANY (ARRAY['uploaded'::text, 'running'::text, 'stopped'::text, 'failed'::text, 'finished'::text]))),
  constraint import_runs_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE SET NULL
);
CREATE INDEX import_runs_created_at_idx ON public.import_runs USING btree (created_at DESC);

create table issue_contacts (
  issue_id uuid not null,
  name text,
  phone text,
  email text,
  constraint issue_contacts_pkey PRIMARY KEY (issue_id),
  constraint issue_contacts_issue_id_fkey FOREIGN KEY (issue_id) REFERENCES issues(id) ON DELETE CASCADE
);

create table issue_events (
  id bigint generated always as identity,
  xid xid8 default pg_current_xact_id(),
  issue_id uuid not null,
  version integer not null,
  action text not null,
  at timestamp with time zone not null,
  device_at timestamp with time zone,
  actor_kind text not null,
  actor_id uuid,
  app text not null,
  changes jsonb default '{}'::jsonb not null,
  text_id uuid,
  district_before uuid,
  district_after uuid,
  contractor_before uuid,
  contractor_after uuid,
  on_board_before boolean default true not null,
  on_board_after boolean default true not null,
  constraint issue_events_pkey PRIMARY KEY (id),
  constraint issue_events_issue_id_fkey FOREIGN KEY (issue_id) REFERENCES issues(id) ON DELETE CASCADE
);
CREATE INDEX issue_events_issue_idx ON public.issue_events USING btree (issue_id, id);
CREATE INDEX issue_events_xid_idx ON public.issue_events USING btree (xid) WHERE (xid IS NOT NULL);

create table issue_prior_facts (
  event_id bigint not null,
  issue_id uuid not null,
  facts jsonb not null,
  constraint issue_prior_facts_pkey PRIMARY KEY (event_id),
  constraint issue_prior_facts_event_id_fkey FOREIGN KEY (event_id) REFERENCES issue_events(id) ON DELETE CASCADE,
  constraint issue_prior_facts_issue_id_fkey FOREIGN KEY (issue_id) REFERENCES issues(id) ON DELETE CASCADE
);

create table issue_relations (
  issue_id uuid not null,
  other_id uuid not null,
  kind text not null,
  at timestamp with time zone default now() not null,
  constraint issue_relations_pkey PRIMARY KEY (issue_id, other_id),
  constraint issue_relations_check CHECK ((issue_id <> other_id)),
  constraint issue_relations_kind_check CHECK ((kind = ANY (ARRAY['related'::text, 'caused_by'::text, 'follows'::text, 'split_from'::text]))),
  constraint issue_relations_issue_id_fkey FOREIGN KEY (issue_id) REFERENCES issues(id) ON DELETE CASCADE,
  constraint issue_relations_other_id_fkey FOREIGN KEY (other_id) REFERENCES issues(id) ON DELETE CASCADE
);
CREATE INDEX issue_relations_other_idx ON public.issue_relations USING btree (other_id);
CREATE UNIQUE INDEX issue_relations_pair ON public.issue_relations USING btree (LEAST(issue_id, other_id), GREATEST(issue_id, other_id));

create table issues (
  id uuid not null,
  number bigint not null,
  ref text not null,
  external_id text,
  version integer default 1 not null,
  status_version integer default 1 not null,
  assignment_version integer default 1 not null,
  plan_version integer default 1 not null,
  facts_version integer default 1 not null,
  rev bigint default 0 not null,
  status text not null,
  outcome text,
  triaged boolean default false not null,
  category_id uuid not null,
  urgency text not null,
  district_id uuid,
  team_id uuid,
  assignment_id uuid,
  assignment_state text,
  contractor_id uuid,
  offer_until timestamp with time zone,
  hold text,
  asked_at timestamp with time zone,
  window_from timestamp with time zone,
  window_to timestamp with time zone,
  eta_at timestamp with time zone,
  reopened integer default 0 not null,
  filed_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  respond_by timestamp with time zone,
  responded_at timestamp with time zone,
  resolve_by timestamp with time zone,
  respond_minutes integer,
  resolve_minutes integer,
  paused_at timestamp with time zone,
  paused_minutes double precision default 0 not null,
  departed_at timestamp with time zone,
  arrived_at timestamp with time zone,
  resolved_at timestamp with time zone,
  done_by uuid,
  confirmed_at timestamp with time zone,
  closed_at timestamp with time zone,
  confirm_until timestamp with time zone,
  reopen_until timestamp with time zone,
  merged_into uuid,
  call_contractor boolean default false not null,
  call_household boolean default false not null,
  callback boolean default false not null,
  comments integer default 0 not null,
  rating integer,
  link_generation integer default 1 not null,
  filed_by uuid,
  source text default 'desk'::text not null,
  household_id uuid,
  title text not null,
  description text default ''::text not null,
  answers jsonb default '[]'::jsonb not null,
  place text,
  lat double precision,
  lon double precision,
  words tsvector generated always as (to_tsvector('simple'::regconfig, ((((title || ' '::text) || COALESCE(description, ''::text)) || ' '::text) || COALESCE(place, ''::text)))) stored,
  joined integer default 0 not null,
  passes integer default 0 not null,
  disputed_at timestamp with time zone,
  unanswered_at timestamp with time zone,
  call_tries integer default 0 not null,
  call_at timestamp with time zone,
  claimed_by uuid,
  claimed_until timestamp with time zone,
  window_by text,
  planned_at timestamp with time zone,
  pinned_to uuid,
  pinned_at timestamp with time zone,
  available_from timestamp with time zone,
  available_to timestamp with time zone,
  flexible boolean default false not null,
  stuck_at timestamp with time zone,
  constraint issues_pkey PRIMARY KEY (id),
  constraint issues_number_key UNIQUE (number),
  constraint issues_ref_key UNIQUE (ref),
  constraint issues_assignment_state_check CHECK ((assignment_state = ANY (ARRAY['offered'::text, 'accepted'::text]))),
  constraint issues_available_check CHECK ((available_from < available_to)),
  constraint issues_check CHECK (((status = 'closed'::text) = (outcome IS NOT NULL))),
  constraint issues_check1 CHECK (((assignment_id IS NULL) = (contractor_id IS NULL))),
  constraint issues_check2 CHECK (((assignment_id IS NULL) = (assignment_state IS NULL))),
  constraint issues_check3 CHECK (((status <> ALL (ARRAY['open'::text, 'en_route'::text, 'in_progress'::text])) OR (assignment_state = 'accepted'::text))),
  constraint issues_hold_check CHECK ((hold = ANY (ARRAY['parts'::text, 'household'::text, 'pickup'::text]))),
  constraint issues_outcome_check CHECK ((outcome = ANY (ARRAY['fixed'::text, 'unanswered'::text, 'cancelled'::text, 'rejected'::text, 'duplicate'::text]))),
  constraint issues_rating_check CHECK (((rating >= 1) AND (rating <= 5))),
  constraint issues_status_check CHECK ((status = ANY (ARRAY['new'::text, 'open'::text, 'en_route'::text, 'in_progress'::text, 'resolved'::text, 'confirmed'::text, 'closed'::text]))),
  constraint issues_urgency_check CHECK ((urgency = ANY (ARRAY['low'::text, 'normal'::text, 'high'::text, 'emergency'::text]))),
  constraint issues_window_by_check CHECK ((window_by = ANY (ARRAY['person'::text, 'plan'::text]))),
  constraint issues_category_id_fkey FOREIGN KEY (category_id) REFERENCES categories(id),
  constraint issues_claimed_by_fkey FOREIGN KEY (claimed_by) REFERENCES users(id) ON DELETE SET NULL,
  constraint issues_contractor_id_fkey FOREIGN KEY (contractor_id) REFERENCES contractors(id),
  constraint issues_district_id_fkey FOREIGN KEY (district_id) REFERENCES districts(id),
  constraint issues_done_by_fkey FOREIGN KEY (done_by) REFERENCES contractors(id),
  constraint issues_filed_by_fkey FOREIGN KEY (filed_by) REFERENCES users(id) ON DELETE SET NULL,
  constraint issues_household_id_fkey FOREIGN KEY (household_id) REFERENCES households(id),
  constraint issues_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES issues(id),
  constraint issues_pinned_to_fkey FOREIGN KEY (pinned_to) REFERENCES contractors(id),
  constraint issues_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams(id)
);
CREATE INDEX issues_board_idx ON public.issues USING btree (district_id) WHERE (status <> 'closed'::text);
CREATE INDEX issues_category_idx ON public.issues USING btree (category_id, filed_at DESC);
CREATE INDEX issues_changed_at_idx ON public.issues USING btree (changed_at, id);
CREATE INDEX issues_confirm_until_idx ON public.issues USING btree (confirm_until) WHERE (status = 'resolved'::text);
CREATE INDEX issues_contractor_idx ON public.issues USING btree (contractor_id) WHERE (contractor_id IS NOT NULL);
CREATE INDEX issues_done_by_idx ON public.issues USING btree (done_by, filed_at DESC) WHERE (done_by IS NOT NULL);
CREATE UNIQUE INDEX issues_external_id_key ON public.issues USING btree (external_id) WHERE (external_id IS NOT NULL);
CREATE INDEX issues_filed_at_idx ON public.issues USING btree (filed_at DESC, id DESC);
CREATE INDEX issues_filed_by_idx ON public.issues USING btree (filed_by) WHERE (filed_by IS NOT NULL);
CREATE INDEX issues_household_idx ON public.issues USING btree (household_id);
CREATE INDEX issues_merged_into_idx ON public.issues USING btree (merged_into) WHERE (merged_into IS NOT NULL);
CREATE INDEX issues_offer_until_idx ON public.issues USING btree (offer_until) WHERE (assignment_state = 'offered'::text);
CREATE INDEX issues_place_idx ON public.issues USING gin (place gin_trgm_ops);
CREATE INDEX issues_place_sort_idx ON public.issues USING btree ("left"(lower(place), 200), id) WHERE (place IS NOT NULL);
CREATE INDEX issues_position_idx ON public.issues USING gist (lat, lon) WHERE (lat IS NOT NULL);
CREATE INDEX issues_reopen_until_idx ON public.issues USING btree (reopen_until) WHERE (status = 'confirmed'::text);
CREATE INDEX issues_resolve_by_idx ON public.issues USING btree (resolve_by, id) WHERE (resolve_by IS NOT NULL);
CREATE INDEX issues_title_idx ON public.issues USING gin (title gin_trgm_ops);
CREATE INDEX issues_title_sort_idx ON public.issues USING btree ("left"(lower(title), 200), id);
CREATE INDEX issues_urgency_idx ON public.issues USING btree ((
CASE urgency
    WHEN 'low'::text THEN 0
    WHEN 'normal'::text THEN 1
    WHEN 'high'::text THEN 2
    WHEN 'emergency'::text THEN 3
    ELSE NULL::integer
END), id);
CREATE INDEX issues_words_idx ON public.issues USING gin (words);

create table mails (
  id uuid not null,
  recipient text not null,
  subject text not null,
  body text not null,
  at timestamp with time zone default now() not null,
  sent_at timestamp with time zone,
  constraint mails_pkey PRIMARY KEY (id)
);
CREATE INDEX mails_at_idx ON public.mails USING btree (at DESC);

create table notices (
  event_id bigint not null,
  recipient text not null,
  notice text not null,
  at timestamp with time zone default now() not null,
  constraint notices_pkey PRIMARY KEY (event_id, recipient),
  constraint notices_event_id_fkey FOREIGN KEY (event_id) REFERENCES issue_events(id) ON DELETE CASCADE
);

create table plan_changes (
  id uuid not null,
  kind text not null,
  at timestamp with time zone not null,
  actor text not null,
  actor_kind text not null,
  actor_id uuid,
  app text not null,
  key text not null,
  hash text not null,
  jobs jsonb default '[]'::jsonb not null,
  contractors uuid[] default '{}'::uuid[] not null,
  summary jsonb,
  undone_at timestamp with time zone,
  undone_by uuid,
  undo_key text,
  undone jsonb,
  constraint plan_changes_pkey PRIMARY KEY (id),
  constraint plan_changes_actor_key UNIQUE (actor, key),
  constraint plan_changes_kind_check CHECK ((kind = ANY (ARRAY['emergency'::text, 'day'::text, 'suggestion'::text, 'drag'::text]))),
  constraint plan_changes_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES users(id) ON DELETE SET NULL,
  constraint plan_changes_undone_by_fkey FOREIGN KEY (undone_by) REFERENCES users(id) ON DELETE SET NULL
);
CREATE INDEX plan_changes_at_idx ON public.plan_changes USING btree (at DESC);

create table plan_runs (
  id uuid not null,
  state text not null,
  asked jsonb not null,
  at timestamp with time zone not null,
  by_id uuid,
  node text not null,
  heard_at timestamp with time zone not null,
  started_at timestamp with time zone,
  ended_at timestamp with time zone,
  cancel boolean default false not null,
  progress jsonb,
  result jsonb,
  fault text,
  change_id uuid,
  constraint plan_runs_pkey PRIMARY KEY (id),
  constraint plan_runs_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text]))),
  constraint plan_runs_by_id_fkey FOREIGN KEY (by_id) REFERENCES users(id) ON DELETE SET NULL,
  constraint plan_runs_change_id_fkey FOREIGN KEY (change_id) REFERENCES plan_changes(id) ON DELETE SET NULL
);
CREATE INDEX plan_runs_at_idx ON public.plan_runs USING btree (at DESC);
CREATE INDEX plan_runs_under_way_idx ON public.plan_runs USING btree (heard_at) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]));

create table positions (
  contractor_id uuid not null,
  lat double precision not null,
  lon double precision not null,
  heading real,
  at timestamp with time zone not null,
  constraint positions_pkey PRIMARY KEY (contractor_id),
  constraint positions_contractor_id_fkey FOREIGN KEY (contractor_id) REFERENCES contractors(id) ON DELETE CASCADE
);

create table preferences (
  user_id uuid not null,
  value jsonb default '{}'::jsonb not null,
  changed_at timestamp with time zone not null,
  constraint preferences_pkey PRIMARY KEY (user_id),
  constraint preferences_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);

create table promises (
  id uuid not null,
  category_id uuid,
  urgency text not null,
  respond_minutes integer,
  resolve_minutes integer,
  constraint promises_pkey PRIMARY KEY (id),
  constraint promises_resolve_minutes_check CHECK ((resolve_minutes > 0)),
  constraint promises_respond_minutes_check CHECK ((respond_minutes > 0)),
  constraint promises_urgency_check CHECK ((urgency = ANY (ARRAY['low'::text, 'normal'::text, 'high'::text, 'emergency'::text]))),
  constraint promises_category_id_fkey FOREIGN KEY (category_id) REFERENCES categories(id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX promises_category_urgency_key ON public.promises USING btree (category_id, urgency) NULLS NOT DISTINCT;

create table reference_events (
  id bigint generated always as identity,
  xid xid8 default pg_current_xact_id(),
  noun text not null,
  noun_id text not null,
  at timestamp with time zone default now() not null,
  actor_kind text not null,
  actor_id uuid,
  constraint reference_events_pkey PRIMARY KEY (id),
  constraint reference_events_noun_check CHECK ((noun = ANY (ARRAY['category'::text, 'district'::text, 'team'::text, 'contractor'::text, 'organisation'::text, 'note'::text, 'handover'::text, 'filter'::text])))
);
CREATE INDEX reference_events_xid_idx ON public.reference_events USING btree (xid);

create table saved_filters (
  id uuid not null,
  owner_id uuid not null,
  name text not null,
  filter jsonb not null,
  look jsonb not null,
  shared boolean default false not null,
  version integer default 1 not null,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  constraint saved_filters_pkey PRIMARY KEY (id),
  constraint saved_filters_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX saved_filters_owner_name_key ON public.saved_filters USING btree (owner_id, lower(name));
CREATE INDEX saved_filters_shared_idx ON public.saved_filters USING btree (id) WHERE shared;

create table schedule_exceptions (
  id uuid not null,
  contractor_id uuid not null,
  kind text not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  state text not null,
  note text,
  asked_by uuid,
  asked_at timestamp with time zone not null,
  decided_by uuid,
  decided_at timestamp with time zone,
  constraint schedule_exceptions_pkey PRIMARY KEY (id),
  constraint schedule_exceptions_check CHECK ((starts_at < ends_at)),
  constraint schedule_exceptions_kind_check CHECK ((kind = ANY (ARRAY['holiday'::text, 'sick'::text, 'extra'::text, 'on_call'::text]))),
  constraint schedule_exceptions_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'approved'::text, 'refused'::text, 'taken_back'::text]))),
  constraint schedule_exceptions_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES users(id) ON DELETE SET NULL,
  constraint schedule_exceptions_contractor_id_fkey FOREIGN KEY (contractor_id) REFERENCES contractors(id) ON DELETE CASCADE,
  constraint schedule_exceptions_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES users(id) ON DELETE SET NULL
);
CREATE INDEX schedule_exceptions_asked_idx ON public.schedule_exceptions USING btree (asked_at) WHERE (state = 'asked'::text);
CREATE INDEX schedule_exceptions_contractor_idx ON public.schedule_exceptions USING btree (contractor_id, ends_at);

create table sessions (
  id text not null,
  user_id uuid not null,
  created_at timestamp with time zone default now() not null,
  seen_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone not null,
  kiosk boolean default false not null,
  app text default 'unknown'::text not null,
  user_agent text,
  constraint sessions_pkey PRIMARY KEY (id),
  constraint sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
CREATE INDEX sessions_user_id_idx ON public.sessions USING btree (user_id);

create table settings (
  key text not null,
  value jsonb not null,
  constraint settings_pkey PRIMARY KEY (key)
);

create table teams (
  id uuid not null,
  name text not null,
  lead_user_id uuid,
  active boolean default true not null,
  constraint teams_pkey PRIMARY KEY (id),
  constraint teams_lead_user_id_fkey FOREIGN KEY (lead_user_id) REFERENCES users(id) ON DELETE SET NULL
);
CREATE UNIQUE INDEX teams_name_key ON public.teams USING btree (lower(name));

create table user_tokens (
  hash text not null,
  kind text not null,
  user_id uuid not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint user_tokens_pkey PRIMARY KEY (hash),
  constraint user_tokens_kind_check CHECK ((kind = ANY (ARRAY['invitation'::text, 'password_reset'::text, 'kiosk'::text]))),
  constraint user_tokens_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);

create table users (
  id uuid not null,
  role text not null,
  status text default 'active'::text not null,
  email text not null,
  password_hash text,
  name text not null,
  phone text,
  team_id uuid,
  created_at timestamp with time zone default now() not null,
  constraint users_pkey PRIMARY KEY (id),
  constraint users_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'admin'::text, 'operator'::text, 'contractor'::text, 'household'::text]))),
  constraint users_status_check CHECK ((status = ANY (ARRAY['active'::text, 'invited'::text, 'pending'::text, 'deactivated'::text]))),
  constraint users_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams(id)
);
CREATE UNIQUE INDEX users_email_key ON public.users USING btree (lower(email));

CREATE TRIGGER issue_events_append_only BEFORE UPDATE ON public.issue_events FOR EACH ROW WHEN ((new.xid IS NOT NULL)) EXECUTE FUNCTION issue_events_append_only();

comment on table arrival_ranges is 'The range that a household has been told last, and the planned start it followed from';

comment on column arrival_ranges.times is 'How often it was told, the first time included';

comment on table arrivals is 'When contractors came where a window had been promised; ranges are learned from it';

comment on column arrivals.event_id is 'The event of the arrival';

comment on column arrivals.planned_at is 'The planned start when the range was told; null where a person gave the window';

comment on table calendar_week is 'Working hours in the organisation''s zone; 1 = Monday; a day without rows is closed, several leave a break';

comment on column categories.parts is 'What one job takes from the van: part to pieces';

comment on column comments.to_all is 'Also for those whose reports were merged into the issue';

comment on column contractors.certificates is 'Skill to Unix ms when its certificate expires';

comment on column contractors.travel_limit is 'Longest drive from where the shift begins, in minutes';

comment on column contractors.stock is 'Parts on the van: part to pieces';

comment on column contractors.pattern is 'WorkPattern of shared/src/shifts/schedule.ts: the week that repeats';

comment on table desk_notes is 'What operators note for themselves (own) or for each other; may be personal, may be deleted';

comment on column feed.dispatched is 'Cursor up to which the dispatcher has turned events into jobs';

comment on column handovers.to_id is 'null: to whoever comes next';

comment on table household_favours is 'What the system prefers by itself, with the numbers it follows from; made anew from the history';

comment on table household_wishes is 'Whom a household asks for, and whom it does not want';

comment on column import_runs.checked is 'its last run only checked the file';

comment on column import_runs.present is 'the import''s present, fixed at its first start: a run that goes on moves times by the same amount';

comment on column import_runs."position" is 'up to where rows are committed; written in the transaction of their batch';

comment on column issue_events.xid is 'null: imported history, outside the live feed';

comment on column issue_events.changes is 'field -> [before, after]; ids and non-personal values only';

comment on table issue_prior_facts is 'Personal values before an edit, for undo; a row of its own that can be blanked';

comment on table issue_relations is 'issue_id is caused by, follows, was split from other_id; related has no direction';

comment on table issues is 'Current state; title, description, answers, place, lat and lon are personal and may be blanked';

comment on column issues.joined is 'How many other reports have been merged into it, also by way of others';

comment on column issues.unanswered_at is 'Since when a message of the household has no answer';

comment on column issues.call_at is 'Until then nobody is reminded to call the household';

comment on column issues.window_by is 'A person''s word is not changed by itself; a window of the plan moves with it';

comment on column issues.planned_at is 'Orders the contractor''s day; its times are reckoned anew from the order';

comment on column issues.stuck_at is 'Since when nobody could be found for it by itself';

comment on column notices.recipient is 'SHA-256 of the address; the address itself stays where it can be blanked';

comment on table plan_changes is 'Change sets: commands for many issues applied in one transaction';

comment on column plan_changes.jobs is 'What came of each command: [{id, action, version}]';

comment on column plan_changes.undone is 'What undoing did: {undone: [id], left: [{id, problem}]}';

comment on column plan_runs.node is 'The process in which it waits or runs, as one start of it names itself';

comment on column plan_runs.heard_at is 'When that process last said that it lives';

comment on column promises.category_id is 'null: for all categories without a promise of their own';

comment on column saved_filters.look is 'Columns with their widths and the order of the list it was made in';

comment on table schedule_exceptions is 'Stretches in which a contractor works otherwise than its week says';

comment on column sessions.id is 'SHA-256 of the token in the cookie; the token itself is never stored';

import type { Knex } from 'knex';

/** What operators note for themselves and each other, who handed the desk to whom, and how each likes the desk. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table desk_notes (
      id uuid primary key,
      author_id uuid not null references users on delete cascade,
      audience text not null check (audience in ('own', 'team', 'desk')),
      team_id uuid references teams on delete set null,
      issue_id uuid references issues on delete set null,
      body text not null,
      pinned boolean not null default false,
      at timestamptz not null,
      changed_at timestamptz not null,
      done_at timestamptz
    );
    create index desk_notes_changed_at_idx on desk_notes (changed_at desc);
    comment on table desk_notes is 'What operators note for themselves (own) or for each other; may be personal, may be deleted';

    create table handovers (
      id uuid primary key,
      from_id uuid not null references users on delete cascade,
      to_id uuid references users on delete set null,
      at timestamptz not null,
      body text not null default '',
      counts jsonb not null,
      confirmed_by uuid references users on delete set null,
      confirmed_at timestamptz
    );
    create index handovers_at_idx on handovers (at desc);
    comment on column handovers.to_id is 'null: to whoever comes next';

    create table preferences (
      user_id uuid primary key references users on delete cascade,
      value jsonb not null default '{}',
      changed_at timestamptz not null
    );

    alter table reference_events drop constraint reference_events_noun_check;
    alter table reference_events add constraint reference_events_noun_check
      check (noun in ('category', 'district', 'team', 'contractor', 'organisation', 'note', 'handover'));
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    delete from reference_events where noun in ('note', 'handover');
    alter table reference_events drop constraint reference_events_noun_check;
    alter table reference_events add constraint reference_events_noun_check
      check (noun in ('category', 'district', 'team', 'contractor', 'organisation'));
    drop table desk_notes, handovers, preferences;
  `);
}

import type { Knex } from 'knex';

/** When contractors work, what their certificates, vans and limits allow, and the parts that kinds of trouble take. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table categories add column parts jsonb not null default '{}';
    comment on column categories.parts is 'What one job takes from the van: part to pieces';

    alter table contractors
      add column certificates jsonb not null default '{}',
      add column travel_limit integer check (travel_limit > 0),
      add column stock jsonb not null default '{}',
      add column pattern jsonb not null default '{"timeZone": null, "week": null, "start": null, "end": "start",
        "maxJobs": null, "maxMinutes": null, "keptFree": 0, "releasedAt": null}';
    comment on column contractors.certificates is 'Skill to Unix ms when its certificate expires';
    comment on column contractors.travel_limit is 'Longest drive from where the shift begins, in minutes';
    comment on column contractors.stock is 'Parts on the van: part to pieces';
    comment on column contractors.pattern is 'WorkPattern of shared/src/shifts/schedule.ts: the week that repeats';

    create table schedule_exceptions (
      id uuid primary key,
      contractor_id uuid not null references contractors on delete cascade,
      kind text not null check (kind in ('holiday', 'sick', 'extra', 'on_call')),
      starts_at timestamptz not null,
      ends_at timestamptz not null,
      state text not null check (state in ('asked', 'approved', 'refused', 'taken_back')),
      note text,
      asked_by uuid references users on delete set null,
      asked_at timestamptz not null,
      decided_by uuid references users on delete set null,
      decided_at timestamptz,
      check (starts_at < ends_at)
    );
    comment on table schedule_exceptions is 'Stretches in which a contractor works otherwise than its week says';
    create index schedule_exceptions_contractor_idx on schedule_exceptions (contractor_id, ends_at);
    create index schedule_exceptions_asked_idx on schedule_exceptions (asked_at) where state = 'asked';
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table schedule_exceptions;
    alter table contractors drop column certificates, drop column travel_limit, drop column stock, drop column pattern;
    alter table categories drop column parts;
  `);
}

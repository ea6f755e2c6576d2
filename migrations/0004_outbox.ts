import type { Knex } from 'knex';

/** The feed's identity, the dispatcher's place in it, and mail that leaves (or is shown on the local outbox page). */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table feed (
      only_row boolean primary key default true check (only_row),
      id uuid not null default gen_random_uuid(),
      dispatched text
    );
    comment on column feed.dispatched is 'Cursor up to which the dispatcher has turned events into jobs';
    insert into feed default values;

    create table mails (
      id uuid primary key,
      recipient text not null,
      subject text not null,
      body text not null,
      at timestamptz not null default now(),
      sent_at timestamptz
    );
    create index mails_at_idx on mails (at desc);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table mails, feed cascade;');
}

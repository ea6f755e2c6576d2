import type { Knex } from 'knex';

/** Which mails have been written because of which event: none is written twice, however often its job is tried. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table notices (
      event_id bigint not null references issue_events on delete cascade,
      recipient text not null,
      notice text not null,
      at timestamptz not null default now(),
      primary key (event_id, recipient)
    );
    comment on column notices.recipient is 'SHA-256 of the address; the address itself stays where it can be blanked';
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table notices;');
}

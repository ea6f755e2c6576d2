import type { Knex } from 'knex';

/** What waits for a person: who passed, what the household says, calls in vain, and who has taken it on. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table issues
      add column passes integer not null default 0,
      add column disputed_at timestamptz,
      add column unanswered_at timestamptz,
      add column call_tries integer not null default 0,
      add column call_at timestamptz,
      add column claimed_by uuid references users on delete set null,
      add column claimed_until timestamptz;
    comment on column issues.unanswered_at is 'Since when a message of the household has no answer';
    comment on column issues.call_at is 'Until then nobody is reminded to call the household';

    update issues i set passes = p.passes
    from (select issue_id, count(*) as passes from assignments where state in ('passed', 'expired') group by issue_id) p
    where p.issue_id = i.id and i.status = 'new' and i.assignment_id is null;
    update issues set disputed_at = changed_at where status = 'new' and assignment_id is null and reopened > 0;

    alter table calls drop constraint calls_outcome_check;
    update calls set outcome = 'no_answer' where outcome = 'not_reached';
    alter table calls
      add column again_at timestamptz,
      add constraint calls_outcome_check
        check (outcome in ('reached', 'no_answer', 'left_message', 'wrong_number', 'call_again'));
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    update calls set outcome = 'not_reached' where outcome <> 'reached';
    alter table calls drop column again_at, drop constraint calls_outcome_check,
      add constraint calls_outcome_check check (outcome in ('reached', 'not_reached'));
    alter table issues drop column passes, drop column disputed_at, drop column unanswered_at, drop column call_tries,
      drop column call_at, drop column claimed_by, drop column claimed_until;
  `);
}

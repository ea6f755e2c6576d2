import type { Knex } from 'knex';

/** Issues that belong together, reports that were merged into another issue, and words for all who reported it. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table issue_relations (
      issue_id uuid not null references issues on delete cascade,
      other_id uuid not null references issues on delete cascade,
      kind text not null check (kind in ('related', 'caused_by', 'follows', 'split_from')),
      at timestamptz not null default now(),
      primary key (issue_id, other_id),
      check (issue_id <> other_id)
    );
    comment on table issue_relations is 'issue_id is caused by, follows, was split from other_id; related has no direction';
    create unique index issue_relations_pair on issue_relations (least(issue_id, other_id), greatest(issue_id, other_id));
    create index issue_relations_other_idx on issue_relations (other_id);
    insert into issue_relations (issue_id, other_id, kind, at) select id, follows, 'follows', filed_at from issues where follows is not null;
    alter table issues drop column follows;

    alter table issues add column joined integer not null default 0;
    comment on column issues.joined is 'How many other reports have been merged into it, also by way of others';
    alter table comments add column to_all boolean not null default false;
    comment on column comments.to_all is 'Also for those whose reports were merged into the issue';

    create function issue_root(issue uuid) returns uuid language sql stable as $$
      with recursive up (id, merged_into) as (
        select id, merged_into from issues where id = issue
        union select i.id, i.merged_into from up join issues i on i.id = up.merged_into
      )
      select id from up where merged_into is null
    $$;
    comment on function issue_root is 'The issue that one was merged into, at the end of the chain; itself when it was not';
    create function issue_reports(issue uuid) returns setof uuid language sql stable as $$
      with recursive down (id) as (
        select id from issues where merged_into = issue
        union select i.id from down join issues i on i.merged_into = down.id
      )
      select id from down
    $$;
    comment on function issue_reports is 'The reports that were merged into an issue, also by way of others';

    update issues i set joined = (select count(*) from issue_reports(i.id))
    where exists (select from issues d where d.merged_into = i.id);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop function issue_reports;
    drop function issue_root;
    alter table comments drop column to_all;
    alter table issues drop column joined, add column follows uuid references issues;
    update issues i set follows = r.other_id from issue_relations r where r.issue_id = i.id and r.kind = 'follows';
    create index issues_follows_idx on issues (follows) where follows is not null;
    drop table issue_relations;
  `);
}

import type { IssueQuery } from '@dispatch/shared/issues/schema';
import type { Stage } from '@dispatch/shared/issues/stage';
import type { Outcome, Urgency } from '@dispatch/shared/issues/status';
import type pg from 'pg';
import { conditionsOf } from './issues.list.repo.ts';

/** One issue as exports tell it: names in place of ids, times as Unix ms. */
export interface ExportedIssue {
  /** Its number elsewhere, when it was imported. */
  externalId: string | null;
  id: string;
  ref: string;
  title: string;
  description: string;
  category: string;
  urgency: Urgency;
  stage: Stage;
  outcome: Outcome | null;
  /** What was said with its latest change that had words. */
  words: string | null;
  source: string;
  filedAt: number;
  changedAt: number;
  resolveBy: number | null;
  closedAt: number | null;
  district: string | null;
  team: string | null;
  contractor: string | null;
  place: string | null;
  lat: number | null;
  lon: number | null;
}

/** Issues per query: an export of any size holds no more than this in memory. */
const PAGE = 2000;

const ms = (column: string): string => `(extract(epoch from i.${column}) * 1000)::float8`;

/**
 * All issues that fit, oldest first, page by page. An issue that changes meanwhile is told as it is when its page is
 * read; none is told twice or left out, as their order never changes.
 */
export async function* exportIssues(
  db: Pick<pg.Pool, 'query'>,
  query: IssueQuery,
  now: number,
): AsyncGenerator<ExportedIssue[]> {
  let after: { micros: string; id: string } | null = null;
  for (;;) {
    const where = conditionsOf(query, now);
    if (after)
      where.add(
        `(i.filed_at, i.id) > ('epoch'::timestamptz + $a::bigint * interval '1 microsecond', $b::uuid)`,
        after.micros,
        after.id,
      );
    const { rows }: { rows: (ExportedIssue & { micros: string })[] } = await db.query(
      `select i.external_id as "externalId", i.id, i.ref, i.title, i.description, c.name as category, i.urgency,
         issue_stage(i.status, i.triaged, i.assignment_state) as stage, i.outcome, said.body as words, i.source,
         ${ms('filed_at')} as "filedAt", ${ms('changed_at')} as "changedAt", ${ms('resolve_by')} as "resolveBy",
         ${ms('closed_at')} as "closedAt", d.name as district, t.name as team, p.name as contractor,
         i.place, i.lat, i.lon, (extract(epoch from i.filed_at) * 1000000)::bigint::text as micros
       from issues i
         join categories c on c.id = i.category_id
         left join districts d on d.id = i.district_id
         left join teams t on t.id = i.team_id
         left join contractors p on p.id = coalesce(i.contractor_id, i.done_by)
         left join lateral (
           select w.body from issue_events e join comments w on w.id = e.text_id
           where e.issue_id = i.id and w.kind = 'reason' order by e.id desc limit 1) said on true
       ${where.conditions.length > 0 ? `where ${where.conditions.join(' and ')}` : ''}
       order by i.filed_at, i.id limit ${String(PAGE)}`,
      where.values,
    );
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    if (rows.length < PAGE) return;
    after = last;
  }
}

/** Reads of issues for each audience: one hand-written statement each, JSON built by PostgreSQL. */
import { TOLD_FROM_TRIES } from '@dispatch/shared/issues/calls';
import { SEEN_FROM_OTHER } from '@dispatch/shared/issues/relation';
import type { IssueCard, IssueDetail, PublicIssue } from '@dispatch/shared/issues/views';
import type pg from 'pg';
import { CARD_JSON } from './issues.columns.ts';

type Reader = Pick<pg.Pool, 'query'>;
const ms = (expression: string): string => `(extract(epoch from ${expression}) * 1000)::bigint`;

/** Cards by id, in no particular order; unknown ids are left out. */
export async function cardsOf(db: Reader, ids: readonly string[]): Promise<IssueCard[]> {
  const { rows } = await db.query<{ cards: IssueCard[] | null }>({
    name: 'issue-cards',
    text: `select json_agg(${CARD_JSON}) as cards from issues i where i.id = any($1::uuid[])`,
    values: [ids],
  });
  return rows[0]?.cards ?? [];
}

const DETAIL = `
  select json_build_object(
    'card', ${CARD_JSON},
    'description', i.description,
    'answers', i.answers,
    'contacts', (
      select coalesce(json_agg(c), '[]') from (
        select coalesce(name, '') as name, phone, email from issue_contacts where issue_id = i.id
        union all
        select name, phone, email from household_members where household_id = i.household_id
      ) c),
    'household', (select json_build_object('id', h.id, 'address', h.address, 'note', h.note) from households h where h.id = i.household_id),
    'events', (
      select coalesce(json_agg(json_build_object(
        'id', e.id, 'action', e.action, 'version', e.version, 'at', ${ms('e.at')}, 'deviceAt', ${ms('e.device_at')},
        'actor', json_build_object('kind', e.actor_kind, 'name', u.name), 'app', e.app, 'changes', e.changes,
        'text', t.body,
        'undoUntil', case when e.version = i.version and e.action = any($2) then ${ms('e.at')} + $3 end
      ) order by e.id), '[]')
      from issue_events e left join users u on u.id = e.actor_id left join comments t on t.id = e.text_id
      where e.issue_id = i.id),
    'comments', (
      select coalesce(json_agg(json_build_object(
        'id', c.id, 'kind', c.kind, 'toAll', c.to_all, 'text', c.body, 'at', ${ms('c.at')},
        'author', json_build_object('kind', c.author_kind, 'name', u.name)
      ) order by c.at, c.id), '[]')
      from comments c left join users u on u.id = c.author_id where c.issue_id = i.id),
    'calls', (
      select coalesce(json_agg(json_build_object(
        'id', k.id, 'to', k.party, 'outcome', k.outcome, 'note', k.note, 'at', ${ms('k.at')}, 'againAt', ${ms('k.again_at')}, 'by', u.name
      ) order by k.at, k.id), '[]')
      from calls k left join users u on u.id = k.user_id where k.issue_id = i.id),
    'assignments', (
      select coalesce(json_agg(json_build_object(
        'id', a.id, 'contractorId', a.contractor_id, 'state', a.state, 'offeredAt', ${ms('a.offered_at')}, 'endedAt', ${ms('a.ended_at')}
      ) order by a.offered_at, a.id), '[]')
      from assignments a where a.issue_id = i.id),
    'related', (
      select coalesce(json_agg(json_build_object(
        'id', r.id, 'ref', r.ref, 'title', r.title, 'stage', issue_stage(r.status, r.triaged, r.assignment_state),
        'how', n.how
      ) order by n.how, r.filed_at, r.id), '[]')
      from (
        select other_id as id, kind as how from issue_relations where issue_id = i.id
        union all
        select issue_id, case kind ${Object.entries(SEEN_FROM_OTHER)
          .map(([kind, how]) => `when '${kind}' then '${how}'`)
          .join(' ')} end from issue_relations where other_id = i.id
        union all select i.merged_into, 'merged_into' where i.merged_into is not null
        union all select d.id, 'merged_from' from issues d where d.merged_into = i.id
      ) n join issues r on r.id = n.id)
  ) as detail,
  i.household_id, i.filed_by, i.contractor_id, i.done_by
  from issues i where i.id = $1`;

export interface DetailRow {
  detail: IssueDetail;
  household_id: string | null;
  filed_by: string | null;
  contractor_id: string | null;
  done_by: string | null;
}

/** @param undoMs how long a change can be undone. @param undoable actions that can be. */
export async function detailOf(
  db: Reader,
  id: string,
  undoable: readonly string[],
  undoMs: number,
): Promise<DetailRow | null> {
  const { rows } = await db.query<DetailRow>({ name: 'issue-detail', text: DETAIL, values: [id, undoable, undoMs] });
  return rows[0] ?? null;
}

/** SQL: the public steps of the issue with this id as JSON. Steps that were undone do not count: their version is followed by an undo. */
const stepsOf = (id: string): string => `(
      select coalesce(json_agg(json_build_object('step', case e.action
          when 'file' then 'filed' when 'depart' then 'en_route' when 'arrive' then 'arrived' when 'finish' then 'resolved'
          when 'dispute' then 'reopened' when 'reopen' then 'reopened' when 'confirm' then 'confirmed'
          when 'accept' then 'accepted' when 'assign' then 'accepted' when 'reassign' then 'accepted' else 'closed' end,
        'at', ${ms('e.at')}) order by e.id), '[]')
      from issue_events e
      where e.issue_id = ${id}
        and (e.action in ('file', 'accept', 'assign', 'depart', 'arrive', 'finish', 'dispute', 'reopen', 'confirm')
          or (e.action = 'reassign' and e.changes->'assignmentState' is null)
          or e.on_board_before and not e.on_board_after)
        and not exists (select 1 from issue_events u where u.issue_id = ${id} and u.version = e.version + 1 and u.action = 'undo'))`;
const FIRST_NAME = (issue: string): string => `(
      select split_part(k.name, ' ', 1) from contractors k
      where k.id = case when ${issue}.assignment_state = 'accepted' then ${issue}.contractor_id when ${issue}.status in ('resolved', 'confirmed', 'closed') then ${issue}.done_by end)`;

// Only of the visit that is to come: words from before somebody came are history.
const MOVED = `case when i.status = 'open' then (
      select json_build_object('text', c.body, 'at', ${ms('c.at')})
      from issue_events e join comments c on c.id = e.text_id and c.kind = 'public'
      where e.issue_id = i.id and e.action in ('plan', 'offer', 'assign', 'reassign')
        and e.at >= coalesce((select max(a.at) from issue_events a where a.issue_id = i.id and a.action in ('arrive', 'finish')), '-infinity')
      order by e.id desc limit 1) end`;

const PUBLIC = `
  select json_build_object(
    'id', i.id, 'ref', i.ref, 'version', i.version, 'rev', i.rev,
    'stage', issue_stage(i.status, i.triaged, i.assignment_state), 'status', i.status, 'outcome', i.outcome,
    'title', case when i.callback then 'Call back' else c.name end, 'category', c.name, 'urgency', i.urgency,
    'filedAt', ${ms('i.filed_at')}, 'changedAt', ${ms('i.changed_at')}, 'hold', i.hold, 'askedAt', ${ms('i.asked_at')},
    'steps', ${stepsOf('i.id')},
    'windowFrom', ${ms('i.window_from')}, 'windowTo', ${ms('i.window_to')}, 'windowBy', i.window_by,
    'moved', ${MOVED},
    'availableFrom', ${ms('i.available_from')}, 'availableTo', ${ms('i.available_to')}, 'flexible', i.flexible,
    'etaAt', ${ms('i.eta_at')}, 'resolveBy', ${ms('i.resolve_by')}, 'confirmUntil', ${ms('i.confirm_until')}, 'reopenUntil', ${ms('i.reopen_until')},
    'reopened', i.reopened,
    'contractor', ${FIRST_NAME('i')},
    'triedToCall', (
      select case when i.call_household and i.call_tries >= ${String(TOLD_FROM_TRIES)} then coalesce(json_agg(t.at order by t.at), '[]') else '[]' end
      from (select ${ms('k.at')} as at from calls k where k.issue_id = i.id and k.party = 'household' order by k.at desc limit i.call_tries) t),
    'messages', (
      select coalesce(json_agg(json_build_object(
        'id', m.id, 'text', m.body, 'at', ${ms('m.at')},
        'from', case when m.author_kind in ('household', 'link') then 'you' when m.author_kind = 'contractor' then 'contractor' else 'office' end
      ) order by m.at, m.id), '[]')
      from comments m where m.kind = 'public' and (m.issue_id = i.id
        or i.merged_into is not null and m.to_all and m.issue_id = issue_root(i.merged_into))),
    'joined', case when i.merged_into is not null then (
      select json_build_object('ref', b.ref, 'stage', issue_stage(b.status, b.triaged, b.assignment_state), 'status', b.status,
        'outcome', b.outcome, 'hold', b.hold, 'reopened', b.reopened, 'contractor', ${FIRST_NAME('b')}, 'steps', ${stepsOf('b.id')})
      from issues b where b.id = issue_root(i.merged_into)) end
  ) as issue
  from issues i join categories c on c.id = i.category_id`;

/** The public view of issues by id. Its title is the category's name: what was typed may hold personal data. */
export async function publicViewsOf(db: Reader, ids: readonly string[]): Promise<PublicIssue[]> {
  const { rows } = await db.query<{ issue: PublicIssue }>({
    name: 'issue-public',
    text: `${PUBLIC} where i.id = any($1::uuid[])`,
    values: [ids],
  });
  return rows.map((row) => row.issue);
}

/** A household's own issues, newest first: those of its address and those its person filed. */
export async function ownIssues(db: Reader, householdIds: readonly string[], userId: string): Promise<PublicIssue[]> {
  const { rows } = await db.query<{ issue: PublicIssue }>({
    name: 'issues-own',
    text: `${PUBLIC} where i.household_id = any($1::uuid[]) or i.filed_by = $2 order by i.filed_at desc limit 200`,
    values: [householdIds, userId],
  });
  return rows.map((row) => row.issue);
}

/** Who may see an issue: what the policy looks at. */
export async function subjectOf(
  db: Reader,
  id: string,
): Promise<{
  id: string;
  householdId: string | null;
  filedBy: string | null;
  contractorIds: (string | null)[];
} | null> {
  const { rows } = await db.query<{
    household_id: string | null;
    filed_by: string | null;
    contractor_id: string | null;
    done_by: string | null;
  }>({
    name: 'issue-subject',
    text: 'select household_id, filed_by, contractor_id, done_by from issues where id = $1',
    values: [id],
  });
  const row = rows[0];
  return row
    ? { id, householdId: row.household_id, filedBy: row.filed_by, contractorIds: [row.contractor_id, row.done_by] }
    : null;
}

/** Finds an issue's id by its reference; null when there is none. */
export async function idOfReference(db: Reader, ref: string): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>('select id from issues where ref = $1', [ref]);
  return rows[0]?.id ?? null;
}

/** Issues whose drawers or progress pages show something of these: linked ones, and both ends of a merge. */
export async function neighboursOf(db: Reader, ids: readonly string[]): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>({
    name: 'issue-neighbours',
    text: `select other_id as id from issue_relations where issue_id = any($1::uuid[])
      union select issue_id from issue_relations where other_id = any($1::uuid[])
      union select merged_into from issues where id = any($1::uuid[]) and merged_into is not null
      union select d from unnest($1::uuid[]) as changed(id), issue_reports(changed.id) as d`,
    values: [ids],
  });
  return rows.map((row) => row.id);
}

import { createHash } from 'node:crypto';
import type { Outcome, Status, Urgency } from '@dispatch/shared/issues/status';
import type { Knex } from 'knex';
import type pg from 'pg';
import type { Notice, Party } from './notices.ts';

export interface EventFacts {
  id: number;
  urgency: Urgency;
  assignmentAfter: 'offered' | 'accepted' | null;
  offered: boolean;
  joined: boolean;
  splitOff: boolean;
  toAll: boolean;
  told: boolean;
}

/** What the feed does not carry of events. */
export async function eventFacts(pool: pg.Pool, eventIds: readonly number[]): Promise<Map<number, EventFacts>> {
  const { rows } = await pool.query<EventFacts>(
    `select e.id, i.urgency, e.changes->'assignmentState'->>1 as "assignmentAfter",
       e.action = 'swap' and i.assignment_state = 'offered' as offered, i.joined > 0 as joined,
       exists (select from issue_relations r where r.issue_id = i.id and r.kind = 'split_from') as "splitOff",
       coalesce((e.changes->'toAll'->>1)::boolean, false) as "toAll",
       e.action = 'plan' and exists (select from comments c where c.id = e.text_id and c.kind = 'public') as told
     from issue_events e join issues i on i.id = e.issue_id where e.id = any($1::bigint[])`,
    [eventIds],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

export interface NoticeRow {
  issueId: string;
  ref: string;
  category: string;
  outcome: Outcome | null;
  callback: boolean;
  status: Status;
  contractorId: string | null;
  assignmentState: 'offered' | 'accepted' | null;
  asked: boolean;
  undone: boolean;
  etaAt: number | null;
  offerUntil: number | null;
  confirmUntil: number | null;
  windowFrom: number | null;
  windowTo: number | null;
  /** Public words of the plan that came with the event; a note that someone typed is not among them. */
  told: string | null;
  contractorBefore: string | null;
  contractorAfter: string | null;
  /** Full name of the person who has it, or who finished it; null for a crew without an account, which is no person. */
  contractorName: string | null;
}

/** An event and its issue as they are now; null when the event is not there. */
export async function noticeRow(pool: pg.Pool, eventId: number): Promise<NoticeRow | null> {
  const { rows } = await pool.query<NoticeRow>(
    `select i.id as "issueId", i.ref, c.name as category, i.outcome, i.callback, i.status, i.contractor_id as "contractorId",
       i.assignment_state as "assignmentState", i.asked_at is not null as asked, i.eta_at as "etaAt",
       i.offer_until as "offerUntil", i.confirm_until as "confirmUntil",
       i.window_from as "windowFrom", i.window_to as "windowTo",
       (select c.body from comments c where c.id = e.text_id and c.kind = 'public' and e.action in ('plan', 'assign', 'reassign')
         and i.window_by = 'plan') as told,
       e.contractor_before as "contractorBefore", e.contractor_after as "contractorAfter",
       (select name from contractors where id = coalesce(i.contractor_id, i.done_by) and user_id is not null) as "contractorName",
       exists (
         select from issue_events u
         where u.issue_id = e.issue_id and u.action = 'undo' and u.version = e.version + 1
       ) as undone
     from issue_events e join issues i on i.id = e.issue_id join categories c on c.id = i.category_id
     where e.id = $1`,
    [eventId],
  );
  return rows[0] ?? null;
}

// Who may be written to about an issue: the contact given with it and the household's own account that filed it; when
// there is neither, everyone of the household.
const HOUSEHOLD = `
  with filed as (
    select nullif(trim(c.email), '') as email from issue_contacts c where c.issue_id = $1
    union all
    select u.email from issues i join users u on u.id = i.filed_by
    where i.id = $1 and u.role = 'household' and u.status = 'active'
  )
  select email from filed where email is not null
  union all
  select nullif(trim(m.email), '') from issues i join household_members m on m.household_id = i.household_id
  where i.id = $1 and not exists (select from filed where email is not null)`;

const CONTRACTOR = `
  select u.email from contractors c join users u on u.id = c.user_id
  where c.id = $1 and c.active and u.status = 'active'`;

/** The reports that were merged into an issue, also by way of others. */
export async function joinedReports(pool: pg.Pool, issueId: string): Promise<{ id: string; ref: string }[]> {
  const { rows } = await pool.query<{ id: string; ref: string }>(
    'select id, ref from issues where id in (select issue_reports($1)) order by filed_at, id',
    [issueId],
  );
  return rows;
}

/** Addresses to write to, each once. */
export async function addressesOf(
  pool: pg.Pool,
  party: Exclude<Party, 'joined'>,
  row: Pick<NoticeRow, 'issueId' | 'contractorBefore' | 'contractorAfter'>,
): Promise<string[]> {
  const contractorId = party === 'contractor_after' ? row.contractorAfter : row.contractorBefore;
  const { rows } =
    party === 'household'
      ? await pool.query<{ email: string | null }>(HOUSEHOLD, [row.issueId])
      : await pool.query<{ email: string | null }>(CONTRACTOR, [contractorId]);
  const byAddress = new Map(
    rows.flatMap(({ email }) => (email === null ? [] : [[email.toLowerCase(), email] as const])),
  );
  return [...byAddress.values()];
}

/**
 * Runs `write` in a transaction that notes this event's mail to this address.
 *
 * @returns false when it has been noted before; nothing is written then.
 */
export function oncePerEvent(
  knex: Knex,
  { eventId, notice, address }: { eventId: number; notice: Notice; address: string },
  write: (within: Knex.Transaction) => Promise<unknown>,
): Promise<boolean> {
  const recipient = createHash('sha256').update(address.toLowerCase()).digest('hex');
  return knex.transaction(async (trx) => {
    const noted = await trx.raw<{ rowCount: number }>(
      'insert into notices (event_id, recipient, notice) values (?, ?, ?) on conflict do nothing',
      [eventId, recipient, notice],
    );
    if (noted.rowCount === 0) return false;
    await write(trx);
    return true;
  });
}

import type pg from 'pg';

/** The system's own moves, each with the column that says when it is due. */
export const TIMERS = {
  expire: { column: 'offer_until', where: `assignment_state = 'offered'` },
  lapse: { column: 'confirm_until', where: `status = 'resolved'` },
  settle: { column: 'reopen_until', where: `status = 'confirmed'` },
} as const;
export type Timer = keyof typeof TIMERS;

export interface DueIssue {
  id: string;
  version: number;
}

/** Issues whose time has passed, the longest overdue first. `now` in Unix ms. */
export async function dueIssues(pool: pg.Pool, timer: Timer, now: number, limit: number): Promise<DueIssue[]> {
  const { column, where } = TIMERS[timer];
  const { rows } = await pool.query<DueIssue>(
    `select id, version from issues where ${where} and ${column} <= $1 order by ${column}, id limit $2`,
    [new Date(now), limit],
  );
  return rows;
}

export interface OpenOffer {
  issueId: string;
  version: number;
  /** Unix ms. */
  offerUntil: number;
}

/** Which of these issues wait for the answer to an offer, and until when. */
export async function openOffers(pool: pg.Pool, issueIds: readonly string[]): Promise<OpenOffer[]> {
  const { rows } = await pool.query<OpenOffer>(
    `select id as "issueId", version, offer_until as "offerUntil" from issues
     where id = any($1::uuid[]) and assignment_state = 'offered' and offer_until is not null`,
    [issueIds],
  );
  return rows;
}

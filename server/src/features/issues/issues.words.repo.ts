/** What people said about an issue: rows of their own, so that they can be blanked. */
import type pg from 'pg';
import type { EventActor } from './issues.repo.ts';

export async function insertComment(
  client: pg.ClientBase,
  comment: {
    id: string;
    issueId: string;
    kind: 'public' | 'internal' | 'reason';
    text: string;
    at: number;
    actor: EventActor;
    toAll?: boolean;
  },
): Promise<void> {
  await client.query(
    'insert into comments (id, issue_id, kind, body, at, author_kind, author_id, to_all) values ($1, $2, $3, $4, $5, $6, $7, $8)',
    [
      comment.id,
      comment.issueId,
      comment.kind,
      comment.text,
      new Date(comment.at),
      comment.actor.kind,
      comment.actor.userId,
      comment.toAll === true,
    ],
  );
}

/** Takes public words back among the staff, when the move they came with is undone. @returns how many. */
export async function takeBackWords(client: pg.ClientBase, id: string): Promise<number> {
  const { rowCount } = await client.query(`update comments set kind = 'reason' where id = $1 and kind = 'public'`, [
    id,
  ]);
  return rowCount ?? 0;
}

export async function insertCall(
  client: pg.ClientBase,
  call: {
    id: string;
    issueId: string;
    party: string;
    outcome: string;
    note: string | null;
    at: number;
    againAt: number | null;
    userId: string | null;
  },
): Promise<void> {
  await client.query(
    'insert into calls (id, issue_id, party, outcome, note, at, again_at, user_id) values ($1, $2, $3, $4, $5, $6, $7, $8)',
    [
      call.id,
      call.issueId,
      call.party,
      call.outcome,
      call.note,
      new Date(call.at),
      call.againAt === null ? null : new Date(call.againAt),
      call.userId,
    ],
  );
}

import { randomUUID } from 'node:crypto';
import type pg from 'pg';

/** For tests: one issue, and events of it written as commands write them. */
export async function recordedHistory(pool: Pick<pg.Pool, 'query'>): Promise<{
  issueId: string;
  record(client: Pick<pg.ClientBase, 'query'>, version: number): Promise<number>;
}> {
  const [categoryId, issueId] = [randomUUID(), randomUUID()];
  await pool.query(`insert into categories (id, code, name) values ($1, $2, 'Leak')`, [categoryId, categoryId]);
  await pool.query(
    `insert into issues (id, number, ref, category_id, status, urgency, filed_at, changed_at, title)
     select $1, number, 'J-' || number, $2, 'new', 'normal', now(), now(), 'Leak' from nextval('issue_numbers') as number`,
    [issueId, categoryId],
  );
  return {
    issueId,
    async record(client, version) {
      const { rows } = await client.query<{ id: number }>(
        `insert into issue_events (issue_id, version, action, at, actor_kind, app)
         values ($1, $2, 'edit', now(), 'operator', 'desk') returning id`,
        [issueId, version],
      );
      return Number(rows[0]?.id);
    },
  };
}

import type { Relation } from '@dispatch/shared/issues/relation';
import type pg from 'pg';
import type { FiledIssue } from './issues.repo.ts';

/** @returns false when the two are related already, one way or the other. */
export async function insertRelation(
  client: pg.ClientBase,
  relation: { issueId: string; otherId: string; kind: Relation; at: number },
): Promise<boolean> {
  const { rowCount } = await client.query(
    'insert into issue_relations (issue_id, other_id, kind, at) values ($1, $2, $3, $4) on conflict do nothing',
    [relation.issueId, relation.otherId, relation.kind, new Date(relation.at)],
  );
  return rowCount === 1;
}

/** @returns the relation that was there, from the side it stood on; null when there was none. */
export async function deleteRelation(
  client: pg.ClientBase,
  one: string,
  other: string,
): Promise<{ issueId: string; kind: Relation } | null> {
  const { rows } = await client.query<{ issueId: string; kind: Relation }>(
    `delete from issue_relations where (issue_id = $1 and other_id = $2) or (issue_id = $2 and other_id = $1)
     returning issue_id as "issueId", kind`,
    [one, other],
  );
  return rows[0] ?? null;
}

/** Whom an issue was filed for, as far as a part or a follow-up takes it over. */
export async function filedWith(client: pg.ClientBase, id: string): Promise<Pick<FiledIssue, 'contact' | 'answers'>> {
  const { rows } = await client.query<Pick<FiledIssue, 'contact' | 'answers'>>(
    `select i.answers, case when c.issue_id is not null then json_build_object('name', c.name, 'phone', c.phone, 'email', c.email) end as contact
     from issues i left join issue_contacts c on c.issue_id = i.id where i.id = $1`,
    [id],
  );
  return rows[0] ?? { contact: null, answers: [] };
}

/** The parts that were split from an issue at a moment, Unix ms. */
export async function partsSince(client: pg.ClientBase, id: string, at: number): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select issue_id as id from issue_relations where other_id = $1 and kind = 'split_from' and at >= $2 order by issue_id`,
    [id, new Date(at)],
  );
  return rows.map((row) => row.id);
}

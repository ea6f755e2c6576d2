import { createHash } from 'node:crypto';
import type pg from 'pg';
import { Refusal } from '../refusal.ts';
import { isUniqueViolation } from './database.ts';

/** A done command as it is remembered: ids and versions only, so that nothing personal stays in it. */
export interface Remembered {
  issueId: string;
  version: number;
  rev: number;
}

/** Hash of what was asked: the same key with another body is a mistake of the sender. */
export function hashOf(action: string, target: string, body: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([action, target, body]))
    .digest('base64url');
}

/**
 * The answer stored under a key, when this actor has used it before.
 *
 * @throws Refusal `key_reused` when it was used for something else.
 */
export async function remembered(
  client: pg.ClientBase,
  actor: string,
  key: string,
  hash: string,
): Promise<Remembered | null> {
  const { rows } = await client.query<{ hash: string; answer: Remembered }>({
    name: 'idempotency-read',
    text: 'select hash, answer from idempotency_keys where actor = $1 and key = $2',
    values: [actor, key],
  });
  const row = rows[0];
  if (!row) return null;
  if (row.hash !== hash) throw new Refusal('key_reused');
  return row.answer;
}

/** A command's key as it is to be stored with what the command wrote. */
export interface KeyToStore {
  actor: string;
  key: string;
  hash: string;
}

/** Stores a done command; part of its transaction, so that it is remembered exactly when it is done. */
export async function remember(
  client: pg.ClientBase,
  actor: string,
  key: string,
  hash: string,
  answer: Remembered,
): Promise<void> {
  await client.query({
    name: 'idempotency-write',
    text: 'insert into idempotency_keys (actor, key, hash, status, answer, issue_id, version) values ($1, $2, $3, 200, $4, $5, $6)',
    values: [actor, key, hash, JSON.stringify(answer), answer.issueId, answer.version],
  });
}

/**
 * Runs a command whose key may be used for another one at the same moment, where no common row makes the two wait for
 * each other: the one that comes second is refused.
 *
 * @throws Refusal `key_reused`; and what the command throws.
 */
export async function underOneKey<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (isUniqueViolation(error) && error.constraint === 'idempotency_keys_pkey') throw new Refusal('key_reused');
    throw error;
  }
}

/** The version that a queued command led to; null when the key is not known for this actor. */
export async function versionAfter(
  client: pg.ClientBase,
  actor: string,
  key: string,
  issueId: string,
): Promise<number | null> {
  const { rows } = await client.query<{ version: number }>(
    'select version from idempotency_keys where actor = $1 and key = $2 and issue_id = $3',
    [actor, key, issueId],
  );
  return rows[0]?.version ?? null;
}

/** Makes two simultaneous uses of one key wait for each other where there is no row to lock yet. */
export async function lockKey(client: pg.ClientBase, actor: string, key: string): Promise<void> {
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${actor}/${key}`]);
}

import type { Preferences } from '@dispatch/shared/preferences/preferences';
import type pg from 'pg';

export async function readPreferences(pool: pg.Pool, userId: string): Promise<Preferences> {
  const { rows } = await pool.query<{ value: Preferences }>('select value from preferences where user_id = $1', [
    userId,
  ]);
  return rows[0]?.value ?? {};
}

/** Replaces the parts that are given. @param now Unix ms */
export async function mergePreferences(
  pool: pg.Pool,
  userId: string,
  parts: object,
  now: number,
): Promise<Preferences> {
  const { rows } = await pool.query<{ value: Preferences }>(
    `insert into preferences (user_id, value, changed_at) values ($1, $2, $3)
     on conflict (user_id) do update set value = preferences.value || excluded.value, changed_at = excluded.changed_at
     returning value`,
    [userId, JSON.stringify(parts), new Date(now)],
  );
  return rows[0]?.value ?? {};
}

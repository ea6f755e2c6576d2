import type pg from 'pg';
import type { Logger } from 'pino';
import type { JobDoor } from './door.ts';

/** Rows that are deleted when their time is over. */
export interface Expiry {
  table: string;
  /** Column of the time it is counted from. */
  column: string;
  days: number;
}

export interface CleanupOptions {
  pool: pg.Pool;
  expiries: readonly Expiry[];
  /** Unix ms. */
  clock: () => number;
  log: Logger;
}

const DAY = 86_400_000;
/** Short statements: a long one would hold its locks, and its snapshot, against everyone else. */
const BATCH = 5000;
const NAME = /^[a-z_]+$/;

/** Deletes each day, early in the morning (UTC), what has been kept long enough. */
export function cleanupDoor({ pool, expiries, clock, log }: CleanupOptions): JobDoor {
  for (const { table, column } of expiries)
    if (!NAME.test(table) || !NAME.test(column))
      throw new Error(`expected names of a table and a column, got ${table}.${column}`);

  async function clean({ table, column, days }: Expiry): Promise<number> {
    const before = new Date(clock() - days * DAY);
    let deleted = 0;
    for (;;) {
      const { rowCount } = await pool.query(
        `delete from ${table} where ctid = any(array(select ctid from ${table} where ${column} < $1 limit ${String(BATCH)}))`,
        [before],
      );
      deleted += rowCount ?? 0;
      if ((rowCount ?? 0) < BATCH) return deleted;
    }
  }

  return {
    tasks: {
      async 'cleanup:daily'() {
        for (const expiry of expiries) {
          const deleted = await clean(expiry);
          if (deleted > 0) log.info({ table: expiry.table, deleted }, 'deleted rows whose time was over');
        }
      },
    },
    crontab: ['17 3 * * * cleanup:daily ?fill=1d'],
  };
}

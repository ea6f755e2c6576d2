import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { inject } from 'vitest';
import { databaseAt } from './addresses.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** address of the maintenance database of the PostgreSQL that belongs to this test run */
    postgresUrl: string;
  }
}

/** The migrated database that tests clone. */
export const TEMPLATE = 'dispatch_template';

export interface TestDatabase {
  url: string;
  /** Removes the database. Throws when the test left sessions open in it: a leaked pool. */
  drop: () => Promise<void>;
}

/** How long a closed connection may take to be gone on the server's side. */
const CLOSING_MS = 3_000;

/** A migrated database for one test file alone, cloned in some 50 ms. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = inject('postgresUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdmin(server, (client) => client.query(`create database ${name} template ${TEMPLATE}`));
  return {
    url: databaseAt(server, name),
    drop: () =>
      asAdmin(server, async (client) => {
        const left = await leftOpen(client, name);
        await client.query(`drop database ${name} with (force)`);
        if (left.length > 0) throw new Error(`the test left ${left.length} sessions open: ${left.join('; ')}`);
      }),
  };
}

export { databaseAt };

async function leftOpen(client: pg.Client, name: string): Promise<string[]> {
  const deadline = Date.now() + CLOSING_MS;
  for (;;) {
    const { rows } = await client.query<{ session: string }>(
      `select coalesce(nullif(application_name, ''), 'unnamed') || ', last: ' || left(query, 80) as session
       from pg_stat_activity where datname = $1 and backend_type = 'client backend'`,
      [name],
    );
    if (rows.length === 0 || Date.now() > deadline) return rows.map(({ session }) => session);
    await pause(20);
  }
}

async function asAdmin<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'test admin' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

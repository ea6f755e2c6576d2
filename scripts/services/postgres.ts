import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../server/src/platform/database/migrate.ts';
import { databaseAt, TEMPLATE } from '../../server/src/platform/postgres/test-database.ts';
import { startThrowawayPostgres } from '../../server/src/platform/postgres/throwaway.ts';

/** Starts PostgreSQL for a test run and migrates the template that each test file clones. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const server = await startThrowawayPostgres();
  try {
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await client.query(`create database ${TEMPLATE}`);
    await client.end();
    await migrate(databaseAt(server.url, TEMPLATE));
  } catch (error) {
    await server.stop();
    throw error;
  }
  project.provide('postgresUrl', server.url);
  return server.stop;
}

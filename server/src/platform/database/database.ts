import knexFactory, { type Knex } from 'knex';
import pg from 'pg';

/**
 * One database, two doors: knex (with Objection models) for writing and administration, and a bare pg pool for hot
 * reads that PostgreSQL answers as ready JSON text.
 */
export interface Database {
  readonly knex: Knex;
  readonly pool: pg.Pool;
  /** A connection of its own for bulk work: statements wait for each other, and COPY can be used. End it when done. */
  connect(): Promise<pg.Client>;
  close(): Promise<void>;
}

const TIMESTAMPTZ: number = pg.types.builtins.TIMESTAMPTZ;
const INT8: number = pg.types.builtins.INT8;
/** The driver's own parsers; its types know only the oids of built-in types, while extensions bring others. */
const parserOf = pg.types.getTypeParser as (oid: number, format?: 'text' | 'binary') => (value: string) => unknown;

/**
 * Times cross the driver as Unix milliseconds and 64-bit numbers as numbers (all of ours stay below 2^53). Set per
 * connection rather than on pg itself: the job runner shares that module and expects its own types.
 */
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
    if (format !== 'binary' && oid === TIMESTAMPTZ) return (value) => Date.parse(value);
    if (format !== 'binary' && oid === INT8) return Number;
    return parserOf(oid, format);
  },
};

/**
 * @param url a PostgreSQL connection string.
 * @param connections the most connections held by each of the two doors.
 * @param options settings of the sessions, as `-c synchronous_commit=off`.
 */
export function openDatabase(
  url: string,
  { connections = 10, options }: { connections?: number; options?: string } = {},
): Database {
  const connection = {
    connectionString: url,
    types,
    application_name: 'dispatch-board',
    ...(options !== undefined && { options }),
  };
  // knex hands the whole object to pg.Client; its types know only a part of what that takes.
  const knex = knexFactory({
    client: 'pg',
    connection: connection as Knex.PgConnectionConfig,
    pool: { min: 0, max: connections },
    // Otherwise the values of a failed statement, names and password hashes among them, end up in its message.
    compileSqlOnError: false,
  });
  // Statements of one transaction are sent without waiting for the one before, where their author does not wait either.
  const pool = new pg.Pool({ ...connection, pipeline: true, max: connections, idleTimeoutMillis: 30_000 });
  // An idle connection that the server drops must not end the process; the next query opens another.
  pool.on('error', () => undefined);
  return {
    knex,
    pool,
    async connect() {
      const client = new pg.Client(connection);
      // A connection that the server drops must not end the process; the statement under way tells of it.
      client.on('error', () => undefined);
      await client.connect();
      return client;
    },
    async close() {
      await Promise.all([knex.destroy(), pool.end()]);
    },
  };
}

/** PostgreSQL's code of a violated unique constraint. */
export function isUniqueViolation(error: unknown): error is Error & { constraint?: string } {
  return error instanceof Error && 'code' in error && error.code === '23505';
}

/** PostgreSQL's code of a reference to a row that is not there. */
export function isMissingReference(error: unknown): error is Error & { constraint?: string } {
  return error instanceof Error && 'code' in error && error.code === '23503';
}

/** A Unix millisecond time as the driver wants it. */
export function timestamp(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}

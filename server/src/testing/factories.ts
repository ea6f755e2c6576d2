/** Makes what tests are about, with everything that does not matter filled in. */
import { randomBytes } from 'node:crypto';
import { abilitiesOf, type Who } from '@dispatch/shared/access/abilities';
import { uuidv7 } from '@dispatch/shared/ids/uuid';
import pino from 'pino';
import { openDatabase, type Database } from '../platform/database/database.ts';
import type { Asker } from '../platform/http/route.ts';
import { createFeed } from '../platform/feed/feed.ts';
import { createIssues, type Issues, type IssuesDependencies } from '../features/issues/index.ts';

export const silent = pino({ level: 'silent' });

/** A clock that only the test moves. */
export interface TestClock {
  (): number;
  advance(ms: number): void;
}

export function testClock(start = Date.UTC(2026, 5, 1, 9)): TestClock {
  let now = start;
  return Object.assign(() => now, {
    advance(ms: number) {
      now += ms;
    },
  });
}

/** Someone who asks, with the rights of their kind. */
export function asker(who: Who, more: Partial<Asker> = {}): Asker {
  return { ...who, name: 'Someone', sessionId: null, ability: abilitiesOf(who), address: '127.0.0.1', ...more };
}

export const newKey = (): string => randomBytes(16).toString('hex');

export interface TestIssues {
  database: Database;
  clock: TestClock;
  issues: Issues;
  operator: Asker;
  categoryId: string;
  committed: number;
  deps: IssuesDependencies;
  close(): Promise<void>;
}

/** A database of its own with one category and one operator, and the issues service on it. */
export async function testIssues(more: Partial<IssuesDependencies> = {}): Promise<TestIssues> {
  // Only here: the module belongs to the test runner, which benchmarks do without.
  const { testDatabase } = await import('../platform/postgres/test-database.ts');
  return issuesOn(await testDatabase(), more);
}

/** The same on a database that has been migrated. */
export async function issuesOn(
  { url, drop }: { url: string; drop: () => Promise<void> },
  more: Partial<IssuesDependencies> = {},
): Promise<TestIssues> {
  const database = openDatabase(url, { connections: 8 });
  const clock = testClock();
  const counter = { committed: 0 };
  const deps: IssuesDependencies = {
    database,
    settings: {
      undoSeconds: 20,
      confirmDays: 3,
      reopenDays: 14,
      offerMinutes: { low: 60, normal: 30, high: 15, emergency: 5 },
    },
    clock,
    promises: () =>
      Promise.resolve({
        promiseOf: () => ({ respondMinutes: 60, resolveMinutes: 480 }),
        addMinutes: (_urgency: unknown, from: number, minutes: number) => from + minutes * 60_000,
        minutesBetween: (_urgency: unknown, from: number, to: number) => (to - from) / 60_000,
      }),
    districts: () => Promise.resolve({ districtAt: () => null }),
    committed: () => {
      counter.committed += 1;
    },
    secret: 'a secret for tests',
    log: silent,
    feed: createFeed(database),
    limits: { file: () => Promise.resolve(), command: () => Promise.resolve() },
    cut: () => undefined,
    publicPosition: () => Promise.resolve(null),
    ...more,
  };
  const { service } = createIssues(deps);
  const operator = asker({
    kind: 'operator',
    userId: await aUser(database, { role: 'operator', name: 'Olga Operator' }),
  });
  const categoryId = await aCategory(database);
  return {
    database,
    clock,
    issues: service,
    operator,
    categoryId,
    deps,
    get committed() {
      return counter.committed;
    },
    async close() {
      await database.close();
      await drop();
    },
  };
}

export async function aUser(database: Database, more: Record<string, unknown> = {}): Promise<string> {
  const id = uuidv7();
  await database.knex('users').insert({ id, role: 'operator', email: `${id}@example.org`, name: 'Someone', ...more });
  return id;
}

export async function aCategory(database: Database, more: Record<string, unknown> = {}): Promise<string> {
  const id = uuidv7();
  await database.knex('categories').insert({ id, code: id, name: 'Water leak', ...more });
  return id;
}

export async function aDistrict(database: Database, more: Record<string, unknown> = {}): Promise<string> {
  const id = uuidv7();
  const geometry = JSON.stringify({
    type: 'Polygon',
    coordinates: [
      [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 1],
        [0, 0],
      ],
    ],
  });
  await database
    .knex('districts')
    .insert({ id, name: `District ${id}`, geometry, west: 0, south: 0, east: 1, north: 1, ...more });
  return id;
}

/** A contractor with a user; @returns who asks as this contractor. */
export async function aContractor(
  database: Database,
  more: Record<string, unknown> = {},
): Promise<Asker & { contractorId: string }> {
  const contractorId = uuidv7();
  const userId = await aUser(database, { role: 'contractor', name: 'Carla Contractor' });
  await database.knex('contractors').insert({
    id: contractorId,
    user_id: userId,
    name: 'Carla Contractor',
    initials: 'CC',
    colour: '#336699',
    ...more,
  });
  return { ...asker({ kind: 'contractor', userId, contractorId }), contractorId };
}

/** A household with one member who can sign in; @returns who asks as that member. */
export async function aHousehold(
  database: Database,
  more: Record<string, unknown> = {},
): Promise<Asker & { householdId: string }> {
  const householdId = uuidv7();
  const userId = await aUser(database, { role: 'household', name: 'Hanna Household' });
  await database.knex('households').insert({ id: householdId, address: '1 Mill Lane', lat: 0.5, lon: 0.5, ...more });
  await database.knex('household_members').insert({
    id: uuidv7(),
    household_id: householdId,
    user_id: userId,
    name: 'Hanna Household',
    phone: '030 555 0101',
  });
  return { ...asker({ kind: 'household', userId, householdIds: [householdId] }), householdId };
}

/** A running node with one of everything, twice: what is an asker's own, and what is someone else's. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uuidv7 } from '@dispatch/shared/ids/uuid';
import { startApp, type App } from '../app.ts';
import { readConfig } from '../config.ts';
import { createHasher } from '../features/accounts/index.ts';
import { openDatabase, type Database } from '../platform/database/database.ts';
import { testDatabase } from '../platform/postgres/test-database.ts';
import { CHEAP } from './accounts.ts';
import { aCategory, aContractor, aDistrict, aHousehold, asker, aUser, newKey, silent } from './factories.ts';
import type { AskerName } from './rights-table.ts';

export const PASSWORD = 'correct horse battery';
type UserName = Exclude<AskerName, 'link' | 'watch' | 'wall' | 'signed out'>;

export interface Belongings {
  contractorId: string;
  householdId: string;
  /** Of that household, being driven to by that contractor. */
  issueId: string;
}

export interface RightsWorld {
  app: App;
  database: Database;
  /** Where the node keeps files. */
  dataDir: string;
  users: Record<UserName, string>;
  own: Belongings;
  others: Belongings;
  categoryId: string;
  districtId: string;
  teamId: string;
  /** Headers by which an asker is known, with a session of its own. */
  headersOf(name: AskerName): Promise<Record<string, string>>;
  /** A new person with the password PASSWORD. */
  newUser(more: Record<string, unknown>): Promise<{ id: string; email: string }>;
  /** One more session of a user. @returns its id */
  newSession(userId: string): Promise<string>;
  close(): Promise<void>;
}

const MANY = '100000/1h';

export async function rightsWorld(): Promise<RightsWorld> {
  const { url, drop } = await testDatabase();
  const database = openDatabase(url, { connections: 6 });
  const dataDir = await mkdtemp(join(tmpdir(), 'dispatch-rights-'));
  const hasher = createHasher(CHEAP);
  const config = readConfig({
    PORT: '0',
    DEMO: 'off',
    DATA_DIR: dataDir,
    RATE_SIGN_IN_PER_ACCOUNT: MANY,
    RATE_SIGN_IN_PER_ADDRESS: MANY,
    RATE_REGISTER_PER_ADDRESS: MANY,
    RATE_RESET_PER_ADDRESS: MANY,
    RATE_RESET_PER_ACCOUNT: MANY,
    RATE_LINKS_PER_ADDRESS: MANY,
    RATE_FILE_PER_ADDRESS: MANY,
    RATE_COMMANDS_PER_ACTOR: MANY,
  });
  const app = await startApp({
    config,
    database,
    databaseUrl: url,
    log: silent,
    secret: 'a secret for tests only',
    hasher,
    pages: false,
  });
  const { house } = app;
  const passwordHash = await hasher.hash(PASSWORD);
  const [contractor, household] = [await aContractor(database), await aHousehold(database)];
  const [otherContractor, otherHousehold] = [await aContractor(database), await aHousehold(database)];
  const users = {
    owner: await aUser(database, { role: 'owner' }),
    admin: await aUser(database, { role: 'admin' }),
    operator: await aUser(database, { role: 'operator' }),
    contractor: contractor.userId ?? '',
    household: household.userId ?? '',
  };
  await database.knex('users').update({ password_hash: passwordHash });
  const operator = asker({ kind: 'operator', userId: users.operator });
  const [categoryId, districtId] = [await aCategory(database), await aDistrict(database)];
  const teamId = uuidv7();
  await database.knex('teams').insert({ id: teamId, name: 'Water' });

  async function belongingsOf(contractorId: string, householdId: string): Promise<Belongings> {
    const input = { categoryId, householdId, title: 'A leak' };
    const filed = await house.issues.file({ who: operator, input, key: newKey(), app: 'test' });
    const { issueId } = filed;
    const assigned = await house.issues.command({
      who: operator,
      issueId,
      action: 'assign',
      input: { version: filed.version, contractorId },
      key: newKey(),
      app: 'test',
    });
    await house.issues.command({
      who: operator,
      issueId,
      action: 'depart',
      input: { version: assigned.version },
      key: newKey(),
      app: 'test',
    });
    return { contractorId, householdId, issueId };
  }
  const own = await belongingsOf(contractor.contractorId, household.householdId);
  const others = await belongingsOf(otherContractor.contractorId, otherHousehold.householdId);

  const openSession = (userId: string, kiosk = false) =>
    house.sessions.open({ userId, kiosk, app: 'test', userAgent: null }, { secure: false });

  return {
    app,
    database,
    dataDir,
    users,
    own,
    others,
    categoryId,
    districtId,
    teamId,
    async headersOf(name) {
      if (name === 'signed out') return {};
      if (name === 'link' || name === 'watch') {
        const path = await house.issues.link(own.issueId, name === 'link' ? 'act' : 'watch');
        return { authorization: `Link ${path.replace('/t/', '')}` };
      }
      const { setCookie } = await openSession(name === 'wall' ? users.operator : users[name], name === 'wall');
      return { cookie: setCookie.split(';')[0] ?? '', 'x-requested-with': 'dispatch-board' };
    },
    async newUser(more) {
      const email = `${uuidv7()}@example.org`;
      return { id: await aUser(database, { password_hash: passwordHash, email, ...more }), email };
    },
    newSession: async (userId) => (await openSession(userId)).session.id,
    async close() {
      await app.stop();
      await database.close();
      await drop();
      await rm(dataDir, { recursive: true });
    },
  };
}

/** Accounts as they run, on a database of their own and behind a real HTTP server. */
import { USUAL_DISPATCHING } from '@dispatch/shared/dispatching/dispatching';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Role } from '@dispatch/shared/access/roles';
import type { Organisation } from '@dispatch/shared/board/reference';
import type { OutboxMail } from '@dispatch/shared/people/person';
import express from 'express';
import {
  accountLimits,
  createAccounts,
  createHasher,
  type AccountLimit,
  type Accounts,
  type Hasher,
} from '../features/accounts/index.ts';
import { createContractors } from '../features/contractors/index.ts';
import { openDatabase, type Database } from '../platform/database/database.ts';
import type { Feature } from '../platform/feature.ts';
import { mountRoutes } from '../platform/http/mount.ts';
import type { NewJob } from '../platform/jobs/door.ts';
import { createMail } from '../platform/mail/mail.ts';
import { testDatabase } from '../platform/postgres/test-database.ts';
import { createRateLimits, type Limit } from '../platform/rate/rate.ts';
import { createSessions } from '../platform/sessions/lucia.ts';
import { aUser, silent, testClock, type TestClock } from './factories.ts';

/** Costs microseconds; the real one is tried in hasher.test.ts. */
export const CHEAP = { memory: 64, passes: 1 };
const MANY: Limit = { tries: 100_000, seconds: 3600 };
const LIMITS = accountLimits({
  rateSignInPerAccount: MANY,
  rateSignInPerAddress: MANY,
  rateRegisterPerAddress: MANY,
  rateResetPerAddress: MANY,
  rateResetPerAccount: MANY,
  rateLinksPerAddress: MANY,
});
export const ORGANISATION: Organisation = {
  name: 'Test town',
  timeZone: 'Europe/Berlin',
  tileUrl: null,
  tileAttribution: null,
  centre: { lat: 0, lon: 0, zoom: 12 },
  undoSeconds: 20,
  reopenDays: 14,
  phone: null,
  dispatching: USUAL_DISPATCHING,
  week: [],
  holidays: [],
};

export interface Reply {
  status: number;
  // Each test knows what it asked for.
  body: unknown;
  code: string | undefined;
  headers: Headers;
}

/** A browser: keeps its cookie, sends the header that our pages send. */
export interface Browser {
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  /** The Cookie header it would send; empty without a session. */
  cookie(): string;
}

export interface TestAccounts {
  database: Database;
  clock: TestClock;
  accounts: Accounts;
  feature: Feature;
  hasher: Hasher & { verified: number; hashed: number };
  /** Rooms that were cut, in order. */
  cuts: string[];
  browser(): Browser;
  /** Makes an active person with a password. */
  person(
    role: Role,
    more?: { email?: string; password?: string } & Record<string, unknown>,
  ): Promise<{ id: string; email: string; password: string }>;
  /** A browser in which a new person of this role is signed in. */
  signedIn(role: Role): Promise<Browser & { id: string; email: string; password: string }>;
  /** Runs the jobs added since the last time. */
  runJobs(): Promise<void>;
  /** Mails to an address, oldest first. */
  mailsTo(email: string): Promise<OutboxMail[]>;
  close(): Promise<void>;
}

export async function testAccounts(limits: Partial<Record<AccountLimit, Limit>> = {}): Promise<TestAccounts> {
  const { url, drop } = await testDatabase();
  const database = openDatabase(url, { connections: 6 });
  const clock = testClock();
  const cheap = createHasher(CHEAP);
  const hasher = Object.assign(
    { verified: 0, hashed: 0 },
    {
      hash: (password: string) => {
        hasher.hashed += 1;
        return cheap.hash(password);
      },
      verify: (hash: string | null, password: string) => {
        hasher.verified += 1;
        return cheap.verify(hash, password);
      },
      outdated: (hash: string) => cheap.outdated(hash),
    },
  );
  const cuts: string[] = [];
  const jobs: NewJob[] = [];
  const addJobs = (added: NewJob[]): Promise<void> => {
    jobs.push(...added);
    return Promise.resolve();
  };
  const mail = createMail({ database, clock, log: silent, addJobs, transport: null, from: 'board@example.org' });
  const committed = (): void => undefined;
  const { service: contractors } = createContractors({ database, clock, committed });
  const feature = createAccounts({
    database,
    log: silent,
    clock,
    sessions: createSessions({ database, clock, days: 30, kioskDays: 90, cookieName: 'board' }),
    rates: createRateLimits({ limits: { ...LIMITS, ...limits }, log: silent }),
    mail,
    hasher,
    realtime: { cut: (room) => cuts.push(room) },
    addJobs,
    contractors,
    committed,
    publicUrl: 'https://board.example',
    secure: false,
    organisation: () => ORGANISATION,
    readLink: () => Promise.resolve(null),
  });
  const app = express();
  app.use(
    '/api/v1',
    mountRoutes({ routes: feature.routes ?? [], identify: feature.service.identify, corsOrigins: [], log: silent }),
  );
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const root = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/api/v1`;

  function browser(): Browser {
    let jar = '';
    return {
      cookie: () => jar,
      async send(method, path, body, headers = {}) {
        const response = await fetch(root + path, {
          method,
          headers: {
            'x-requested-with': 'dispatch-board',
            ...(jar !== '' && { cookie: jar }),
            ...(body !== undefined && { 'content-type': 'application/json' }),
            ...headers,
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        for (const set of response.headers.getSetCookie())
          jar = set.includes('Max-Age=0') ? '' : (set.split(';')[0] ?? '');
        const text = await response.text();
        const answer: unknown = text === '' ? null : JSON.parse(text);
        const code =
          answer !== null && typeof answer === 'object' && 'code' in answer ? String(answer.code) : undefined;
        return { status: response.status, body: answer, code, headers: response.headers };
      },
    };
  }

  async function person(
    role: Role,
    { password = 'correct horse battery', ...more }: { password?: string } & Record<string, unknown> = {},
  ) {
    const email = typeof more['email'] === 'string' ? more['email'] : `${crypto.randomUUID()}@example.org`;
    const id = await aUser(database, { role, password_hash: await cheap.hash(password), ...more, email });
    return { id, email, password };
  }

  return {
    database,
    clock,
    accounts: feature.service,
    feature,
    hasher,
    cuts,
    browser,
    person,
    async signedIn(role) {
      const who = await person(role);
      const own = browser();
      const { status } = await own.send('POST', '/session', { email: who.email, password: who.password });
      if (status !== 200) throw new Error(`expected to be signed in, got ${String(status)}`);
      return { ...own, ...who };
    },
    async runJobs() {
      for (const { task, payload } of jobs.splice(0)) await feature.jobs?.tasks?.[task]?.(payload);
    },
    async mailsTo(email) {
      const all = await mail.outbox(1000);
      return all.filter((one) => one.to.toLowerCase() === email.toLowerCase()).reverse();
    },
    async close() {
      await new Promise((resolve) => server.close(resolve));
      await database.close();
      await drop();
    },
  };
}

/** The token in the link of a mail. */
export function tokenIn(mail: OutboxMail | undefined): string {
  const token = /\/(?:reset|invitation)\/([\w-]+)/.exec(mail?.text ?? '')?.[1];
  if (token === undefined) throw new Error(`expected a mail with a link, got ${mail?.text ?? 'none'}`);
  return token;
}

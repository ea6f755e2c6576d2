/** Starts the board: settings, database, migrations, one node, the demo town; stops in the opposite order. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { startApp, type App } from './app.ts';
import { ConfigError, readConfig, type Config } from './config.ts';
import { loadDemo } from './features/demo/index.ts';
import { openDatabase, type Database } from './platform/database/database.ts';
import { migrate } from './platform/database/migrate.ts';
import { createLogger } from './platform/logging/logger.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './platform/postgres/embedded.ts';
import { serverKey } from './platform/secret.ts';
import { pagesAreBuilt } from './pages/mount-pages.ts';

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function settings(): Config {
  try {
    // The one place that reads the environment.
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
}

/** A step that takes longer than a second says so, and how long it took. */
async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const slow = setTimeout(() => {
    say(`  ${name} …`);
  }, 1000);
  try {
    return await work();
  } finally {
    clearTimeout(slow);
    const seconds = (performance.now() - began) / 1000;
    if (seconds > 1) say(`  ${name}: done in ${seconds.toFixed(1)} s`);
  }
}

/** What runs so far, in the order it was started. */
const begun: { app?: App; database?: Database; postgres?: EmbeddedPostgres } = {};
let stopping: Promise<void> | null = null;

/** Stops accepting, drains sockets and jobs, closes the pool, stops the database. */
function stop(): Promise<void> {
  return (stopping ??= (async () => {
    await begun.app?.stop();
    await begun.database?.close();
    await begun.postgres?.stop();
  })());
}

async function main(): Promise<void> {
  const config = settings();
  const log = createLogger(config.logLevel);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (stopping === null) say('Stopping …');
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, 'could not stop in order');
          process.exit(1);
        },
      );
    });

  if (!pagesAreBuilt()) throw new Error('The pages have not been built; `npm start` and `npm run build` do that.');
  const secret = await serverKey(config.dataDir, config.secretKey);
  const databaseUrl =
    config.databaseUrl ??
    (await step('Starting PostgreSQL', async () => {
      begun.postgres = await startEmbeddedPostgres({
        dataDir: config.dataDir,
        // While starting it is told to whoever started it; later only what is wrong is told, and goes into the log.
        log: (line) => {
          if (begun.app) log.warn(line);
          else say(`  ${line}`);
        },
      });
      return begun.postgres.url;
    }));
  // Found out before anything else runs; after the wait for a predecessor, who has the port until its database ends.
  await tryPort(config);
  await step('Bringing the database up to date', () => migrate(databaseUrl));
  const database = (begun.database = openDatabase(databaseUrl, { connections: config.databaseConnections }));
  const accountsFile = resolve(config.dataDir, 'demo-accounts.json');
  if (config.demo) {
    const { undoSeconds, confirmDays, reopenDays, offerMinutes } = config;
    const accounts = await step('Loading the demo town', () =>
      loadDemo({ databaseUrl, now: Date.now(), settings: { undoSeconds, confirmDays, reopenDays, offerMinutes }, log }),
    );
    if (accounts) await writeFile(accountsFile, `${JSON.stringify(accounts, null, 2)}\n`, { mode: 0o600 });
  }
  const app = (begun.app = await step('Starting the server', () =>
    startApp({ config, database, databaseUrl, log, secret }),
  ));
  if (config.simulation) await app.house.demo.simulation.start(app.url);
  app.ready();
  await announce(app, accountsFile, config);
}

async function announce({ url, house }: App, accountsFile: string, config: Config): Promise<void> {
  const firstOwner = await house.accounts.firstOwner();
  say('');
  say(`Dispatch Board is ready at ${url}`);
  say(`  households   ${url}/`);
  say(`  operators    ${url}/desk/      wall display ${url}/desk/wall`);
  say(`  contractors  ${url}/field/`);
  if (firstOwner !== null)
    say(`  first owner  ${url}${firstOwner}   (choose a password there; until then nobody can sign in)`);
  if (config.smtpUrl === undefined)
    say(`  mail outbox  ${url}/desk/admin/mails   (no mail server is set: mails are kept there)`);
  if (!existsSync(accountsFile)) return;
  say('');
  say(`Demo accounts (also in ${accountsFile}):`);
  const accounts = JSON.parse(await readFile(accountsFile, 'utf8')) as {
    role: string;
    email: string;
    password: string;
  }[];
  for (const { role, email, password } of accounts) say(`  ${role.padEnd(12)} ${email.padEnd(34)} ${password}`);
}

/** Listens for a moment where the server will. */
async function tryPort({ host, port }: Config): Promise<void> {
  const server = createServer().listen(port, host);
  await once(server, 'listening');
  server.close();
  await once(server, 'close');
}

/** What went wrong, and what to do where that is known. */
function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code !== 'EADDRINUSE') return error.message;
  return `Port ${port ?? ''} is taken: stop what uses it, or choose another with npm start -- --port N.`;
}

main().catch(async (error: unknown) => {
  process.stderr.write(`${sentenceOf(error)}\n`);
  await stop().catch(() => undefined);
  process.exit(1);
});

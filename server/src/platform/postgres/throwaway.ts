import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountFor, mayEnter } from './account.ts';
import { usableBinaries } from './binaries.ts';
import { ensureCluster } from './cluster.ts';
import { address, binaryCopies } from './embedded.ts';
import { give, type Location } from './location.ts';
import { claim } from './owner.ts';
import { endRemains, startPostmaster } from './postmaster.ts';
import { startOf } from './processes.ts';

export interface ThrowawayPostgres {
  /** connection address of the maintenance database `postgres`, as superuser */
  url: string;
  /** Stops the server and deletes its data. */
  stop: () => Promise<void>;
}

const PREFIX = 'dispatch-board-test-';

/** Nothing here outlives the tests: all that makes a database durable is off. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_connections: '200',
  shared_buffers: '128MB',
  jit: 'off',
};

/** A PostgreSQL for tests and benchmarks, in a temporary folder. Ends those that killed runs have left behind. */
export async function startThrowawayPostgres(settings: Record<string, string> = {}): Promise<ThrowawayPostgres> {
  const log = (): void => undefined;
  const account = accountFor('/nonexistent');
  const parent = mayEnter(account, tmpdir()) ? tmpdir() : '/tmp';
  await sweep(parent);

  const folder = await mkdtemp(join(parent, PREFIX));
  const claimed = await claim(join(folder, 'owner'));
  await give(folder, account);
  const location: Location = { folder, cluster: join(folder, 'postgres'), account };
  const password = randomBytes(16).toString('hex');
  const remove = async (): Promise<void> => {
    if (claimed.mine) await claimed.release();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const binaries = await usableBinaries(account, binaryCopies());
    await ensureCluster(location, binaries, { password, durable: false, now: new Date() });
    const logFile = join(folder, 'log');
    const server = await startPostmaster({
      location,
      binaries,
      settings: { ...SETTINGS, ...settings },
      logFile,
      log,
    });
    return {
      url: address(password, server.port, 'postgres'),
      stop: async () => {
        await server.stop();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function sweep(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = join(parent, name);
    const text = await readFile(join(folder, 'owner'), 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const owner = JSON.parse(text) as { pid: number; started: string };
    if (startOf(owner.pid) === owner.started) continue;
    // another user's leftovers are not ours to end
    await endRemains(join(folder, 'postgres'), () => undefined)
      .then(() => rm(folder, { recursive: true, force: true }))
      .catch(() => undefined);
  }
}

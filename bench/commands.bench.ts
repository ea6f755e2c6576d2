/**
 * How fast commands are: the service (rights, table, conflict check, idempotency, event) against bare PostgreSQL doing
 * the same writing as one statement on the same machine in the same run. Interleaved rounds; medians.
 */
import { newKey, issuesOn } from '../server/src/testing/factories.ts';
import { migrate } from '../server/src/platform/database/migrate.ts';
import { startThrowawayPostgres } from '../server/src/platform/postgres/throwaway.ts';
import { median, printTable, quantile, report } from './table.ts';

const ROUNDS = 5;
const SECONDS = 2;
const WRITERS = 10;

// What the LIMITS of a hand-written path are: lock, update, event and key in one statement.
const BARE = `
  with i as (select id, version from issues where id = $1 for update),
  e as (insert into issue_events (issue_id, version, action, at, actor_kind, app, changes)
        select id, version + 1, 'triage', now(), 'operator', 'bench', '{"urgency":["low","high"]}' from i returning id),
  k as (insert into idempotency_keys (actor, key, hash, status, answer) values ('bench', $2, 'hash', 200, '{}'))
  update issues set version = issues.version + 1, facts_version = issues.version + 1, rev = (select id from e), urgency = $3, changed_at = now()
  from i where issues.id = i.id returning issues.version`;

const server = await startThrowawayPostgres({ fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' });
const t = await (async () => {
  await migrate(server.url);
  return issuesOn({ url: server.url, drop: () => Promise.resolve() });
})();

const ids = await Promise.all(
  Array.from(
    { length: 200 },
    async () =>
      (await t.issues.file({ who: t.operator, key: newKey(), app: 'bench', input: { categoryId: t.categoryId } }))
        .issueId,
  ),
);
const versions = new Map(ids.map((id) => [id, 1]));

/** Runs writers for a while. @returns commands per second, and how long each took, ms. */
async function load(
  write: (id: string, turn: number) => Promise<void>,
): Promise<{ perSecond: number; times: number[] }> {
  const times: number[] = [];
  const end = performance.now() + SECONDS * 1000;
  await Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      for (let turn = 0; performance.now() < end; turn += 1) {
        // Each writer has issues of its own, so that none waits for another's lock.
        const id = ids[writer * 20 + (turn % 20)]!;
        const began = performance.now();
        await write(id, turn);
        times.push(performance.now() - began);
      }
    }),
  );
  return { perSecond: times.length / SECONDS, times };
}

const service = async (id: string, turn: number): Promise<void> => {
  const done = await t.issues.command({
    who: t.operator,
    issueId: id,
    action: 'triage',
    key: newKey(),
    app: 'bench',
    input: { version: versions.get(id) ?? 1, urgency: turn % 2 === 0 ? 'high' : 'low' },
  });
  versions.set(id, done.version);
};
const bare = async (id: string, turn: number): Promise<void> => {
  const { rows } = await t.database.pool.query<{ version: number }>({
    name: 'bare',
    text: BARE,
    values: [id, newKey(), turn % 2 === 0 ? 'high' : 'low'],
  });
  versions.set(id, rows[0]!.version);
};

const results = {
  service: [] as number[],
  bare: [] as number[],
  serviceTimes: [] as number[],
  bareTimes: [] as number[],
};
for (let round = 0; round < ROUNDS; round += 1) {
  const ours = await load(service);
  const theirs = await load(bare);
  results.service.push(ours.perSecond);
  results.bare.push(theirs.perSecond);
  results.serviceTimes.push(...ours.times);
  results.bareTimes.push(...theirs.times);
}
const figures = {
  commandsPerSecond: median(results.service),
  barePerSecond: median(results.bare),
  ratio: median(results.service.map((value, round) => value / results.bare[round]!)),
  p50Ms: quantile(results.serviceTimes, 0.5),
  p99Ms: quantile(results.serviceTimes, 0.99),
};
printTable([
  { what: 'service', perSecond: figures.commandsPerSecond, p50Ms: figures.p50Ms, p99Ms: figures.p99Ms },
  {
    what: 'bare PostgreSQL, one statement',
    perSecond: figures.barePerSecond,
    p50Ms: quantile(results.bareTimes, 0.5),
    p99Ms: quantile(results.bareTimes, 0.99),
  },
]);
await t.close();
await server.stop();
report('commands', figures);

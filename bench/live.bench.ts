/**
 * How fast a change is on every screen: from the call of the command to the last of 1,000 sockets, against a bare
 * Socket.IO room emit of the same message to the same sockets in the same run. `--screens N` changes the number.
 */
import { Worker } from 'node:worker_threads';
import { parseArgs } from 'node:util';
import { issuesOn, newKey } from '../server/src/testing/factories.ts';
import { testNode } from '../server/src/testing/live.ts';
import { migrate } from '../server/src/platform/database/migrate.ts';
import { startThrowawayPostgres } from '../server/src/platform/postgres/throwaway.ts';
import { median, printTable, quantile, report } from './table.ts';

const { values } = parseArgs({ options: { screens: { type: 'string', default: '1000' }, json: { type: 'boolean' } } });
const screens = Number(values.screens);
const TURNS = 200;
const ROOM = 'board:unplaced';

const server = await startThrowawayPostgres({ fsync: 'on', synchronous_commit: 'on' });
await migrate(server.url);
const t = await issuesOn({ url: server.url, drop: () => Promise.resolve() });
const node = await testNode(t);
node.people.set('operator', t.operator);

const clients = new Worker(new URL('./live.clients.ts', import.meta.url), {
  workerData: { url: node.url, count: screens, rooms: [ROOM] },
});
const told = (): Promise<void> =>
  new Promise((resolve) => {
    clients.once('message', () => {
      resolve();
    });
  });
await told();

const { issueId } = await node.issues.file({
  who: t.operator,
  key: newKey(),
  app: 'bench',
  input: { categoryId: t.categoryId },
});
await told();
let version = 1;
const times = { command: [] as number[], screens: [] as number[], bare: [] as number[] };
for (let turn = 0; turn < TURNS; turn += 1) {
  let began = performance.now();
  let all = told();
  const done = await node.issues.command({
    who: t.operator,
    issueId,
    action: 'triage',
    input: { version, urgency: turn % 2 ? 'low' : 'high' },
    key: newKey(),
    app: 'bench',
  });
  times.command.push(performance.now() - began);
  await all;
  times.screens.push(performance.now() - began);
  version = done.version;

  began = performance.now();
  all = told();
  node.realtime.emitLocal({ room: ROOM, event: 'cards', payload: { room: ROOM, changed: [done.card], removed: [] } });
  await all;
  times.bare.push(performance.now() - began);
}
const figures = {
  screens,
  acknowledgedP50Ms: median(times.command),
  lastScreenP50Ms: median(times.screens),
  lastScreenP99Ms: quantile(times.screens, 0.99),
  bareP50Ms: median(times.bare),
  bareP99Ms: quantile(times.bare, 0.99),
  ratio: median(times.screens) / median(times.bare),
};
printTable([
  { what: 'command acknowledged', p50Ms: figures.acknowledgedP50Ms, p99Ms: quantile(times.command, 0.99) },
  {
    what: `change on the last of ${String(screens)} screens`,
    p50Ms: figures.lastScreenP50Ms,
    p99Ms: figures.lastScreenP99Ms,
  },
  { what: 'bare Socket.IO room emit', p50Ms: figures.bareP50Ms, p99Ms: figures.bareP99Ms },
]);
await clients.terminate();
await node.stop();
await t.close();
await server.stop();
report('live', figures);

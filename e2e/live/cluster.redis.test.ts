import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import type { Room } from '@dispatch/shared/protocol/events';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newKey, testIssues, type TestIssues } from '../../server/src/testing/factories.ts';
import { testNode, type TestNode } from '../../server/src/testing/live.ts';
import { openScreen, type Screen } from './screen.ts';

/** A Redis of this file's own, because it is killed. */
class Redis {
  #process: ChildProcess | null = null;
  port = 0;

  async start(): Promise<void> {
    this.port ||= await freePort();
    const child = spawn('redis-server', ['--port', String(this.port), '--save', '', '--bind', '127.0.0.1'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    this.#process = child;
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        if (chunk.includes('Ready to accept')) resolve();
      });
    });
  }

  async kill(): Promise<void> {
    const child = this.#process;
    if (!child) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    this.#process = null;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => {
        resolve(port);
      });
    });
  });
}

const redis = new Redis();
let t: TestIssues;
let near: TestNode;
let far: TestNode;
const rooms: Room[] = ['board:unplaced', 'staff'];
const screens: Screen[] = [];

beforeAll(async () => {
  await redis.start();
  t = await testIssues();
  const redisUrl = `redis://127.0.0.1:${String(redis.port)}`;
  near = await testNode(t, { redisUrl, pollMs: 1000 });
  // The far node would look by itself only every minute: what reaches it sooner came through Redis.
  far = await testNode(t, { redisUrl, pollMs: 60_000 });
  for (const node of [near, far]) node.people.set('operator', t.operator);
});
afterEach(() => {
  for (const screen of screens.splice(0)) screen.stop();
});
afterAll(async () => {
  await near.stop();
  await far.stop();
  await t.close();
  await redis.kill();
});

function screen(node: TestNode): Screen {
  const opened = openScreen(node.url, 'operator', rooms);
  screens.push(opened);
  return opened;
}

async function filed(): Promise<string> {
  return (await near.issues.file({ who: t.operator, key: newKey(), app: 'test', input: { categoryId: t.categoryId } }))
    .issueId;
}

describe('two nodes and Redis', () => {
  test('a change on one node wakes the other’s relay (rule S1)', async () => {
    const other = screen(far);
    await other.until(() => true);
    const id = await filed();
    await expect.poll(() => other.store.get(id) !== undefined, { timeout: 10_000 }).toBe(true);
  });

  test('presence crosses nodes', async () => {
    const [one, two] = [screen(near), screen(far)];
    await Promise.all([one.until(() => true), two.until(() => true)]);
    const heard: unknown[] = [];
    two.live.on('presence', (message) => heard.push(message));
    const id = await filed();
    one.live.wire.presence({ looking: id, drag: null });
    await expect.poll(() => heard, { timeout: 10_000 }).toMatchObject([{ looking: id, userId: t.operator.userId }]);
  });

  test('without Redis every command still answers at once, nothing is lost, and its return is noticed', async () => {
    const one = screen(near);
    await one.until(() => true);
    await redis.kill();
    const id = await filed();
    // Its own node needs no Redis.
    await one.until(() => one.store.get(id) !== undefined);
    await redis.start();
    const other = screen(far);
    await other.until(() => other.store.get(id) !== undefined);
    const since: string[] = [];
    // Each filing wakes the other node once the two have found Redis again.
    await expect
      .poll(
        async () => {
          const arrived = since.some((id) => other.store.get(id) !== undefined);
          since.push(await filed());
          return arrived;
        },
        { timeout: 20_000, interval: 200 },
      )
      .toBe(true);
  });
});

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** address of a Redis that belongs to this test run */
    redisUrl: string;
  }
}

/** Starts a Redis that keeps nothing, on a port the system chooses, for the length of a test run. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  if (spawnSync('redis-server', ['--version']).error) {
    throw new Error('These tests need Redis: install the package redis-server (redis on Fedora, Alpine and macOS).');
  }
  for (;;) {
    // Redis cannot be asked for "any port": a port taken meanwhile is simply followed by another
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    const server = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', ''], {
      stdio: ['ignore', 'pipe', 'inherit'],
      cwd: '/tmp',
    });
    if (!(await ready(server.stdout, once(server, 'exit')))) continue;
    project.provide('redisUrl', `redis://127.0.0.1:${port}`);
    return async () => {
      server.kill('SIGTERM');
      if (server.exitCode === null) await once(server, 'exit');
    };
  }
}

async function ready(output: NodeJS.ReadableStream, ended: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    let said = '';
    output.on('data', (chunk: Buffer) => {
      said = said.slice(-200) + chunk.toString();
      if (said.includes('eady to accept connections')) resolve(true);
    });
    void ended.then(() => resolve(false));
  });
}

import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout these scripts belong to, wherever they are called from. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The Node that runs the product: a package of its own, so that the machine's version does not matter. */
export const pinnedNode = join(root, 'node_modules/.bin/node');

/**
 * Path of a tool's script inside node_modules, to be run by the pinned Node (its `.bin` link would take whatever
 * Node comes first on the PATH).
 * @param {string} name
 */
export function tool(name) {
  return join(root, 'node_modules/.bin', name);
}

/** The environment in which everything runs: the pinned Node first on the PATH, also for what tools start themselves. */
export function environment() {
  const path = `${join(root, 'node_modules/.bin')}:${process.env.PATH ?? '/usr/bin:/bin'}`;
  return { ...process.env, PATH: path };
}

/**
 * Runs a command to its end and keeps what it says.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean }} [options] `show` lets it write to the terminal instead
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(command, args, { cwd = root, env = environment(), show = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
    child.once('error', (error) => resolve({ code: 127, output: `${output}${error.message}` }));
    child.once('close', (code, signal) => resolve({ code: code ?? (signal ? 1 : 0), output }));
  });
}

/**
 * Gives the terminal to a TypeScript program of ours, run by the pinned Node, and ends as it ends.
 * Signals are passed on; when this process is killed outright, or npm above it is, the program is told to stop.
 * @param {string} script path inside the checkout
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [settings]
 */
export function become(script, args, settings = {}) {
  const preload = join(root, 'scripts/steps/stop-with-parent.mjs');
  const child = spawn(pinnedNode, ['--import', preload, join(root, script), ...args], {
    cwd: root,
    env: { ...environment(), ...settings },
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    // in a group of its own, so that Ctrl-C reaches it once, through us, and not a second time from the terminal
    detached: true,
  });
  // a program that ends by itself must not be held up by the channel, nor hold it up
  child.channel?.unref();
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => child.kill(signal));
  process.on('SIGHUP', () => child.kill('SIGTERM'));
  child.once('error', (error) => {
    console.error(error.message);
    process.exit(1);
  });
  child.once('exit', (code, signal) =>
    process.exit(code ?? (signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 137)),
  );
  if (process.env.npm_lifecycle_event) stopWithNpm(child);
}

/**
 * npm killed outright leaves its scripts running: they would hold the port and the database.
 * @param {import('node:child_process').ChildProcess} child
 */
function stopWithNpm(child) {
  // npm starts a shell, and most shells stay in between
  const shell = parentOf(process.ppid);
  const watched = shell?.command.includes('-c') ? [process.pid, process.ppid] : [process.pid];
  const before = watched.map((pid) => parentOf(pid)?.parent);
  setInterval(() => {
    if (watched.some((pid, index) => parentOf(pid)?.parent !== before[index])) child.kill('SIGTERM');
  }, 500).unref();
}

/**
 * @param {number} pid
 * @returns {{ parent: number, command: string[] } | undefined} undefined where it cannot be told
 */
function parentOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { parent: Number(parent), command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0') };
  } catch {
    return pid === process.pid ? { parent: process.ppid, command: [] } : undefined;
  }
}

/** Ends with a sentence if the packages are not there. */
export function requirePackages() {
  if (existsSync(pinnedNode)) return;
  console.error('The packages are not installed: run npm start once, or npm install.');
  process.exit(1);
}

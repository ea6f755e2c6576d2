import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { step } from './progress.mjs';
import { pinnedNode, root, run, tool } from './run.mjs';

/** How packages are installed: what to run, before it and itself, and what they are called there. */
const MANAGERS = [
  {
    tool: 'apt-get',
    before: ['apt-get', 'update', '-qq'],
    install: ['apt-get', 'install', '-y', '-qq', '--no-install-recommends'],
    redis: 'redis-server',
    chromium: 'chromium',
  },
  { tool: 'dnf', install: ['dnf', 'install', '-y', '-q'], redis: 'redis', chromium: 'chromium' },
  { tool: 'apk', install: ['apk', 'add', '--quiet'], redis: 'redis', chromium: 'chromium' },
  { tool: 'pacman', install: ['pacman', '-Sy', '--noconfirm'], redis: 'redis', chromium: 'chromium' },
  { tool: 'zypper', install: ['zypper', '--non-interactive', 'install'], redis: 'redis', chromium: 'chromium' },
  { tool: 'brew', install: ['brew', 'install', '--quiet'], redis: 'redis', chromium: undefined, needsRoot: false },
];

/** @returns {Promise<string | undefined>} what is missing, as a sentence; undefined when Redis is there */
export async function ensureRedis() {
  if (works('redis-server')) return undefined;
  await install('redis');
  return works('redis-server')
    ? undefined
    : 'Install Redis (the package redis-server, or redis) to run the .redis tests.';
}

/**
 * The Chromium of the system, else Playwright's own, fetched when neither is there.
 * @returns {Promise<{ path: string } | { missing: string }>}
 */
export async function ensureChromium() {
  let path = chromium();
  if (!path) {
    await install('chromium');
    path = chromium();
  }
  if (!path) {
    await step('Fetching Chromium', () => run(pinnedNode, [tool('playwright'), 'install', 'chromium']));
    path = await playwrightsOwn();
  }
  return path ? { path } : { missing: 'Install Chromium (the package chromium) to run the browser tests.' };
}

function chromium() {
  const given = process.env.CHROMIUM_PATH;
  if (given && existsSync(given)) return given;
  return ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
    .filter(works)
    .map((name) => spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim())
    .find(Boolean);
}

async function playwrightsOwn() {
  const ask = "import('@playwright/test').then(({ chromium }) => console.log(chromium.executablePath()))";
  const path = (await run(pinnedNode, ['-e', ask], { cwd: root })).output.trim();
  return existsSync(path) ? path : undefined;
}

/** @param {'redis' | 'chromium'} what */
async function install(what) {
  const manager = MANAGERS.find(({ tool: name }) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0);
  const name = manager?.[what];
  if (!manager || !name) return;
  const rights = manager.needsRoot === false || process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  if (rights.length > 0 && spawnSync('sudo', ['-n', 'true']).status !== 0) return;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await step(`Installing ${name}`, async () => {
    for (const command of [manager.before, [...manager.install, name]]) {
      const [program = '', ...args] = command ? [...rights, ...command] : [];
      if (program) await run(program, args, { env });
    }
  });
}

/** A program that is there and starts: Ubuntu's chromium-browser without snap is a script that only says so.
 * @param {string} name
 */
function works(name) {
  return spawnSync(name, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;
}

/**
 * A day at sixty times its speed with 40 contractors, and three operators' screens open in Chromium: that nothing fails
 * anywhere, that every screen ends equal to the database, and that no page grows. `--minutes 10` is how long.
 *
 * `errors` counts what the simulated people met, consoles, exceptions and failed requests of the pages, and warnings and
 * errors in the server's log. `heapSlopeKbPerMin` is that of the page that grew the most, by the line that fits its
 * sizes after forced collections best, from the second minute on, beside `cardsPerMin`: what it had to take in meanwhile.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium, type Browser } from '@playwright/test';
import type { IssueCard } from '@dispatch/shared/issues/views';
import pg from 'pg';
import { cityData, startCity } from '../e2e/city.ts';
import { startBoard, type Board } from '../e2e/server.ts';
import type { KeptPerson } from '../simulate/kept-people.ts';
import { WatchedPage, type HeldCard, type PageSize } from './day.page.ts';
import { printTable, report, round } from './table.ts';

const { values: asked } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, json: { type: 'boolean' } },
});
const minutes = Number(asked.minutes);
const SPEED = 60;
/** The morning before the storm comes over the city. */
const FROM = '06:00';
const DAY = '2011-08-28';
const MINUTE = 60_000;
/** A page that does not answer for so long has come to a stop, however busy the machine is. */
const PATIENCE = MINUTE;
const OWNER = { email: 'owner@localhost', password: 'the owner of a whole city' };
/** With the limits everybody has. */
const LIMITS = { RATE_SIGN_IN_PER_ADDRESS: '60/15m', RATE_FILE_PER_ADDRESS: '20/1h' };

/** @returns the board and an admin of it. */
async function start(): Promise<{ board: Board; admin: { email: string; password: string } }> {
  if (cityData === undefined) {
    console.log('DISPATCH_DATA is not set: a day of the demo town instead of a city’s own');
    const board = await startBoard(LIMITS);
    const accounts = JSON.parse(readFileSync(join(board.dataDir, 'demo-accounts.json'), 'utf8')) as KeptPerson[];
    return { board, admin: accounts.find(({ role }) => (role as string) === 'admin') ?? OWNER };
  }
  const board = await startCity(cityData, `${DAY}T${FROM}`, LIMITS);
  const [, token] = /\/invitation\/([\w-]+)/.exec(board.said()) ?? [];
  await fetch(`${board.url}/api/v1/invitations/${token ?? ''}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'x-requested-with': 'dispatch-board' },
    body: JSON.stringify({ password: OWNER.password }),
  });
  return { board, admin: OWNER };
}

interface Simulated {
  /** Resolves when the day has begun. */
  begun: Promise<void>;
  /** Resolves at its end with what the command measured. */
  ended: Promise<{ code: number | null; figures: Record<string, number> }>;
  /** Ends it before its time. */
  stop(): void;
}

function simulate({ url, dataDir }: Board, { email, password }: { email: string; password: string }): Simulated {
  const hours = String((minutes * SPEED) / 60);
  const main = fileURLToPath(new URL('../simulate/main.ts', import.meta.url));
  const args = [
    '--url',
    url,
    '--email',
    email,
    '--speed',
    String(SPEED),
    '--from',
    FROM,
    '--hours',
    hours,
    '--day',
    DAY,
  ];
  const child = spawn(process.execPath, [main, ...args, '--json'], {
    env: { ...process.env, DATA_DIR: dataDir, SIMULATE_PASSWORD: password },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  const begun = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      process.stdout.write(chunk);
      if (said.includes('times as fast')) resolve();
    });
    child.once('exit', () => {
      reject(new Error('the day did not begin'));
    });
  });
  const ended = once(child, 'close').then(([code]) => {
    const last = said.trim().split('\n').at(-1) ?? '';
    const figures = last.startsWith('{') ? (JSON.parse(last) as { figures: Record<string, number> }).figures : {};
    return { code: code as number | null, figures };
  });
  return { begun, ended, stop: () => void child.kill('SIGKILL') };
}

/** The simulated operators' own people at their browsers. */
async function openDesks(browser: Browser, { url, dataDir }: Board): Promise<WatchedPage[]> {
  const kept = JSON.parse(readFileSync(join(dataDir, 'simulated-people.json'), 'utf8')) as Record<string, KeptPerson[]>;
  const operators = (kept[url] ?? []).filter(({ role }) => role === 'operator').slice(0, 3);
  return Promise.all(
    operators.map(async ({ email, password }) => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
      const page = await context.newPage();
      await page.goto(`${url}/sign-in`);
      await page.getByLabel('Mail address').fill(email);
      await page.getByLabel('Password').fill(password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.waitForURL((address) => !address.pathname.startsWith('/sign-in'));
      // What the way in asked for is not the board's.
      const watched = await WatchedPage.watch(page);
      await page.goto(`${url}/desk/`);
      await page.getByText('live', { exact: true }).first().waitFor({ timeout: MINUTE });
      return watched;
    }),
  );
}

/** One round of what a hand does at a desk: a drawer, a search, the map. */
async function useDesk({ page }: WatchedPage, round: number): Promise<void> {
  const card = page.locator('[data-card]').nth(round % 5);
  // Cards move on under the hand; the next round takes another.
  await card.click({ timeout: 3_000 }).catch(() => undefined);
  await page.waitForTimeout(1_500);
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.keyboard.type(round % 2 === 0 ? 'tree' : 'street', { delay: 80 });
  await page.waitForTimeout(1_000);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Escape');
  const box = await page.getByRole('region', { name: 'Map of the issues' }).boundingBox({ timeout: PATIENCE });
  if (!box) return;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.wheel(0, round % 2 === 0 ? -400 : 400);
  await page.waitForTimeout(600);
  await page.mouse.down();
  for (let step = 1; step <= 10; step += 1)
    await page.mouse.move(x + step * (round % 2 === 0 ? 12 : -12), y + step * 4);
  await page.mouse.up();
  await page.waitForTimeout(1_500);
}

/** By how much something grows per minute: the slope of the line that fits best. @param at ms of each value */
function slopeOf(values: readonly number[], at: readonly number[]): number {
  const middle = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0) / list.length;
  const [mean, centre] = [middle(values), middle(at)];
  const over = values.reduce((sum, value, turn) => sum + ((at[turn] ?? 0) - centre) * (value - mean), 0);
  const under = at.reduce((sum, one) => sum + (one - centre) ** 2, 0);
  return under === 0 ? 0 : (over / under) * MINUTE;
}

function residentMb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1] ?? 0) / 1024;
}

/** Warnings and errors that the server wrote, one JSON object a line. */
function logFaults(said: string): string[] {
  return said.split('\n').filter((line) => /^\{"level":"(warn|error|fatal)"/.test(line));
}

/** What the database has on the board: the truth that screens are held against. */
async function boardOf(database: pg.Pool): Promise<HeldCard[]> {
  const { rows } = await database.query<HeldCard & { rev: string }>(
    `select id, version, rev from issues where status <> 'closed'`,
  );
  return rows.map(({ id, version, rev }) => ({ id, version, rev: Number(rev) }));
}

/** How many cards the board has in each stage. */
async function stagesOf({ page }: WatchedPage, url: string): Promise<Map<string, number>> {
  const response = await page.request.get(`${url}/api/v1/board`);
  const { content } = (await response.json()) as { content: { cards: IssueCard[] } };
  const counts = new Map<string, number>();
  for (const { stage } of content.cards) counts.set(stage, (counts.get(stage) ?? 0) + 1);
  return counts;
}

/** Columns that say another number than the board has. An empty one has no list, and folded ones are not looked at. */
function wrongColumns(shown: ReadonlyMap<string, number>, stages: ReadonlyMap<string, number>): string[] {
  const open = ['inbox', 'to_assign', 'offered', 'open'].filter((stage) => (stages.get(stage) ?? 0) > 0);
  return [...new Set([...open, ...shown.keys()])].filter((stage) => (stages.get(stage) ?? 0) !== shown.get(stage));
}

function differs(held: readonly HeldCard[], truth: readonly HeldCard[]): number {
  const byId = new Map(held.map((card) => [card.id, card]));
  const wrong = truth.filter(({ id, version, rev }) => byId.get(id)?.version !== version || byId.get(id)?.rev !== rev);
  return wrong.length + Math.max(0, held.length - truth.length);
}

const { board, admin } = await start();
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
});
const database = new pg.Pool({
  connectionString: readFileSync(join(board.dataDir, 'postgres.url'), 'utf8').trim(),
  max: 1,
});
const day = simulate(board, admin);
try {
  await day.begun;
  const desks = await openDesks(browser, board);
  const [used] = desks;
  if (!used) throw new Error('expected three operators among the simulated people');
  const sizes: PageSize[][] = [];
  const cards: number[] = [];
  const times: number[] = [];
  const state = { over: false };
  const ended = day.ended.finally(() => (state.over = true));

  const hand = (async () => {
    for (let turn = 0; !state.over; turn += 1)
      try {
        await useDesk(used, turn);
      } catch (error) {
        const said = error instanceof Error ? error.message.split('\n')[0] : String(error);
        used.faults.push(`the page did not answer: ${said ?? ''}; it was in: ${await used.busyWith()}`);
        console.log(used.faults.at(-1));
      }
  })();
  const measuring = (async () => {
    while (!state.over) {
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, MINUTE))]);
      const now = await Promise.all(desks.map((desk) => desk.size()));
      sizes.push(now);
      times.push(performance.now());
      cards.push((await boardOf(database)).length);
      const told = now.map(({ heapMb, domNodes }) => `${heapMb.toFixed(1)} MB, ${String(domNodes)} nodes`);
      console.log(
        `  pages: ${told.join(' · ')} · ${String(cards.at(-1))} cards · server ${residentMb(board.pid).toFixed(0)} MB`,
      );
    }
  })();
  const { code, figures } = await ended;
  await Promise.all([hand, measuring]);

  // What was said last has then been heard: `fresh` comes each second to a page that says it is live.
  for (const { page } of desks)
    await page
      .getByText('live', { exact: true })
      .first()
      .waitFor({ timeout: 2 * MINUTE });
  await used.page.waitForTimeout(3_000);
  const truth = await boardOf(database);
  const held = await Promise.all(desks.map((desk) => desk.cards()));
  const stages = await stagesOf(used, board.url);
  const shown = await Promise.all(desks.map((desk) => desk.columns()));
  const wrong = held.map((own) => differs(own, truth));
  const columns = shown.map((own) => wrongColumns(own, stages));
  const screensEqual = desks.filter((_, at) => wrong[at] === 0 && columns[at]?.length === 0).length;

  const log = logFaults(board.said());
  const faults = [...desks.flatMap((desk) => desk.faults), ...log];
  for (const fault of faults.slice(0, 20)) console.log(`  error: ${fault}`);
  for (const [at, count] of wrong.entries())
    console.log(
      `  screen ${String(at + 1)}: ${String(held[at]?.length)} cards held, ${String(count)} differ; columns that differ: ${columns[at]?.join(', ') || 'none'}`,
    );
  const warm = sizes.length > 3 ? 1 : 0;
  const steady = sizes.slice(warm);
  const slope = (values: readonly number[]): number => slopeOf(values, times.slice(warm));
  const slopes = desks.map((_, at) => slope(steady.map((row) => row[at]?.heapMb ?? 0)) * 1024);
  const cardSlope = slope(cards.slice(warm));
  const total = (at: number): number => (steady.at(at) ?? []).reduce((sum, { heapMb }) => sum + heapMb, 0);
  const result = {
    errors: faults.length + (figures['errors'] ?? 1) + (code === 0 ? 0 : 1),
    screensEqual,
    cards: truth.length,
    heapStartMb: total(0) / desks.length,
    heapEndMb: total(-1) / desks.length,
    heapSlopeKbPerMin: Math.max(...slopes),
    cardsPerMin: cardSlope,
    domNodesEnd: Math.max(...(sizes.at(-1) ?? []).map(({ domNodes }) => domNodes)),
    listenersEnd: Math.max(...(sizes.at(-1) ?? []).map(({ listeners }) => listeners)),
    serverRssMb: residentMb(board.pid),
    commands: figures['commands'] ?? Number.NaN,
    p99Ms: figures['p99Ms'] ?? Number.NaN,
  };
  printTable(Object.entries(result).map(([what, value]) => ({ what, value: round(value) })));
  report('day', result);
  if (result.errors > 0 || screensEqual < desks.length) process.exitCode = 1;
  for (const desk of desks) await desk.close();
} finally {
  day.stop();
  await database.end();
  await browser.close();
  await board.stop();
}

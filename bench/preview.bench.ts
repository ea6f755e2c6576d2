/**
 * An issue carried over the timeline of 200 contractors with 2,000 jobs, in Chromium: a made town, a real server, a real
 * browser. Everyone is on duty with ten jobs; what is carried is held against all of them.
 *
 * `frameMs`: what the page's main thread does for a frame while dragging (scripts, styles, layout, paint), 95th percentile;
 * a frame of 60 a second has room for 16. `rankMs`: every contractor ranked for what is carried, as the desk did it at the
 * beginning of each drag, median. `planMs`: the plan made anew from cards, median.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from '@playwright/test';
import type { BulkAnswer, BulkCommand } from '@dispatch/shared/issues/bulk';
import { MOST_IN_BULK } from '@dispatch/shared/issues/bulk';
import type { IssueCard } from '@dispatch/shared/issues/views';
import { firstOwner } from '../e2e/city.ts';
import type { Api } from '../e2e/people.ts';
import { startBoard, type Board } from '../e2e/server.ts';
import { writeRequests } from './board.requests.ts';
import { median, printTable, quantile, report } from './table.ts';

const CONTRACTORS = 200;
const JOBS = 2_000;
/** Issues that nobody has: what is carried. */
const LEFT = 60;
const DRAGS = 6;
/** How long each is carried about. Milliseconds. */
const CARRIED = 4_000;
/** Between two reports of the pointer, as mice send them (125 a second). Milliseconds. */
const REPORT = 8;
const MINUTE = 60_000;

interface Frame {
  /** Of the main thread, in ms. */
  readonly work: number;
  /** Since the frame before. */
  readonly gap: number;
}

async function start(): Promise<Board> {
  const board = await startBoard({ DEMO: 'off', RATE_COMMANDS_PER_ACTOR: '100000/1m' });
  const folder = mkdtempSync(join(tmpdir(), 'dispatch-preview-bench-'));
  const [requests, districts] = writeRequests(folder, JOBS + LEFT);
  await board.run('import', [requests, '--districts', districts, '--as-of', '2012-01-01T00:00']);
  rmSync(folder, { recursive: true });
  return board;
}

/** Contractors on duty, spread over the town, who can do anything, so that each is tried in full. @returns their ids */
async function crew(api: Api, cards: readonly IssueCard[]): Promise<string[]> {
  const ids: string[] = [];
  const { categories } = await api.reference();
  const skills = [...new Set(categories.flatMap((category) => category.skills))];
  for (let number = 0; number < CONTRACTORS; number += 1) {
    const home = cards[(number * 7) % cards.length];
    const { id } = await api.send<{ id: string }>('POST', '/contractors', {
      name: `Contractor ${String(number + 1).padStart(3, '0')}`,
      skills,
      homeLat: home?.lat ?? null,
      homeLon: home?.lon ?? null,
    });
    await api.send('PUT', `/contractors/${id}/duty`, { onDuty: true });
    ids.push(id);
  }
  return ids;
}

/** Gives each of the issues a contractor and a time in the coming hours. */
async function give(api: Api, cards: readonly IssueCard[], contractors: readonly string[], now: number): Promise<void> {
  const each = cards.length / contractors.length;
  const commands = cards.map(({ id, version }, i): BulkCommand => {
    const input = {
      version,
      contractorId: contractors[Math.floor(i / each)],
      plannedAt: now + (10 + 45 * (i % each)) * MINUTE,
    };
    return { key: randomBytes(16).toString('hex'), id, action: 'assign', input };
  });
  for (let from = 0; from < commands.length; from += MOST_IN_BULK) {
    const some = commands.slice(from, from + MOST_IN_BULK);
    const { results } = await api.send<BulkAnswer>('POST', '/issues/bulk', { commands: some });
    const failed = results.find(({ outcome }) => outcome !== 'done');
    if (failed) throw new Error(`expected every issue to be given: ${JSON.stringify(failed)}`);
  }
}

const ask = <T>(page: Page, call: string): Promise<T> => page.evaluate<T>(`bench.${call}`);

/** Carries one over the rows and back, and puts it down outside of them. */
async function drag(page: Page, number: number): Promise<{ frames: Frame[]; rank: number }> {
  const one = await page.locator('[data-unassigned]').nth(number).boundingBox();
  const chart = await page.locator('.chart').boundingBox();
  if (!one || !chart) throw new Error('expected a timeline and issues beside it');
  await page.mouse.move(one.x + 40, one.y + 20);
  await page.mouse.down();
  await page.mouse.move(one.x + 60, one.y + 26, { steps: 3 });
  const frames = ask<Frame[]>(page, `frames(${String(CARRIED)})`);
  const until = performance.now() + CARRIED;
  for (let step = 0; performance.now() < until; step += 1) {
    await sleep(REPORT);
    await page.mouse.move(
      chart.x + 260 + (chart.width - 360) * (0.5 + 0.48 * Math.sin(step / 17)),
      chart.y + 90 + (chart.height - 180) * (0.5 + 0.5 * Math.cos(step / 41)),
    );
  }
  const measured = await frames;
  const rank = await ask<number>(page, "lasted('rank')");
  // above the rows nothing is given to anybody
  await page.mouse.move(chart.x + 100, chart.y - 30, { steps: 2 });
  await page.mouse.up();
  return { frames: measured, rank };
}

const board = await start();
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
});
try {
  const owner = await firstOwner(browser, board, { size: { width: 1440, height: 900 } });
  const { content } = await owner.api.get<{ content: { cards: IssueCard[] } }>('/board');
  const open = content.cards.filter(({ stage }) => stage === 'to_assign' || stage === 'inbox');
  const now = Date.now();
  // Two thousand households are not told their ranges all at once, just while something is carried
  const { organisation } = await owner.api.reference();
  await owner.api.send('PATCH', '/organisation', { dispatching: { ...organisation.dispatching, ranges: false } });
  const contractors = await crew(owner.api, open);
  await give(owner.api, open.slice(0, JOBS), contractors, now);

  const page = await owner.context.newPage();
  await page.addInitScript({ path: fileURLToPath(new URL('preview.page.js', import.meta.url)) });
  await page.goto(`${board.url}/desk/?view=${encodeURIComponent(JSON.stringify({ open: ['time'], order: 'name' }))}`);
  await page.locator('[data-bar]').first().waitFor();
  await page.waitForTimeout(3_000);
  const rows = Number(await page.locator('.chart').getAttribute('aria-rowcount')) - 1;
  const bars = await page.locator('[data-bar]').count();

  const frames: Frame[] = [];
  const ranks: number[] = [];
  const plans: number[] = [];
  for (let number = 0; number < DRAGS; number += 1) {
    const carried = await drag(page, number);
    frames.push(...carried.frames);
    ranks.push(carried.rank);
    plans.push(await ask<number>(page, "lasted('plan')"));
  }
  const work = frames.map((frame) => frame.work);
  const figures = {
    rows,
    jobs: JOBS,
    barsDrawn: bars,
    frames: frames.length,
    frameMs: quantile(work, 0.95),
    frameMedianMs: median(work),
    frameMostMs: Math.max(...work),
    gapP95Ms: quantile(
      frames.map(({ gap }) => gap),
      0.95,
    ),
    rankMs: median(ranks),
    planMs: median(plans),
  };
  printTable(Object.entries(figures).map(([figure, value]) => ({ figure, value })));
  report('preview', figures);
} finally {
  await browser.close();
  await board.stop();
}

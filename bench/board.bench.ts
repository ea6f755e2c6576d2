/**
 * The operator's board with a whole city on it, in Chromium: all of Boston's requests that were open at the end of 2011
 * where DISPATCH_DATA says where they are, else 10,000 made ones in a made town. A real server, a real browser.
 *
 * `readyMs`: from the start of the navigation until the frame that shows all cards, on the board and on the map.
 * `longestTaskMs`: the longest task of the main thread after that, while scrolling, panning, zooming, filtering and
 * following changes. `updateMs`: from the socket's message to the frame that shows it, median.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from '@playwright/test';
import type { IssueCard } from '@dispatch/shared/issues/views';
import { cityData, firstOwner, startCity } from '../e2e/city.ts';
import type { Person } from '../e2e/people.ts';
import { startBoard, type Board } from '../e2e/server.ts';
import { writeRequests } from './board.requests.ts';
import { median, printTable, quantile, report } from './table.ts';

const SIZE = { width: 1440, height: 900 };
const UPDATES = 30;
/** Changes at once, as a storm brings them. */
const BURST = 100;
/** How long the map is dragged and a column scrolled. Milliseconds. */
const SECONDS = 3_000;
const AS_OF = '2012-01-01T00:00';
const MADE = 10_000;

async function start(): Promise<Board> {
  if (cityData !== undefined) return startCity(cityData, AS_OF);
  console.log(`DISPATCH_DATA is not set: ${String(MADE)} made requests in a made town stand for a city’s own`);
  const board = await startBoard({ DEMO: 'off' });
  const folder = mkdtempSync(join(tmpdir(), 'dispatch-board-bench-'));
  const [requests, districts] = writeRequests(folder, MADE);
  await board.run('import', [requests, '--districts', districts, '--as-of', AS_OF]);
  rmSync(folder, { recursive: true });
  return board;
}

/** Calls what board.page.js has put into the page. */
function ask<T = number>(page: Page, call: string): Promise<T> {
  return page.evaluate<T>(`bench.${call}`);
}

const phases: { what: string; longestTaskMs: number; over50Ms: number; fps: string }[] = [];

/**
 * Found by CSS: what finds by role walks through the whole page inside it, and would be measured as the page's own task.
 */
const MAP = '.map-view';
const DISTRICT = '.top label:nth-of-type(1) select';
const LATE = '[title="Show only what is late"]';

/** Does something, waits until the page has come to rest, and notes the longest task meanwhile. */
async function during(page: Page, what: string, act: () => Promise<unknown>): Promise<number> {
  const since = await ask(page, 'now()');
  const answer = await act();
  const fps = typeof answer === 'number' ? answer : 0;
  await ask(page, 'fps(700)');
  const tasks = await ask<{ duration: number }[]>(page, `tasksSince(${String(since)})`);
  const longest = Math.max(0, ...tasks.map(({ duration }) => duration));
  phases.push({ what, longestTaskMs: longest, over50Ms: tasks.length, fps: fps > 0 ? fps.toFixed(0) : '' });
  return fps;
}

async function drag(page: Page, ms: number): Promise<number> {
  const box = await page.locator(MAP).boundingBox();
  if (!box) throw new Error('expected a map on the screen');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  const until = performance.now() + ms;
  const measured = ask(page, `fps(${String(ms)})`);
  for (let i = 0; performance.now() < until; i += 1)
    await page.mouse.move(x + Math.sin(i / 12) * box.width * 0.35, y + Math.cos(i / 9) * box.height * 0.3);
  const fps = await measured;
  await page.mouse.up();
  return fps;
}

async function zoom(page: Page): Promise<void> {
  for (const button of ['Zoom in', 'Zoom in', 'Zoom in', 'Zoom out', 'Zoom out', 'Show everything']) {
    await page.locator(`${MAP} [aria-label="${button}"]`).click();
    await ask(page, 'fps(450)');
  }
}

async function filter(page: Page): Promise<void> {
  const district = page.locator(DISTRICT);
  await district.selectOption({ index: 1 });
  await ask(page, 'fps(300)');
  await district.selectOption('');
  await ask(page, 'fps(300)');
  for (let twice = 0; twice < 2; twice += 1) {
    await page.locator(LATE).click();
    await ask(page, 'fps(300)');
  }
  await page.keyboard.press('/');
  await page.keyboard.type('street', { delay: 60 });
  await ask(page, 'fps(300)');
  await page.keyboard.press('Escape');
}

/** One change at a time by another session, on a card that can be seen. */
async function follow(page: Page, other: Person): Promise<number[]> {
  const id = await page.locator('[data-card]').nth(1).getAttribute('data-card');
  const times: number[] = [];
  for (let turn = 0; turn < UPDATES; turn += 1) {
    const title = `Change number ${String(turn)}`;
    const seen = ask(page, `update('${id ?? ''}', '${title}')`);
    await other.api.command(id ?? '', 'edit', { title });
    times.push(await seen);
  }
  return times;
}

async function storm(other: Person, cards: readonly IssueCard[]): Promise<void> {
  const some = cards.filter(({ stage }) => stage === 'to_assign').slice(0, BURST);
  await Promise.all(
    some.map(({ id, version, urgency }) =>
      other.api.send('POST', `/issues/${id}/triage`, { version, urgency: urgency === 'high' ? 'normal' : 'high' }),
    ),
  );
}

const began = performance.now();
const board = await start();
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
});
try {
  const owner = await firstOwner(browser, board, { size: SIZE });
  await owner.page.close();
  const { content } = await owner.api.get<{ content: { cards: IssueCard[] } }>('/board');
  const { cards } = content;
  const placed = cards.filter(({ lat, lon }) => lat !== null && lon !== null).length;

  const loads: { columns: number; ready: number; longest: number; kilobytes: number; reference: number }[] = [];
  let page: Page | undefined;
  for (let turn = 0; turn < 3; turn += 1) {
    await page?.close();
    page = await owner.context.newPage();
    await page.addInitScript({ path: fileURLToPath(new URL('board.page.js', import.meta.url)) });
    await page.goto(`${board.url}/desk/`, { waitUntil: 'commit' });
    const columns = await ask(page, `shows('board', ${String(cards.length)})`);
    const ready = await ask(page, `shows('map', ${String(placed)})`);
    const tasks = await ask<{ duration: number }[]>(page, 'tasksSince(0)');
    loads.push({
      columns,
      ready: Math.max(columns, ready),
      longest: Math.max(0, ...tasks.map(({ duration }) => duration)),
      kilobytes: await ask(page, "kilobytes('/api/v1/board')"),
      reference: await ask(page, "kilobytes('/api/v1/reference')"),
    });
  }
  if (!page) throw new Error('expected a page');
  const desk = page;
  // Tiles of the map and the first heartbeats
  await ask(desk, 'fps(3000)');

  const scrollFps = await during(desk, 'scrolling a column', () => ask(desk, `scroll(${String(SECONDS)})`));
  const panFps = await during(desk, 'panning the map', () => drag(desk, SECONDS));
  await during(desk, 'zooming the map', () => zoom(desk));
  await during(desk, 'filtering', () => filter(desk));
  let times: number[] = [];
  await during(desk, `${String(UPDATES)} changes, one by one`, async () => {
    times = await follow(desk, owner);
  });
  await during(desk, `${String(BURST)} changes at once`, () => storm(owner, cards));

  const of = (figure: keyof (typeof loads)[number]): number => median(loads.map((load) => load[figure]));
  const figures = {
    cards: cards.length,
    columnsMs: of('columns'),
    readyMs: of('ready'),
    longestLoadTaskMs: of('longest'),
    longestTaskMs: Math.max(...phases.map(({ longestTaskMs }) => longestTaskMs)),
    updateMs: median(times),
    updateP95Ms: quantile(times, 0.95),
    scrollFps,
    panFps,
    snapshotKb: of('kilobytes'),
    referenceKb: of('reference'),
  };
  printTable(phases);
  printTable(Object.entries(figures).map(([figure, value]) => ({ figure, value })));
  console.log(
    `updateMs: from the socket's message to the frame that shows it. Took ${Math.round((performance.now() - began) / 1000)} s.`,
  );
  report('board', figures);
} finally {
  await browser.close();
  await board.stop();
}

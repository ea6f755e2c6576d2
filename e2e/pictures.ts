/**
 * The pictures of the documentation, made of what really runs: `npm run screenshots [NAME …]`. The demo town and, where
 * DISPATCH_DATA says where its files are, a real city.
 */
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, expect, type Browser, type Page } from '@playwright/test';
import type { IssueCard } from '@dispatch/shared/issues/views';

import { cityData, firstOwner, startCity } from './city.ts';
import { accountsOf, baseUrl, signIn, type Person } from './people.ts';
import { startBoard } from './server.ts';
import { smallPng } from './small-png.ts';

const folder = fileURLToPath(new URL('../docs/images/', import.meta.url));
const wanted = new Set(process.argv.slice(2));
/** Largest file that a page of the documentation should carry, KB. */
const LARGEST = 300;
const DESK = { width: 1440, height: 900 };
const TABLET = { width: 820, height: 1180 };
const PHONE = { width: 390, height: 844 };
const WALL = { width: 3840, height: 2160 };

const isWanted = (...names: string[]): boolean => wanted.size === 0 || names.some((name) => wanted.has(name));

async function take(page: Page, name: string): Promise<void> {
  if (!isWanted(name)) return;
  await settle(page);
  const file = join(folder, `${name}.png`);
  writeFileSync(file, smallPng(await page.screenshot({ animations: 'disabled', caret: 'hide' })));
  const kilobytes = Math.round(statSync(file).size / 1024);
  console.log(`${name}.png  ${String(kilobytes)} KB`);
  if (kilobytes > LARGEST) throw new Error(`${name}.png is larger than ${String(LARGEST)} KB`);
}

/** Waits until nothing is drawn or fetched any more: fonts, tiles of the map, the glow of cards that have just changed. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  let before = '';
  await expect
    .poll(
      async () => {
        const now = (await page.screenshot({ animations: 'disabled', caret: 'hide' })).toString('base64');
        const same = now === before;
        before = now;
        return same;
      },
      { intervals: [700], timeout: 20_000 },
    )
    .toBe(true)
    // Clocks go on, and a town that acts never rests
    .catch(() => undefined);
}

async function openDesk(person: Person, board = baseUrl()): Promise<void> {
  await person.page.goto(`${board}/desk/`);
  await person.page.locator('[data-card]').first().waitFor({ timeout: 60_000 });
  await person.page.getByRole('button', { name: 'Show everything' }).click();
  await person.page.mouse.move(0, 0);
}

const byStage = async (person: Person, stage: string): Promise<IssueCard[]> =>
  (await person.api.get<{ items: IssueCard[] }>(`/issues?stage=${stage}&limit=50`)).items;

async function picturesOfTheTown(browser: Browser): Promise<void> {
  const board = await startBoard();
  process.env['E2E_URL'] = board.url;
  process.env['E2E_ACCOUNTS'] = join(board.dataDir, 'demo-accounts.json');
  try {
    const ana = await signIn(browser, { role: 'operator', size: DESK });
    await openDesk(ana);
    await take(ana.page, 'desk-light');

    if (isWanted('timeline')) {
      const view = JSON.stringify({ open: ['time'], order: 'team' });
      await ana.page.goto(`${board.url}/desk/?view=${encodeURIComponent(view)}`);
      await ana.page.locator('[data-bar]').first().waitFor({ timeout: 60_000 });
      await ana.page.mouse.move(0, 0);
      await take(ana.page, 'timeline');
    }

    const ben = await signIn(browser, { role: 'operator', index: 1, size: DESK, dark: true });
    await openDesk(ben);
    // One that is being worked on has the most to tell
    const [told] = [
      ...(await byStage(ben, 'in_progress')),
      ...(await byStage(ben, 'en_route')),
      ...(await byStage(ben, 'to_assign')),
    ];
    if (told) {
      await ben.page.goto(`${board.url}/desk/?issue=${told.id}`);
      await ben.page.locator(`[data-card="${told.id}"]`).first().click({ timeout: 10_000 });
      await ben.page.mouse.move(0, 0);
    }
    await take(ben.page, 'desk-dark');
    await ben.context.close();

    if (isWanted('wall')) {
      const { page: path } = await ana.api.send<{ page: string }>('POST', '/kiosks', {});
      const context = await browser.newContext({ viewport: WALL, deviceScaleFactor: 0.5, colorScheme: 'dark' });
      const page = await context.newPage();
      await page.goto(board.url + path);
      await page.waitForTimeout(5000);
      await take(page, 'wall');
      await context.close();
    }
    if (isWanted('home-phone')) await pictureOfProgress(browser, ana, board.url);
    if (isWanted('field-tablet', 'field-phone')) await picturesOfTheField(browser, board.url);
  } finally {
    await board.stop();
  }
}

/** The progress page of someone whose contractor is on the way. */
async function pictureOfProgress(browser: Browser, ana: Person, url: string): Promise<void> {
  const { contractors } = await ana.api.reference();
  const moving = (await byStage(ana, 'en_route')).filter(
    ({ contractorId, lat }) =>
      lat !== null && contractors.some(({ id, position }) => id === contractorId && position !== null),
  );
  const [card] = moving;
  if (!card) {
    console.log('home-phone.png is left out: no one is on the way just now');
    return;
  }
  const link = await ana.api.send<{ url: string }>('POST', `/issues/${card.id}/links`, { scope: 'act' });
  const context = await browser.newContext({
    viewport: PHONE,
    deviceScaleFactor: 2,
    hasTouch: true,
    colorScheme: 'light',
  });
  const page = await context.newPage();
  await page.goto(new URL(link.url, url).href);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForTimeout(3000);
  await take(page, 'home-phone');
  await context.close();
}

/** The contractor with the most to do of those who have an account to try. */
async function picturesOfTheField(browser: Browser, url: string): Promise<void> {
  const WORK = ['in_progress', 'en_route', 'open'];
  let best: { index: number; issues: IssueCard[] } = { index: 0, issues: [] };
  for (const index of accountsOf('contractor').keys()) {
    const person = await signIn(browser, { role: 'contractor', index, size: PHONE });
    const { items } = await person.api.get<{ items: IssueCard[] }>('/issues?stage=open,en_route,in_progress&limit=50');
    const of = (issues: IssueCard[]): number =>
      issues.filter(({ stage }) => stage !== 'open').length * 100 + issues.length;
    if (of(items) > of(best.issues)) best = { index, issues: items };
    await person.context.close();
  }
  const [first] = best.issues.toSorted((a, b) => WORK.indexOf(a.stage) - WORK.indexOf(b.stage));
  const at = { latitude: (first?.lat ?? 0) + 0.003, longitude: (first?.lon ?? 0) + 0.004 };

  const tablet = await signIn(browser, {
    role: 'contractor',
    index: best.index,
    size: TABLET,
    touch: true,
    position: at,
  });
  await tablet.page.goto(first ? `${url}/field/issue/${first.id}` : `${url}/field/`);
  await tablet.page.waitForTimeout(3000);
  // An offer that waits would lie over the work
  const offers = tablet.page.getByRole('button', { name: 'Put aside, answer later' });
  for (let most = 5; most > 0 && (await offers.isVisible()); most -= 1) {
    await offers.click();
    await tablet.page.waitForTimeout(500);
  }
  await take(tablet.page, 'field-tablet');
  await tablet.context.close();

  const phone = await signIn(browser, {
    role: 'contractor',
    index: best.index,
    size: PHONE,
    scale: 2,
    touch: true,
    position: at,
  });
  await phone.page.goto(`${url}/field/`);
  await phone.page.waitForTimeout(3000);
  await take(phone.page, 'field-phone');
  await phone.context.close();
}

/** A storm day of a real city, with its trees in the hands of the crews. No drawer: nobody's name or phone is in it. */
async function pictureOfTheCity(browser: Browser, data: string): Promise<void> {
  const board = await startCity(data);
  try {
    const owner = await firstOwner(browser, board, { size: DESK });
    const { teams, contractors } = await owner.api.reference();
    const parks = teams.find(({ name }) => /park/i.test(name));
    const waiting = (
      await owner.api.get<{ items: IssueCard[] }>(`/issues?stage=to_assign&team=${parks?.id ?? ''}&limit=60`)
    ).items.filter(({ lat, place }) => lat !== null && place !== null);
    const crews = contractors.filter(({ name }) => /tree|street|signs|sanitation|traffic/i.test(name)).slice(0, 6);
    const steps = ['depart', 'arrive', 'finish', 'confirm'];
    for (const [i, { id }] of waiting.slice(0, 24).entries()) {
      const crew = crews[i % crews.length];
      if (!crew) break;
      await owner.api.command(id, 'assign', { contractorId: crew.id });
      for (const step of steps.slice(0, [0, 0, 1, 2, 3, 0, 2, 4][i % 8]))
        await owner.api.command(id, step).catch(() => undefined);
    }
    await owner.page.setViewportSize(DESK);
    await openDesk(owner, board.url);
    await owner.page.locator(`.tile[data-contractor="${crews[0]?.id ?? ''}"]`).scrollIntoViewIfNeeded();
    await owner.page.mouse.move(0, 0);
    await take(owner.page, 'city-desk');
    if (isWanted('city-wall')) {
      const { page: path } = await owner.api.send<{ page: string }>('POST', '/kiosks', {});
      const context = await browser.newContext({ viewport: WALL, deviceScaleFactor: 0.5, colorScheme: 'light' });
      const page = await context.newPage();
      await page.goto(board.url + path);
      await page.locator('.map-view').waitFor({ timeout: 60_000 });
      await take(page, 'city-wall');
      await context.close();
    }
  } finally {
    await board.stop();
  }
}

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--force-color-profile=srgb'],
});
try {
  if (isWanted('desk-light', 'desk-dark', 'timeline', 'wall', 'home-phone', 'field-tablet', 'field-phone'))
    await picturesOfTheTown(browser);
  if (isWanted('city-desk', 'city-wall')) {
    if (cityData === undefined)
      console.log('The pictures of the city are left out: DISPATCH_DATA does not say where a city’s files are');
    else await pictureOfTheCity(browser, cityData);
  }
} finally {
  await browser.close();
}

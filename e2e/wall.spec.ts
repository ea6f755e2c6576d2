import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { faultsOf } from './axe.ts';
import { baseUrl, signIn, type Account, type Person } from './people.ts';
import { startBoard } from './server.ts';

/** What happens must be on the wall within this time. Milliseconds. */
const WITHIN = { timeout: 1000 };
const WALL = { width: 3840, height: 2160 };

const live = (page: Page) => page.getByRole('banner').getByText('live', { exact: true });

async function fileEmergency(desk: Person, title: string): Promise<string> {
  const { categories } = await desk.api.reference();
  const category =
    categories.find(({ active, questions }) => active && questions.every(({ required }) => !required)) ??
    categories[0]!;
  const answers = Object.fromEntries(
    category.questions
      .filter(({ required }) => required)
      .map(({ id, kind, options }) => [
        id,
        kind === 'choice' ? (options?.[0] ?? '') : kind === 'yesno' ? true : kind === 'number' ? 1 : 'yes',
      ]),
  );
  const { id } = await desk.api.send<{ id: string }>('POST', '/issues', {
    categoryId: category.id,
    title,
    urgency: 'emergency',
    answers,
  });
  return id;
}

/** While an emergency has nobody, also one whose offer runs out meanwhile, the wall stays with the whole town. */
async function assignEmergencies(desk: Person): Promise<void> {
  const { contractors } = await desk.api.reference();
  const contractorId = contractors.find(({ active, onDuty }) => active && onDuty)!.id;
  const { items } = await desk.api.get<{ items: { id: string }[] }>(
    '/issues?urgency=emergency&stage=inbox,to_assign,offered&limit=200',
  );
  for (const { id } of items) await desk.api.command(id, 'assign', { contractorId });
}

test('a link made at the desk turns a browser into a wall that goes loud for an emergency and cannot act', async ({
  browser,
}) => {
  const ana = await signIn(browser, { role: 'operator' });
  await ana.page.goto(`${baseUrl()}/desk/`);
  await ana.page.getByRole('button', { name: 'Your account' }).click();
  await ana.page.getByRole('menuitem', { name: 'Make a wall display' }).click();
  const dialog = ana.page.getByRole('dialog', { name: 'Wall displays' });
  await dialog.getByRole('button', { name: 'Make a wall display' }).click();
  const link = await dialog.getByLabel(/Open this on the wall/).inputValue();
  expect(link).toContain('/desk/wall?kiosk=');

  const context = await browser.newContext({ viewport: WALL, colorScheme: 'dark' });
  const wall = await context.newPage();
  const faults: string[] = [];
  wall.on('pageerror', (error) => faults.push(error.message));
  await wall.goto(link);
  await expect(live(wall)).toBeVisible();
  expect(wall.url()).toBe(`${baseUrl()}/desk/wall`);
  await expect(wall.getByRole('heading', { name: /Needs a person/ })).toBeVisible();

  // It has its first picture of the town: what is filed from now on is news to it
  await expect(wall.getByRole('banner')).not.toContainText(/unfinished\s*0/);

  // Nothing to scroll, nothing smaller than 28 px (the map draws its signs at a scale of its own)
  expect(
    await wall.evaluate(() => [
      document.documentElement.scrollHeight <= innerHeight,
      document.documentElement.scrollWidth <= innerWidth,
    ]),
  ).toEqual([true, true]);
  const small = await wall.evaluate(() => {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (
        !element ||
        node.textContent?.trim() === '' ||
        element.closest('.visually-hidden, [role="toolbar"], .leaflet-container, .avatar, script, style, noscript')
      )
        continue;
      if (element.getClientRects().length > 0 && parseFloat(getComputedStyle(element).fontSize) < 27.9)
        found.push(`${String(node.textContent?.trim())} ${getComputedStyle(element).fontSize}`);
    }
    return found;
  });
  expect(small).toEqual([]);

  // An emergency
  const title = `Gas in the stairwell ${String(Date.now())}`;
  const id = await fileEmergency(ana, title);
  await expect(wall.getByRole('banner')).toContainText('without a contractor', WITHIN);
  await expect(wall.locator('.wall.loud')).toBeVisible(WITHIN);
  await expect(wall.getByRole('region', { name: 'What needs a person now' })).toContainText(title, WITHIN);

  // It can look and not act
  const headers = { 'x-requested-with': 'dispatch-board', 'idempotency-key': randomBytes(16).toString('hex') };
  const act = await context.request.post(`${baseUrl()}/api/v1/issues/${id}/triage`, { headers, data: { version: 1 } });
  expect(act.status()).toBe(403);
  expect((await context.request.get(`${baseUrl()}/api/v1/board`)).status()).toBe(200);
  expect((await context.request.get(`${baseUrl()}/api/v1/households?text=an`)).status()).toBe(403);
  await wall.goto(`${baseUrl()}/desk/`);
  await expect(wall.getByText('This desk is for those who dispatch.')).toBeVisible();
  await wall.goto(`${baseUrl()}/desk/wall`);
  await expect(wall.locator('.wall.loud')).toBeVisible();

  // Once someone is asked, it is quiet again
  const { contractors } = await ana.api.reference();
  await ana.api.command(id, 'offer', { contractorId: contractors.find(({ active, onDuty }) => active && onDuty)!.id });
  await expect(wall.getByText(title)).not.toHaveCount(0);
  await expect(wall.getByRole('region', { name: 'What needs a person now' })).toContainText(
    'Emergency, waiting for an answer',
    WITHIN,
  );

  // The link was good once
  const other = await browser.newContext();
  const late = await other.newPage();
  await late.goto(link);
  await expect(late.getByText('A wall’s link works once')).toBeVisible();
  expect(late.url()).toBe(`${baseUrl()}/desk/wall`);
  await other.close();

  // Its maker switches it off
  await dialog.getByRole('button', { name: 'Switch off' }).first().click();
  await expect(wall.getByText('This wall has been switched off.')).toBeVisible({ timeout: 5000 });
  expect(faults).toEqual([]);
  await ana.api.command(id, 'cancel', { reason: 'a test' });
  await context.close();
  await ana.context.close();
});

test('the wall turns through the districts, rests by a key, and remembers its pace', async ({ browser }) => {
  const ana = await signIn(browser, { role: 'operator', size: { width: 1920, height: 1080 } });
  const { page } = ana;
  await assignEmergencies(ana);
  await page.goto(`${baseUrl()}/desk/wall?turn=10&dim=off`);
  await expect(live(page)).toBeVisible();
  const where = page.getByRole('region', { name: 'Map', exact: true }).locator('.where');
  await expect(where).toContainText('The whole town');
  const districts = (await ana.api.reference()).districts
    .filter(({ active }) => active)
    .map(({ name }) => name)
    .sort((a, b) => a.localeCompare(b));
  await page.keyboard.press('ArrowRight');
  await expect(where).toContainText(districts[0]!);
  await page.keyboard.press('Space');
  await expect(page.getByRole('banner')).toContainText('paused');
  await page.keyboard.press('Space');
  // Ten seconds is the quickest turn there is.
  await expect(where).toContainText(districts[1]!, { timeout: 14_000 });
  await page.keyboard.press('+');
  await page.keyboard.press('s');
  await page.goto(`${baseUrl()}/desk/wall`);
  await expect(live(page)).toBeVisible();
  expect(await page.evaluate(() => JSON.parse(localStorage.getItem('dispatch:wall') ?? '{}') as unknown)).toMatchObject(
    { turn: 15, sound: true },
  );
  expect(ana.faults).toEqual([]);
  await ana.context.close();
});

test('the wall is free of axe findings, light and dark', async ({ browser }) => {
  const ana = await signIn(browser, { role: 'operator', size: { width: 1920, height: 1080 } });
  const id = await fileEmergency(ana, 'Water through the ceiling');
  for (const path of ['/desk/wall?dim=off', '/desk/wall?kiosk=abcdefghijklmnopqrstuvwx']) {
    await ana.page.goto(baseUrl() + path);
    await (path.includes('kiosk')
      ? expect(ana.page.getByText('Turn this browser into a wall display?')).toBeVisible()
      : expect(live(ana.page)).toBeVisible());
    expect(await faultsOf(ana.page)).toEqual([]);
  }
  await ana.api.command(id, 'cancel', { reason: 'a test' });
  await ana.context.close();
});

test('a wall stays through a restart of the server: it says how old it is, fades, and is live again by itself', async ({
  browser,
}) => {
  const data = mkdtempSync(join(tmpdir(), 'dispatch-board-wall-'));
  // PostgreSQL's user must get in when root runs the tests; else the database lies elsewhere and outlives the folder.
  chmodSync(data, 0o711);
  const free = createServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  const PORT = String((free.address() as { port: number }).port);
  free.close();
  const settings = { DATA_DIR: data, PORT };
  let board = await startBoard(settings);
  try {
    const accounts = JSON.parse(readFileSync(join(data, 'demo-accounts.json'), 'utf8')) as Account[];
    const { email, password } = accounts.find(({ role }) => role === 'operator')!;
    const maker = await browser.newContext();
    const headers = { 'x-requested-with': 'dispatch-board' };
    await maker.request.post(`${board.url}/api/v1/session`, { headers, data: { email, password } });
    const { page: path } = (await (
      await maker.request.post(`${board.url}/api/v1/kiosks`, { headers, data: {} })
    ).json()) as { page: string };
    await maker.close();

    const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
    const wall = await context.newPage();
    await wall.goto(board.url + path);
    await expect(live(wall)).toBeVisible();
    await board.stop();
    await expect(wall.getByRole('banner')).toContainText(/no connection, \d+ s old/);
    await expect(wall.locator('.zones.stale')).toBeVisible();
    await expect(wall.getByRole('banner')).toContainText(/no connection, [3-9] s old/);
    board = await startBoard(settings);
    await expect(live(wall)).toBeVisible({ timeout: 15_000 });
    await expect(wall.locator('.zones.stale')).toHaveCount(0);
    await context.close();
  } finally {
    await board.stop();
    rmSync(data, { recursive: true, force: true });
  }
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { faultsOf } from './axe.ts';
import type { Account } from './people.ts';
import { startBoard, type Board } from './server.ts';

/** Four cases as any city's portal writes them: one of them closed, one with a faulty date, one at an unknown place. */
const RECORDS = [
  'Request ID,Created Date,Closed Date,Complaint Type,Incident Address,Latitude,Longitude',
  'C-1,2026-03-02 08:15:00,,Street light out,1 Main St,52.52,13.40',
  'C-2,2026-03-02 09:00:00,2026-03-03 10:30:00,Pothole,2 Main St,52.53,13.41',
  'C-3,the day before,,Pothole,3 Main St,52.54,13.42',
  'C-4,2026-03-04 11:00:00,,Pothole,4 Main St,,',
  '',
].join('\r\n');

let board: Board;
let page: Page;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(90_000);
  board = await startBoard();
  const accounts = JSON.parse(readFileSync(join(board.dataDir, 'demo-accounts.json'), 'utf8')) as Account[];
  const { email, password } = accounts.find(({ role }) => role === 'admin')!;
  const context = await browser.newContext();
  const headers = { 'x-requested-with': 'dispatch-board' };
  expect((await context.request.post(`${board.url}/api/v1/session`, { headers, data: { email, password } })).ok()).toBe(
    true,
  );
  page = await context.newPage();
  await page.goto(`${board.url}/desk/admin/import`);
});
test.afterAll(async () => {
  await page.context().close();
  await board.stop();
});

async function count(what: string): Promise<string> {
  return page.locator('dl > div', { hasText: what }).locator('dd').innerText();
}

test('an admin sees how a file is read, checks it, imports it and reads what is wrong with it', async () => {
  const file = page.getByLabel('File of records');

  // What is no file of records is named, and nothing is begun
  await file.setInputFiles({
    name: 'records.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('<!doctype html><html><body>Sign in</body></html>'),
  });
  await expect(page.getByRole('region', { name: 'File' }).getByRole('alert')).toContainText('web page');

  await file.setInputFiles({ name: 'records.csv', mimeType: 'text/csv', buffer: Buffer.from(RECORDS) });
  const how = page.getByRole('region', { name: 'How the file is read' });
  await expect(how).toBeVisible();
  await expect(how.getByLabel('Kind of file')).toHaveValue('generic');
  await expect(how).toContainText('1 of the first 4 rows have faults');
  await expect(how).toContainText('the day before');
  await expect(page.getByRole('region', { name: 'First rows of the file' })).toContainText('Street light out');
  expect(await faultsOf(page)).toEqual([]);

  // A check counts, and writes nothing
  await how.getByRole('button', { name: 'Only check the whole file' }).press('Enter');
  await expect(page.getByRole('heading', { name: /checked, not imported/ })).toBeVisible({ timeout: 15_000 });
  expect(await count('Would be imported')).toBe('3');
  const issues = async (): Promise<number> => {
    const answer = await page.request.get(`${board.url}/api/v1/issues?text=Main%20St&limit=50`);
    const { items } = (await answer.json()) as { items: { place: string }[] };
    return items.filter(({ place }) => /^[1-4] Main St$/.test(place)).length;
  };
  expect(await issues()).toBe(0);

  await how.getByRole('button', { name: 'Import', exact: true }).press('Enter');
  await expect(page.getByRole('heading', { name: 'records.csv: imported' })).toBeVisible({ timeout: 15_000 });
  expect(await count('Imported')).toBe('3');
  expect(await count('of them open')).toBe('2');
  expect(await count('Faulty, left out')).toBe('1');
  expect(await issues()).toBe(3);

  const report = page.getByRole('link', { name: 'Download the report' });
  const [download] = await Promise.all([page.waitForEvent('download'), report.click()]);
  const told = readFileSync(await download.path(), 'utf8');
  expect(told).toContain('the day before');
  expect(told.split('\r\n')[0]).toBe('line,field,reason');
});

test('what is exported and brought back changes nothing', async () => {
  const exported = await page.request.get(`${board.url}/api/v1/export/issues.csv`);
  const text = await exported.text();
  await page.goto(`${board.url}/desk/admin/import`);
  await page
    .getByLabel(/File of records|Another file/)
    .setInputFiles({ name: 'again.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'again.csv: imported' })).toBeVisible({ timeout: 15_000 });
  expect(await count('Imported')).toBe('0');
  expect(await count('Faulty, left out')).toBe('0');
  expect(await count('There already')).toBe(await count('Rows read'));
  expect(await (await page.request.get(`${board.url}/api/v1/export/issues.csv`)).text()).toBe(text);
});

/** Planning the day: a search with its best so far, the review of it, applied as one, taken back as one. */
import { expect, test, type Browser, type Locator, type Page } from '@playwright/test';
import type { IssueCard } from '@dispatch/shared/issues/views';
import type { Candidates } from '@dispatch/shared/planning/candidates';
import type { ChangeSet } from '@dispatch/shared/planning/change-set';
import type { PlanRun } from '@dispatch/shared/planning/plan-run';
import { faultsOf } from './axe.ts';
import { baseUrl, signIn, type Api, type Person } from './people.ts';

async function cardOf(api: Api, id: string): Promise<IssueCard> {
  return (await api.get<{ detail: { card: IssueCard } }>(`/issues/${id}`)).detail.card;
}

/** Issues that somebody can do today and nobody has. */
async function toBePlaced(api: Api, title: string, count: number): Promise<string[]> {
  const { categories } = await api.reference();
  const ids: string[] = [];
  for (const category of categories) {
    if (ids.length === count) return ids;
    const { id } = await api.send<{ id: string }>('POST', '/issues', {
      categoryId: category.id,
      title: `${title} ${category.name}`,
      callback: true,
      contact: { phone: '+49 5555 0123' },
    });
    await api.command(id, 'triage', { urgency: 'high' });
    const { candidates } = await api.get<Candidates>(`/issues/${id}/candidates`);
    if (candidates.length > 1) ids.push(id);
    else await api.command(id, 'cancel', { reason: 'Nobody can do it' });
  }
  throw new Error(`expected ${String(count)} categories that contractors can do`);
}

async function open(browser: Browser, index = 0): Promise<Person> {
  const person = await signIn(browser, { role: 'operator', index });
  await person.page.goto(`${baseUrl()}/desk/`);
  await expect(person.page.getByText('live', { exact: true }).first()).toBeVisible();
  await expect(person.page.locator('[data-card]').first()).toBeVisible();
  return person;
}

const dialogOf = (page: Page): Locator => page.getByRole('dialog', { name: 'Plan the day' });
const moveOf = (page: Page, id: string): Locator => page.locator(`[data-move="${id}"]`);
const said = (page: Page, words: RegExp): Promise<void> =>
  expect(page.locator('[aria-live]').filter({ hasText: words }).first()).toBeAttached();

/** Searches by keys alone and stops at the best so far. */
async function search(page: Page): Promise<void> {
  await page.keyboard.press('z');
  const dialog = dialogOf(page);
  await expect(dialog.getByRole('radio', { name: 'Today', exact: true })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(dialog.getByRole('radio', { name: 'Today and tomorrow' })).toBeChecked();
  await dialog.getByRole('button', { name: 'Search' }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('progressbar', { name: 'Search for a better plan' })).toBeVisible();
  await expect(dialog.getByText(/plans tried\. Best so far:/)).toBeVisible();
  await dialog.getByRole('button', { name: /^Stop/ }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('region', { name: 'Issues that move' })).toBeVisible();
  await said(page, /The search has ended: \d+ issues? moves?/);
}

test('an operator searches, reviews, leaves one out, applies, and takes it back; each step by keys', async ({
  browser,
}) => {
  const { page, api, faults } = await open(browser);
  const [first, second] = (await toBePlaced(api, 'Plan me', 2)) as [string, string];
  await search(page);
  const dialog = dialogOf(page);
  for (const id of [first, second]) await expect(moveOf(page, id)).toContainText('Nobody has it yet.');
  await expect(dialog.getByText('Driving', { exact: true })).toBeVisible();
  expect(await faultsOf(page, '[role="dialog"]')).toEqual([]);

  // One is not wanted: it is struck out, the others stay.
  const shown = await page
    .locator('[data-move]')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-move')!));
  const before = new Map(await Promise.all(shown.map(async (id) => [id, await cardOf(api, id)] as const)));
  const tick = moveOf(page, second).getByRole('checkbox');
  await tick.focus();
  await page.keyboard.press('Space');
  await expect(tick).not.toBeChecked();
  const apply = dialog.getByRole('button', { name: /^Apply \d+ changes?$/ });
  await apply.focus();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await said(page, /^Day planned: \d+ issues?\.$/);

  const [change] = await api.get<ChangeSet[]>('/plan/changes');
  const run = await api.get<PlanRun>(`/plan/runs/${change!.summary!.runId}`);
  expect(run).toMatchObject({ state: 'done', changeId: change!.id, result: { stopped: true } });
  for (const { id, to } of run.result!.moves)
    if (id !== second) expect(await cardOf(api, id)).toMatchObject({ contractorId: to.contractorId });
  expect((await cardOf(api, second)).version).toBe(before.get(second)!.version);

  // It stands in the history, and is undone there.
  await page.keyboard.press('z');
  await dialog.getByRole('tab', { name: 'Applied before' }).click();
  const row = page.locator(`[data-change="${change!.id}"]`);
  await expect(row).toContainText(/Day planned: \d+ issues?.*issues? moved/);
  await row.getByRole('button', { name: /^Undo/ }).focus();
  await page.keyboard.press('Enter');
  await expect(row).toContainText(/Undone .*: \d+ issues? (is|are) as before\./);
  for (const [id, card] of before)
    expect(await cardOf(api, id)).toMatchObject({ contractorId: card.contractorId, stage: card.stage });
  expect(faults).toEqual([]);
});

test('what a colleague changes meanwhile is named, and the rest is applied without it', async ({ browser }) => {
  const ana = await open(browser);
  const ben = await signIn(browser, { role: 'operator', index: 1 });
  const [mine, raced] = (await toBePlaced(ana.api, 'Plan in a race', 2)) as [string, string];
  await search(ana.page);
  const dialog = dialogOf(ana.page);
  await expect(moveOf(ana.page, raced)).toBeVisible();
  const { candidates } = await ben.api.get<Candidates>(`/issues/${raced}/candidates`);
  await ben.api.command(raced, 'assign', { contractorId: candidates[0]!.contractorId });
  const { ref } = await cardOf(ana.api, raced);

  await dialog.getByRole('button', { name: /^Apply \d+ changes?$/ }).click();
  const alert = dialog.getByRole('alert');
  await expect(alert).toContainText('Nothing was done, because things have changed in the meantime.');
  await expect(alert).toContainText(new RegExp(`${ref}: .* changed it in the meantime\\.`));
  expect((await cardOf(ana.api, mine)).contractorId).toBeNull();

  await dialog.getByRole('button', { name: 'Apply the rest' }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(async () => (await cardOf(ana.api, mine)).contractorId).not.toBeNull();
  expect((await cardOf(ana.api, raced)).contractorId).toBe(candidates[0]!.contractorId);

  // The toast takes it back.
  await ana.page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect.poll(async () => (await cardOf(ana.api, mine)).contractorId).toBeNull();
  // The browser notes the refusal itself.
  expect([...ana.faults, ...ben.faults].filter((fault) => !fault.includes('409'))).toEqual([]);
});

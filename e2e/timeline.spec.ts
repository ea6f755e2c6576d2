/** The timeline: rows of contractors, jobs carried onto them by pointer and by keys, what breaks, what is kept. */
import { expect, test, type Browser, type Locator, type Page } from '@playwright/test';
import type { Candidates } from '@dispatch/shared/planning/candidates';
import type { IssueCard } from '@dispatch/shared/issues/views';
import { faultsOf } from './axe.ts';
import { baseUrl, signIn, type Api, type Person } from './people.ts';

async function cardOf(api: Api, id: string): Promise<IssueCard> {
  return (await api.get<{ detail: { card: IssueCard } }>(`/issues/${id}`)).detail.card;
}

/** An issue that several contractors can do today, and who they are, the best first. */
async function plannable(api: Api, title: string): Promise<{ id: string; ranked: string[]; refused: string[] }> {
  const { categories } = await api.reference();
  for (const category of categories.filter(({ active }) => active)) {
    const { id } = await api.send<{ id: string }>('POST', '/issues', {
      categoryId: category.id,
      title,
      callback: true,
      contact: { phone: '+49 5555 0123' },
    });
    await api.command(id, 'triage', { urgency: 'normal' });
    const { candidates, refusals } = await api.get<Candidates>(`/issues/${id}/candidates`);
    if (candidates.length > 2)
      return {
        id,
        ranked: candidates.map(({ contractorId }) => contractorId),
        refused: refusals.map(({ contractorId }) => contractorId),
      };
    await api.command(id, 'cancel', { reason: 'Nobody can do it' });
  }
  throw new Error('expected a category that three contractors can do');
}

async function open(browser: Browser, panels: readonly string[] = ['time'], index = 0): Promise<Person> {
  const person = await signIn(browser, { role: 'operator', index });
  const view = JSON.stringify({ open: panels, order: 'name' });
  await person.page.goto(`${baseUrl()}/desk/?view=${encodeURIComponent(view)}`);
  await expect(person.page.getByText('live', { exact: true }).first()).toBeVisible();
  await expect(rowOf(person.page).first()).toBeVisible();
  return person;
}

const rowOf = (page: Page, id?: string): Locator =>
  page.locator(id === undefined ? '[data-row]' : `[data-row="${id}"]`);
const headOf = (page: Page, id: string): Locator => rowOf(page, id).getByRole('rowheader');
const barOf = (page: Page, id: string): Locator => page.locator(`[data-bar="${id}"]`);
const said = (page: Page): Locator => page.locator('[aria-live]');

/** Takes something up and carries it over a row: over its name, or so many pixels after now. */
async function carry(
  page: Page,
  thing: Locator,
  row: Locator,
  after: number | 'name',
  withShift = false,
): Promise<void> {
  // waits until it stands still: days are laid out anew when something around them changes
  await thing.hover();
  await page.mouse.down();
  const from = (await thing.boundingBox())!;
  await page.mouse.move(from.x + from.width / 2 + 10, from.y + from.height / 2 + 6, { steps: 3 });
  await expect(page.getByText(/Shift fixes it/)).toBeVisible();
  if (withShift) await page.keyboard.down('Shift');
  const head = (await row.getByRole('rowheader').boundingBox())!;
  const now = (await page.locator('.chart .now').boundingBox())!;
  const x = after === 'name' ? head.x + 60 : now.x + after;
  await page.mouse.move(x, head.y + head.height / 2, { steps: 6 });
  await page.mouse.move(x + 1, head.y + head.height / 2);
}

/** Waits until it is done; what it would break of those who are there already is taken into the bargain. */
async function agree(page: Page, done: () => Promise<boolean>): Promise<void> {
  const anyway = page.getByRole('dialog', { name: /^J-/ }).getByRole('button', { name: 'Do it anyway' });
  await expect.poll(async () => (await done()) || (await anyway.isVisible()), { timeout: 20_000 }).toBe(true);
  if (await done()) return;
  await anyway.click();
  await expect.poll(done, { timeout: 20_000 }).toBe(true);
}

const unassigned = (page: Page, id: string): Locator => page.locator(`[data-unassigned="${id}"]`);

test('an issue carried over the rows shows what it means in each, as the API ranks it, and is given with its time where it is put', async ({
  browser,
}) => {
  const ana = await open(browser);
  const { page, api } = ana;
  const { id, ranked, refused } = await plannable(api, 'Carried over rows');
  const [best, second] = ranked as [string, string];

  await carry(page, unassigned(page, id), rowOf(page, second), 90);
  // every row at once: its place among all, minutes and time, or why not
  await expect(headOf(page, best)).toContainText(/1\.\s+[+−]\d+ min · /);
  if (refused[0]) await expect(headOf(page, refused[0])).not.toContainText(' · ');
  // and where exactly it would go
  await expect(rowOf(page, second).locator('.ghost.solid')).toBeVisible();
  await page.mouse.up();

  await agree(page, async () => (await cardOf(api, id)).contractorId === second);
  const card = await cardOf(api, id);
  expect(card.stage).toBe('offered');
  await expect(barOf(page, id)).toBeVisible();
  expect(card.plan?.plannedAt).toBeGreaterThan(Date.now() - 60_000);

  // carried back to those that nobody has, it is taken back
  await barOf(page, id).hover();
  const side = (await page.getByRole('complementary', { name: 'Not assigned' }).boundingBox())!;
  await page.mouse.down();
  await page.mouse.move(side.x + 120, side.y + 120, { steps: 8 });
  await expect(page.getByText('Put it here to take it back')).toBeVisible();
  await page.mouse.up();
  await expect.poll(async () => (await cardOf(api, id)).contractorId).toBeNull();
  await expect(unassigned(page, id)).toBeAttached();
  expect(ana.faults).toEqual([]);
  await ana.context.close();
});

test('a time with Shift is kept to five minutes, V lets it go, and a colleague sees each', async ({ browser }) => {
  const ana = await open(browser);
  const ben = await open(browser, ['time'], 1);
  const { page, api } = ana;
  const { id, ranked } = await plannable(api, 'Kept at its time');
  const [best] = ranked as [string];
  await api.command(id, 'assign', { contractorId: best });
  await expect(barOf(page, id)).toBeVisible();
  await expect(barOf(ben.page, id)).toBeVisible();

  await carry(page, barOf(page, id), rowOf(page, best), 150, true);
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await agree(page, async () => (await cardOf(api, id)).plan?.pinnedAt !== undefined);
  expect(((await cardOf(api, id)).plan?.pinnedAt ?? 0) % 300_000).toBe(0);
  await expect(barOf(ben.page, id)).toHaveAccessibleName(/time is fixed/);

  await barOf(page, id).click();
  await page.getByRole('grid', { name: 'Contractors and their days' }).focus();
  await page.keyboard.press('v');
  await expect(said(page).filter({ hasText: 'may move again' })).toHaveCount(1);
  expect((await cardOf(api, id)).plan?.pinnedAt).toBeUndefined();
  await page.keyboard.press('v');
  await expect.poll(async () => (await cardOf(api, id)).plan?.pinnedTo).toBe(best);
  await expect(barOf(ben.page, id)).toHaveAccessibleName(/contractor is fixed/);
  for (const person of [ana, ben]) {
    expect(person.faults).toEqual([]);
    await person.context.close();
  }
});

test('what would break something is asked about first, and nothing else is', async ({ browser }) => {
  const ana = await open(browser);
  const { page, api } = ana;
  const { id, refused } = await plannable(api, 'Breaks something');
  const [unable] = refused as [string];
  const dialog = page.getByRole('dialog', { name: /^J-/ });

  await carry(page, unassigned(page, id), rowOf(page, unable), 'name');
  await page.mouse.up();
  await expect(dialog).toContainText('Fits if');
  await dialog.getByRole('button', { name: 'Back' }).click();
  expect((await cardOf(api, id)).contractorId).toBeNull();

  await carry(page, unassigned(page, id), rowOf(page, unable), 'name');
  await page.mouse.up();
  await dialog.getByRole('button', { name: 'Do it anyway' }).click();
  await expect.poll(async () => (await cardOf(api, id)).contractorId).toBe(unable);
  await ana.context.close();
});

test('the keyboard alone places an issue: from a card and from a bar, the best first, another time, and back', async ({
  browser,
}) => {
  const ana = await open(browser, ['kanban', 'time']);
  const { page, api } = ana;
  const { id, ranked } = await plannable(api, 'Placed by keys');
  const [best, second] = ranked as [string, string];
  const { contractors } = await api.reference();
  const nameOf = (one: string): string => contractors.find((contractor) => contractor.id === one)!.name;
  const placing = page.getByRole('dialog', { name: /^Place J-/ });
  const choices = placing.getByRole('listbox');

  const card = page.locator(`.kanban [data-card="${id}"]`);
  await page.getByRole('combobox', { name: 'Search issues' }).fill('Placed by keys');
  await page.keyboard.press('Enter');
  await card.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: 'Issue' })).toBeVisible();
  await card.focus();
  await page.keyboard.press('f');
  await expect(choices).toBeFocused();
  await expect(choices.getByRole('option', { selected: true })).toContainText(nameOf(best));
  await expect(said(page).filter({ hasText: /arrives/ })).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(placing).toBeHidden();
  expect((await cardOf(api, id)).contractorId).toBeNull();
  await expect(card).toBeFocused();

  await page.keyboard.press('f');
  await page.keyboard.press('ArrowDown');
  await expect(choices.getByRole('option', { selected: true })).toContainText(nameOf(second));
  await expect(rowOf(page, second).locator('.ghost.solid')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await cardOf(api, id)).contractorId).toBe(second);

  // From its bar: the grid is walked by arrows, T takes the bar up
  await expect(barOf(page, id)).toBeVisible();
  const grid = page.getByRole('grid', { name: 'Contractors and their days' });
  await barOf(page, id).click();
  await expect(grid).toBeFocused();
  await expect(grid).toHaveAttribute('aria-activedescendant', new RegExp(`${id}$`));
  await page.keyboard.press('Home');
  await expect(grid).not.toHaveAttribute('aria-activedescendant', new RegExp(`${id}$`));
  for (let step = 0; step < 40; step += 1) {
    const active = await grid.getAttribute('aria-activedescendant');
    if (active?.endsWith(id)) break;
    await page.keyboard.press('ArrowRight');
  }
  await expect(grid).toHaveAttribute('aria-activedescendant', new RegExp(`${id}$`));
  await page.keyboard.press('t');
  await expect(placing).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(said(page).filter({ hasText: /^\d\d:\d\d: / })).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(grid).toBeFocused();
  expect(ana.faults).toEqual([]);
  await ana.context.close();
});

test('what cannot stay as it is stands in the list of conflicts, with what would help, which is done from there', async ({
  browser,
}) => {
  const ana = await open(browser);
  const { page, api } = ana;
  const first = await plannable(api, 'Two at once A');
  const other = await plannable(api, 'Two at once B');
  const [best] = first.ranked as [string];
  const pinnedAt = Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 3_600_000;
  for (const { id } of [first, other]) {
    await api.command(id, 'assign', { contractorId: best, plannedAt: pinnedAt });
    await api.command(id, 'pin', { pinnedAt });
  }
  await page.getByRole('button', { name: /^Conflicts/ }).click();
  const conflict = page
    .getByRole('list', { name: 'Conflicts' })
    .getByRole('listitem')
    .filter({ hasText: 'Two at once' });
  await expect(conflict.first()).toContainText('at the same time as J-');
  const move = conflict.getByRole('button', { name: /^Move it/ }).first();
  await move.click();
  await agree(page, async () => {
    const cards = await Promise.all([first, other].map(({ id }) => cardOf(api, id)));
    return cards.filter(({ contractorId }) => contractorId !== best).length === 1;
  });
  await expect(conflict.filter({ hasText: 'at the same time' })).toHaveCount(0);
  await ana.context.close();
});

test('the timeline is right for assistive technology, in both themes, with its lists and while placing', async ({
  browser,
}) => {
  const ana = await open(browser);
  const { page, api } = ana;
  const { id } = await plannable(api, 'For axe');
  await expect(unassigned(page, id)).toBeAttached();
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole('button', { name: /^Conflicts/ }).click();
  await page.getByRole('button', { name: 'Week', exact: true }).click();
  expect(await faultsOf(page, '.timeline')).toEqual([]);
  await page.getByRole('button', { name: /^Not assigned/ }).click();
  await unassigned(page, id).scrollIntoViewIfNeeded();
  await unassigned(page, id).click();
  await page.keyboard.press('f');
  await expect(page.getByRole('dialog', { name: /^Place J-/ })).toBeVisible();
  expect(await faultsOf(page, '.timeline')).toEqual([]);
  await ana.context.close();
});

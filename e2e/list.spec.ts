import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { faultsOf } from './axe.ts';
import { baseUrl, signIn, type Person } from './people.ts';

async function openList(person: Person): Promise<Page> {
  const { page } = person;
  await page.goto(`${baseUrl()}/desk/`);
  await expect(page.getByText('live', { exact: true }).first()).toBeVisible();
  await page.keyboard.press('6');
  await expect(page.getByRole('grid', { name: 'Issues' })).toBeFocused();
  await expect(page.locator('.grid [data-card]').first()).toBeVisible();
  return page;
}

const refs = (page: Page): Promise<string[]> => page.locator('.grid [data-card] b').allInnerTexts();
const header = (page: Page, name: string) => page.getByRole('columnheader', { name });

test('the list is sorted, its columns chosen and its rows opened by keyboard alone', async ({ browser }) => {
  const desk = await signIn(browser, { role: 'operator' });
  const page = await openList(desk);
  const keys = async (...pressed: string[]): Promise<void> => {
    for (const key of pressed) await page.keyboard.press(key);
  };

  // Up to the headers: Enter sorts, again the other way round
  await keys('ArrowUp', 'Enter');
  await expect(header(page, 'Reference')).toHaveAttribute('aria-sort', 'ascending');
  const ascending = await refs(page);
  expect(ascending).toEqual(ascending.toSorted());
  await keys('Enter');
  await expect(header(page, 'Reference')).toHaveAttribute('aria-sort', 'descending');

  // Wider, then one place to the right
  const wide = async (): Promise<number> => (await header(page, 'Reference').boundingBox())?.width ?? 0;
  const before = await wide();
  await keys('Shift+ArrowRight');
  await expect.poll(wide).toBeGreaterThan(before);
  await keys('Control+ArrowRight');
  await expect(page.getByRole('columnheader').first()).toHaveText('Title');

  // Down to the third row, which opens and stays the place one is on
  await keys('ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter');
  await expect(page.getByRole('complementary', { name: 'Issue' })).toBeVisible();
  await expect(page.locator('.grid [aria-rowindex="4"]')).toHaveAttribute('aria-selected', 'true');
  await keys('Space', 'Shift+ArrowDown');
  await expect(page.locator('.grid [aria-selected="true"]')).not.toHaveCount(0);
  await keys('Control+End');
  await expect(page.getByRole('grid', { name: 'Issues' })).toHaveAttribute('aria-activedescendant', /./);

  // What was chosen is there again, and in another browser
  const kept = page.waitForResponse(
    (answer) =>
      answer.url().endsWith('/preferences') && (answer.request().postData() ?? '').includes('"column":"title"'),
  );
  await keys('Home', 'Control+Home', 'ArrowUp', 'Enter');
  await kept;
  await page.evaluate(() => {
    localStorage.clear();
  });
  await page.reload();
  await expect(page.getByRole('columnheader').first()).toHaveText('Title');
  await expect(header(page, 'Title')).toHaveAttribute('aria-sort', 'ascending');
  expect(desk.faults).toEqual([]);
  await desk.context.close();
});

test('a filter is saved and shared, and is there at once for a colleague, who sees the same', async ({ browser }) => {
  const ana = await signIn(browser, { role: 'operator' });
  const ben = await signIn(browser, { role: 'operator', index: 1 });
  const [page, other] = [await openList(ana), await openList(ben)];
  const name = `High ${String(Date.now())}`;

  await page.getByRole('button', { name: 'Urgency', exact: true }).click();
  await page.getByRole('dialog', { name: 'Urgency' }).getByText('High', { exact: true }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Remove Urgency: high' })).toBeVisible();
  await expect(page).toHaveURL(/urgency=high/);
  await page.getByRole('button', { name: 'Saved filters' }).click();
  await page.getByRole('button', { name: 'Save this filter' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save this filter' });
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByLabel('Share with the desk').check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name }).first()).toBeVisible();

  await other.getByRole('button', { name: 'Saved filters' }).click();
  await other
    .getByRole('dialog', { name: 'Saved filters' })
    .getByRole('button', { name: new RegExp(`^${name}`) })
    .click();
  await expect(other.getByRole('button', { name: 'Remove Urgency: high' })).toBeVisible();
  await expect(other).toHaveURL(/urgency=high/);
  expect(await refs(other)).toEqual(await refs(page));
  // A reload keeps its name
  await other.reload();
  await expect(other.getByRole('button', { name, exact: true })).toBeVisible();

  // Changed since: what was saved comes back, or is saved with the change
  const changed = page.getByRole('group', { name: `${name} was changed since it was saved` });
  await expect(changed).toHaveCount(0);
  await page.getByRole('button', { name: /^Late/ }).last().click();
  await changed.getByRole('button', { name: 'Undo' }).click();
  await expect(changed).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Remove Late' })).toHaveCount(0);
  await page.getByRole('columnheader', { name: 'Title' }).click();
  await changed.getByRole('button', { name: 'Save' }).click();
  await expect(changed).toHaveCount(0);

  // The key of the first filter is the owner's
  await page.getByRole('button', { name: 'Remove all' }).click();
  await page.getByRole('grid', { name: 'Issues' }).focus();
  await page.keyboard.press('1');
  await expect(page.getByRole('button', { name: /^Remove / }).first()).toBeVisible();

  // Deleted, it is gone for the colleague as well
  await page.getByRole('button', { name }).first().click();
  await page.getByRole('button', { name: `More for ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.keyboard.press('Escape');
  await expect(other.getByRole('button', { name })).toHaveCount(0);
  for (const person of [ana, ben]) {
    expect(person.faults).toEqual([]);
    await person.context.close();
  }
});

test('what the list shows is downloaded as CSV and as GeoJSON, closed issues too where they are shown', async ({
  browser,
}) => {
  const desk = await signIn(browser, { role: 'operator' });
  const page = await openList(desk);
  const download = async (name: string): Promise<string> => {
    await page.getByRole('button', { name: 'Export' }).click();
    const coming = page.waitForEvent('download');
    await page.getByRole('menuitem', { name }).click();
    return readFileSync(await (await coming).path(), 'utf8');
  };
  const shown = async (): Promise<number> => Number(/\d+/.exec(await page.locator('.summary').innerText())?.[0]);
  const { features } = JSON.parse(await download('GeoJSON')) as { features: unknown[] };
  expect(features.length).toBe(await shown());
  expect((await download('CSV (Open311)')).split('\n').length).toBeGreaterThan(features.length);
  await page.getByRole('button', { name: 'Closed too' }).click();
  await expect(page).toHaveURL(/closed=true/);
  await expect.poll(shown).toBeGreaterThanOrEqual(features.length);
  const all = JSON.parse(await download('GeoJSON')) as { features: unknown[] };
  expect(all.features.length).toBeGreaterThanOrEqual(features.length);
  expect(desk.faults).toEqual([]);
  await desk.context.close();
});

test('the list and its menus leave nothing for axe to find, light and dark', async ({ browser }) => {
  const desk = await signIn(browser, { role: 'operator' });
  const page = await openList(desk);
  expect(await faultsOf(page, 'main')).toEqual([]);
  for (const name of ['Stage', 'Columns', 'Filed', 'Saved filters']) {
    await page.getByRole('button', { name, exact: true }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await faultsOf(page, '[role="dialog"]'), name).toEqual([]);
    await page.keyboard.press('Escape');
  }
  await desk.context.close();
});

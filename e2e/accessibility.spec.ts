import { expect, test, type Page } from '@playwright/test';
import { faultsOf } from './axe.ts';
import { baseUrl, signIn, type SignIn } from './people.ts';

interface Visit {
  path: string;
  /** Text that is there when the page is. */
  shows: string | RegExp;
  /** Opens what a person would open there. */
  then?: (page: Page) => Promise<void>;
}

const openFirst = async (page: Page): Promise<void> => {
  await page.locator('[data-card]').first().click();
  await expect(page.getByRole('complementary', { name: 'Issue' }).getByRole('heading', { level: 2 })).toBeVisible();
};
const openDialog =
  (key: string) =>
  async (page: Page): Promise<void> => {
    await page.keyboard.press(key);
    await expect(page.getByRole('dialog')).toBeVisible();
  };

const DESK: Visit[] = [
  {
    path: '/desk/',
    shows: 'Inbox',
    then: async (page) => {
      await openFirst(page);
      await openDialog('a')(page);
    },
  },
  { path: '/desk/', shows: 'Inbox', then: openDialog('n') },
  {
    path: '/desk/',
    shows: 'Inbox',
    then: async (page) => {
      for (const [key, name] of [
        ['5', /^Needs you/],
        ['7', 'Notes'],
      ] as const) {
        const panel = page.getByRole('region', { name });
        if (!(await panel.isVisible())) await page.keyboard.press(key);
        await expect(panel).toBeVisible();
      }
    },
  },
  {
    path: '/desk/',
    shows: 'Inbox',
    then: async (page) => {
      await page.getByRole('button', { name: /^Notices/ }).click();
      await page.getByRole('button', { name: /^What you are told of/ }).click();
      await expect(page.getByRole('heading', { name: 'Do not disturb' })).toBeVisible();
    },
  },
  { path: '/desk/handover', shows: 'Hand over the desk' },
];
const FIELD: Visit[] = [
  { path: '/field/', shows: /./ },
  { path: '/field/map', shows: /./ },
  { path: '/field/done', shows: /./ },
];
const HOME: Visit[] = [
  { path: '/', shows: 'Report a problem' },
  { path: '/report', shows: /./ },
  { path: '/report/water_leak', shows: 'What is wrong?' },
  { path: '/report/callback', shows: /./ },
  { path: '/issues', shows: 'My issues' },
  {
    path: '/issues',
    shows: 'My issues',
    then: async (page) => {
      await page.locator('main a[href^="/issues/"]').first().click();
      await page.waitForURL('**/issues/*');
    },
  },
  { path: '/account', shows: /./ },
];

const PHONE = { width: 390, height: 844 };
const APPS: { name: string; person: SignIn; visits: Visit[] }[] = [
  { name: 'desk', person: { role: 'operator' }, visits: DESK },
  { name: 'field', person: { role: 'contractor', size: PHONE, touch: true }, visits: FIELD },
  { name: 'home', person: { role: 'household', size: PHONE, touch: true }, visits: HOME },
];

for (const { name, person, visits } of APPS)
  test(`${name}: axe finds nothing on the main pages, light and dark`, async ({ browser }) => {
    const { page, context } = await signIn(browser, person);
    const found: string[] = [];
    for (const { path, shows, then } of visits) {
      await page.goto(baseUrl() + path);
      await expect(page.getByText(shows).first()).toBeVisible();
      await then?.(page);
      found.push(...(await faultsOf(page)));
    }
    expect(found).toEqual([]);
    await context.close();
  });

/** The dialogs about one issue, by their keys. */
const DIALOGS = { palette: 'Control+k', edit: 'e', link: 'l', split: 's', merge: 'm' };

test('desk: axe finds nothing in the dialogs and on the bar of what is picked, light and dark', async ({ browser }) => {
  const { page, context } = await signIn(browser, { role: 'operator' });
  const found: string[] = [];
  const look = async (name: string, within: string): Promise<void> => {
    found.push(...(await faultsOf(page, within)).map((fault) => `${name} ${fault}`));
  };
  await page.goto(`${baseUrl()}/desk/`);
  await openFirst(page);
  for (const [name, key] of Object.entries(DIALOGS)) {
    await openDialog(key)(page);
    await look(name, '[role="dialog"]');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  await page.locator('[data-card]').first().focus();
  await page.keyboard.press('Control+a');
  await expect(page.getByRole('region', { name: 'What is picked' })).toBeVisible();
  await look('picked', '[aria-label="What is picked"]');
  await openDialog('a')(page);
  await look('assign picked', '[role="dialog"]');
  expect(found).toEqual([]);
  await context.close();
});

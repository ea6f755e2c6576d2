import { expect, test } from '@playwright/test';
import type { Category } from '@dispatch/shared/board/reference';
import { baseUrl, signIn, type Person } from './people.ts';

const desk = async ({ page }: Person): Promise<void> => {
  await page.goto(`${baseUrl()}/desk/`);
  await expect(page.locator('[data-card]').first()).toBeVisible();
};
/** Any category, with its questions answered. */
const anyOf = ([category]: readonly Category[]) => ({
  categoryId: category!.id,
  answers: Object.fromEntries(category!.questions.map(({ id, options }) => [id, options?.[0] ?? 'Yes'])),
});
const queueOf = ({ page }: Person) => page.getByRole('region', { name: /^Needs you/ });
/** The desk remembers whether it was open. */
async function openQueue(person: Person): Promise<void> {
  if (!(await queueOf(person).isVisible())) await person.page.keyboard.press('5');
  await expect(queueOf(person)).toBeVisible();
}

test('a callback goes from the household’s page through two attempts to done, on both operators’ screens', async ({
  browser,
}) => {
  const ana = await signIn(browser, { role: 'operator', index: 0 });
  const ben = await signIn(browser, { role: 'operator', index: 1 });
  for (const person of [ana, ben]) {
    await desk(person);
    await openQueue(person);
  }
  // A household asks to be called, without an account
  const context = await browser.newContext();
  const home = await context.newPage();
  await home.goto(`${baseUrl()}/report/callback`);
  const phone = `+49 5555 ${String(Date.now()).slice(-6)}`;
  await home.getByLabel('Phone').fill(phone);
  await home.getByLabel('What is it about?').selectOption({ index: 1 });
  await home.getByRole('button', { name: 'Ask for a call' }).click();
  await home.waitForURL(/\/t\//);

  const told = await queueOf(ana).getByRole('article').filter({ hasText: phone }).getAttribute('aria-label');
  const entry = (person: Person) => queueOf(person).getByRole('article', { name: told ?? 'none', exact: true });
  for (const person of [ana, ben]) await expect(entry(person)).toBeVisible();

  for (let tries = 0; tries < 2; tries += 1) {
    await entry(ana)
      .getByRole('button', { name: /^Call back/ })
      .click();
    // Ben sees that Ana is on it
    await expect(entry(ben)).toContainText('has this until');
    const dialog = ana.page.getByRole('dialog');
    await dialog.getByLabel('No answer').check();
    await dialog.getByRole('button', { name: /^Note the call/ }).click();
    await expect(entry(ben).getByRole('list', { name: 'Tries so far' }).getByRole('listitem')).toHaveCount(tries + 1);
  }
  await expect(home.getByText(/^We tried to call you at/)).toBeVisible();

  await entry(ben)
    .getByRole('button', { name: /^Call back/ })
    .click();
  await ben.page.getByRole('dialog').getByLabel('Reached').check();
  await ben.page
    .getByRole('dialog')
    .getByRole('button', { name: /^Note the call/ })
    .click();
  for (const person of [ana, ben]) await expect(entry(person)).toHaveCount(0);
  await expect(home.getByText(/^We tried to call you at/)).toHaveCount(0);
  for (const person of [ana, ben]) {
    expect(person.faults).toEqual([]);
    await person.context.close();
  }
  await context.close();
});

test('an offer that everyone passed stands in the queue with the reason', async ({ browser }) => {
  const ana = await signIn(browser, { role: 'operator', index: 0 });
  const bo = await signIn(browser, { role: 'contractor', index: 0 });
  const { who } = await bo.api.get<{ who: { contractorId: string } }>('/session');
  const { categories } = await ana.api.reference();
  const title = `Passed ${String(Date.now())}`;
  const { id } = await ana.api.send<{ id: string }>('POST', '/issues', { ...anyOf(categories), title });
  await ana.api.command(id, 'offer', { contractorId: who.contractorId });
  await bo.api.command(id, 'pass', { reason: 'Too far for today' });
  await desk(ana);
  await openQueue(ana);
  const entry = queueOf(ana).getByRole('article').filter({ hasText: title });
  await expect(entry).toContainText('Too far for today');
  await expect(entry.getByRole('button', { name: /^Ask someone else/ })).toBeVisible();
  expect(ana.faults).toEqual([]);
  for (const person of [ana, bo]) await person.context.close();
});

test('one hands the desk over and the other confirms; a shared note with a link is on both pages', async ({
  browser,
}) => {
  const ana = await signIn(browser, { role: 'operator', index: 0 });
  const ben = await signIn(browser, { role: 'operator', index: 1 });
  const words = `All calm ${String(Date.now())}`;
  for (const { page } of [ana, ben]) {
    await page.goto(`${baseUrl()}/desk/handover`);
    await expect(page.getByRole('heading', { name: 'Hand over', exact: true })).toBeVisible();
  }
  await ana.page.getByLabel('New note').fill(`${words}, see J-142`);
  await ana.page.getByLabel('Who may read it').selectOption('desk');
  await ana.page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(ben.page.getByText(words)).toBeVisible();
  await expect(ben.page.getByRole('link', { name: 'J-142' }).first()).toBeVisible();

  const { who } = await ben.api.get<{ who: { userId: string } }>('/session');
  await ana.page.getByLabel('To', { exact: true }).selectOption(who.userId);
  await ana.page.getByLabel('What they should know').fill(words);
  await ana.page.getByRole('button', { name: 'Hand over the desk' }).click();
  await ben.page.getByRole('button', { name: 'I have read it and take over' }).first().click();
  await expect(ana.page.getByText(/took over/).first()).toBeVisible();
  for (const person of [ana, ben]) {
    expect(person.faults).toEqual([]);
    await person.context.close();
  }
});

test('the queue is worked and a note is written by keyboard alone; the note is at once at one’s other machine', async ({
  browser,
}) => {
  const ana = await signIn(browser, { role: 'operator', index: 0 });
  const elsewhere = await signIn(browser, { role: 'operator', index: 0, remembers: true });
  const { categories } = await ana.api.reference();
  const title = `Sparks ${String(Date.now())}`;
  const { id } = await ana.api.send<{ id: string }>('POST', '/issues', { ...anyOf(categories), title });
  await ana.api.command(id, 'triage', { urgency: 'emergency' });
  for (const person of [ana, elsewhere]) await desk(person);
  const { page } = ana;
  const { keyboard } = page;

  // Into the queue, down to the entry, to its step, and the contractor that suits best is asked
  await keyboard.press('5');
  const entry = queueOf(ana).getByRole('article').filter({ hasText: title });
  const head = entry.locator('[data-entry]');
  await expect(queueOf(ana).locator('[data-entry]').first()).toBeFocused();
  const isHere = (): Promise<boolean> => head.evaluate((element) => element === document.activeElement);
  for (let most = 30; most > 0 && !(await isHere()); most -= 1) await keyboard.press('ArrowDown');
  await expect(head).toBeFocused();
  await keyboard.press('Tab');
  await expect(entry.getByRole('button', { name: /^Find a contractor/ })).toBeFocused();
  await keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
  await keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(entry).toHaveCount(0);

  // A note of one's own; another machine of the same person has it without a reload
  await elsewhere.page.keyboard.press('7');
  await keyboard.press('7');
  const notesOf = ({ page: at }: Person) => at.getByRole('region', { name: 'Notes' });
  for (const person of [ana, elsewhere]) await expect(notesOf(person)).toBeVisible();
  const field = notesOf(ana).getByLabel('New note');
  await expect(field).toBeFocused();
  await keyboard.type(`${title}: ask the fire brigade`);
  await keyboard.press('Control+Enter');
  await expect(notesOf(elsewhere).getByText(`${title}: ask the fire brigade`)).toBeVisible();
  await ana.api.command(id, 'cancel', { reason: 'a test' });
  for (const person of [ana, elsewhere]) {
    expect(person.faults).toEqual([]);
    await person.context.close();
  }
});

test('do not disturb keeps a call to the list; panels and filter come back on a reload and on another machine', async ({
  browser,
}) => {
  const ana = await signIn(browser, { role: 'operator', index: 0 });
  const ben = await signIn(browser, { role: 'operator', index: 1 });
  await desk(ana);
  const { page } = ana;
  await page.getByRole('button', { name: /^Notices/ }).click();
  await page.getByRole('button', { name: /^What you are told of/ }).click();
  await page.getByRole('button', { name: 'until I end it' }).click();
  await expect(page.getByText('On until you end it.')).toBeVisible();
  await page.keyboard.press('Escape');
  const { categories, districts } = await ben.api.reference();
  const title = `Quiet ${String(Date.now())}`;
  const file = (callback: string) =>
    ben.api.send('POST', '/issues', {
      categoryId: categories[0]!.id,
      title: callback,
      callback: true,
      contact: { phone: '+49 5555 0124' },
    });
  await file(title);
  await expect(page.getByRole('button', { name: /^Notices, do not disturb, 1 new/ })).toBeVisible();
  await expect(page.locator('[data-sonner-toast]').filter({ hasText: title })).toHaveCount(0);

  await page.getByLabel('District').first().selectOption(districts[0]!.id);
  const kept = page.waitForResponse(
    (response) => response.url().endsWith('/preferences') && response.request().method() === 'PATCH',
  );
  await page.keyboard.press('3');
  await kept;
  await expect(page).toHaveURL(new RegExp(`district=${districts[0]!.id}`));
  await page.reload();
  await expect(page.getByLabel('District').first()).toHaveValue(districts[0]!.id);
  const second = await signIn(browser, { role: 'operator', index: 0, remembers: true });
  await second.page.goto(`${baseUrl()}/desk/`);
  await expect(second.page.getByLabel('District').first()).toHaveValue(districts[0]!.id);
  await expect(second.page.getByRole('region', { name: 'Board', exact: true })).toHaveCount(0);
  // As others find the desk
  await second.api.send('PATCH', '/preferences', {
    filter: {},
    arrangement: {},
    notices: { ways: {}, districts: [], teams: [], quiet: null, seenAt: 0 },
  });
  expect(ana.faults).toEqual([]);
  for (const person of [ana, ben, second]) await person.context.close();
});

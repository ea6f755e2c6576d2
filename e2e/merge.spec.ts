/** Two operators and a household: reports joined with their senders kept, facts merged by field, a lost race swapped. */
import { expect, test, type Page } from '@playwright/test';
import { baseUrl, signIn, type Person } from './people.ts';

interface Filed {
  id: string;
  ref: string;
  link: string;
}

const unique = (): string => String(Date.now()).slice(-7);

async function file(person: Person, title: string, more: object = {}): Promise<Filed> {
  const { categories } = await person.api.reference();
  const category = categories[0]!;
  const answers = Object.fromEntries(category.questions.map(({ id, options }) => [id, options?.[0] ?? 'Yes']));
  return person.api.send<Filed>('POST', '/issues', { categoryId: category.id, title, answers, ...more });
}

async function openIssue(page: Page, ref: string): Promise<void> {
  await page.goto(`${baseUrl()}/desk/?issue=${ref}`);
  await expect(page.getByRole('complementary', { name: 'Issue' })).toContainText(ref, { timeout: 30_000 });
}

/** The one line a browser writes by itself about a conflict is no fault. */
function expectNoFaults(...people: Person[]): void {
  for (const { faults } of people) expect(faults.filter((fault) => !fault.includes('409'))).toEqual([]);
}

test('several reports are merged side by side; who sent them follows on their own page and by mail', async ({
  browser,
}) => {
  const ana = await signIn(browser, { role: 'operator', index: 0 });
  const owner = await signIn(browser, { role: 'owner' });
  const mark = unique();
  const kept = await file(ana, `Burst main ${mark}`, {
    place: `${mark} Secret Street`,
    contact: { name: 'Mrs Secret' },
  });
  const email = `neighbour-${mark}@example.org`;
  const one = await file(ana, `Water on the road ${mark}`, { contact: { name: 'Neighbour', email } });
  const two = await file(ana, `Street is flooded ${mark}`, { contact: { name: 'Passer-by' } });

  // The neighbour has the own page open while the reports are merged
  const phone = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await phone.newPage();
  await page.goto(baseUrl() + one.link);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('finding someone');

  await openIssue(ana.page, kept.ref);
  await ana.page.keyboard.press('m');
  const dialog = ana.page.getByRole('dialog', { name: `Merge ${kept.ref}` });
  for (const report of [one, two]) {
    await dialog.getByLabel('Add another report of the same').fill(report.ref);
    await dialog.getByRole('button', { name: new RegExp(report.ref) }).click();
    await expect(dialog.getByRole('article', { name: report.ref })).toContainText(mark);
  }
  await dialog.getByRole('radio', { name: kept.ref }).check();
  await dialog.getByRole('button', { name: `Merge 2 reports into ${kept.ref}` }).click();
  await expect(dialog).toBeHidden();

  const drawer = ana.page.getByRole('complementary', { name: 'Issue' });
  await expect(drawer).toContainText('2 more reports stand behind this issue');
  await expect(drawer).toContainText(one.ref);
  await drawer.getByRole('tab', { name: 'History' }).click();
  await expect(drawer).toContainText(`merged ${two.ref} into this`);

  // The page says so by itself, and tells nothing of the other household
  await expect(page.getByText(`Your report ${one.ref} was joined with ${kept.ref}.`)).toBeVisible();
  const { contractors } = await ana.api.reference();
  const bo = contractors.find(({ onDuty }) => onDuty)!;
  await ana.api.command(kept.id, 'assign', { contractorId: bo.id });
  await expect(page.getByRole('heading', { level: 1 })).toContainText('will take care of it');
  for (const action of ['depart', 'arrive', 'finish']) await ana.api.command(kept.id, action);
  await expect(page.getByRole('heading', { name: 'Is it fixed at your place too?' })).toBeVisible();
  await ana.api.send('POST', `/issues/${kept.id}/comment`, { text: 'The road is open.', kind: 'public', toAll: true });
  await expect(page.getByText('The road is open.')).toBeVisible();
  expect(await page.content()).not.toContain('Secret');
  await expect
    .poll(async () => JSON.stringify(await owner.api.get<unknown>('/mails')), { timeout: 45_000 })
    .toMatch(new RegExp(`${email}[^}]*(written to you)|(written to you)[^}]*${email}`));

  // Not fixed at theirs: their own report goes on by itself
  await page.getByText('No, it is still broken here').click();
  await page.getByLabel('What is still wrong?').fill('Water still comes up.');
  await page.getByRole('button', { name: 'Open my report again' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('looking into it again');
  await expect(page.getByText('was joined with')).toBeHidden();
  const { detail } = await ana.api.get<{ detail: { card: { status: string; joined: number } } }>(`/issues/${kept.id}`);
  expect(detail.card).toMatchObject({ status: 'resolved', joined: 1 });
  expectNoFaults(ana);
  for (const { context } of [ana, owner]) await context.close();
  await phone.close();
});

test('picked cards are merged together from the bar', async ({ browser }) => {
  const ana = await signIn(browser, { role: 'operator', index: 0 });
  const { page } = ana;
  const mark = unique();
  const first = await file(ana, `Smell of gas ${mark}`);
  const second = await file(ana, `Gas again ${mark}`);
  await page.goto(`${baseUrl()}/desk/?text=${mark}`);
  for (const { id } of [first, second]) await page.locator(`[data-card="${id}"]`).click({ modifiers: ['Control'] });
  await page
    .getByRole('region', { name: 'What is picked' })
    .getByRole('button', { name: /^Merge/ })
    .click();
  const dialog = page.getByRole('dialog');
  for (const { ref } of [first, second]) await expect(dialog.getByRole('article', { name: ref })).toBeVisible();
  await dialog.getByRole('button', { name: `Merge 1 report into ${first.ref}` }).click();
  await expect(dialog).toBeHidden();
  const { detail } = await ana.api.get<{ detail: { card: { outcome: string } } }>(`/issues/${second.id}`);
  expect(detail.card.outcome).toBe('duplicate');
  expectNoFaults(ana);
  await ana.context.close();
});

test('two operators edit one issue: untouched fields follow, typed words stay, a field both changed is chosen', async ({
  browser,
}) => {
  const ana = await signIn(browser, { role: 'operator', index: 0 });
  const ben = await signIn(browser, { role: 'operator', index: 1 });
  const mark = unique();
  const { id, ref } = await file(ana, `Leak ${mark}`, { description: 'Drips.', place: 'Mill Lane 1' });
  const { who } = await ben.api.get<{ who: { name: string } }>('/session');
  await openIssue(ana.page, ref);
  await expect(ana.page.getByRole('complementary', { name: 'Issue' })).toContainText('Drips.');
  await ana.page.keyboard.press('e');
  const dialog = ana.page.getByRole('dialog');
  await dialog.getByLabel('Title').fill(`Ana’s title ${mark}`);

  // Ben saves while she types: a note beside the field, her words and her focus stay
  await ben.api.command(id, 'edit', { title: `Ben’s title ${mark}`, place: 'Mill Lane 2' });
  await expect(dialog.getByText(`${who.name} changed this just now to “Ben’s title ${mark}”.`)).toBeVisible();
  await expect(dialog.getByLabel('Title')).toBeFocused();
  await expect(dialog.getByLabel('Title')).toHaveValue(`Ana’s title ${mark}`);
  await expect(dialog.getByLabel('Address')).toHaveValue('Mill Lane 2');

  await dialog.getByLabel('Description').fill('Pours.');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toContainText('Nothing you typed is lost.');
  await expect(dialog).toContainText(`It was: Leak ${mark}`);
  // By keyboard: the first choice has the focus
  await expect(dialog.getByRole('radio', { name: /^Mine/ })).toBeFocused();
  await ana.page.keyboard.press('Space');
  await dialog.getByRole('button', { name: 'Save' }).press('Enter');
  await expect(dialog).toBeHidden();
  const read = async () =>
    (await ana.api.get<{ detail: { description: string; card: { title: string; place: string } } }>(`/issues/${id}`))
      .detail;
  await expect.poll(async () => (await read()).description).toBe('Pours.');
  expect((await read()).card).toMatchObject({ title: `Ana’s title ${mark}`, place: 'Mill Lane 2' });

  // A save that only then meets another: what one side changed merges by itself, without a question
  await ana.page.keyboard.press('e');
  await dialog.getByLabel('Address').fill('Mill Lane 3');
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  await ana.page.route(`**/api/v1/issues/${id}/edit`, async (route) => {
    await released;
    await route.continue();
  });
  await dialog.getByRole('button', { name: 'Save' }).click();
  await ben.api.command(id, 'edit', { urgency: 'high' });
  release();
  await expect.poll(async () => (await read()).card).toMatchObject({ place: 'Mill Lane 3', urgency: 'high' });
  await expect(ana.page.getByText(`saved together with what ${who.name} changed meanwhile`).first()).toBeVisible();
  expectNoFaults(ana, ben);
  for (const { context } of [ana, ben]) await context.close();
});

test('a lost race can end in a swap, whose consequence is shown before', async ({ browser }) => {
  const ana = await signIn(browser, { role: 'operator', index: 0 });
  const ben = await signIn(browser, { role: 'operator', index: 1 });
  const mark = unique();
  const { contractors, organisation } = await ana.api.reference();
  const { lat, lon } = organisation.centre;
  const [hers, his] = contractors.filter(({ onDuty }) => onDuty);
  const raced = await file(ana, `Raced ${mark}`, { lat, lon });
  const given = await file(ana, `Given ${mark}`, { lat, lon });
  // Two that he could give, so that one is chosen: what else he has differs with the hour at which the town was made.
  for (const { id } of [given, await file(ana, `Kept ${mark}`, { lat, lon })])
    await ana.api.command(id, 'assign', { contractorId: his!.id });
  await openIssue(ben.page, raced.ref);
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  await ben.page.route(`**/api/v1/issues/${raced.id}/{assign,offer}`, async (route) => {
    await released;
    await route.continue();
  });
  const tile = ben.page.locator(`.tile[data-contractor="${his!.id}"]`);
  await ben.page.locator(`[data-card="${raced.id}"]`).dragTo(tile);
  await ana.api.command(raced.id, 'assign', { contractorId: hers!.id });
  release();

  const dialog = ben.page.getByRole('dialog');
  await expect(dialog).toContainText('Swap');
  await expect(dialog).toContainText(`${raced.ref} goes to ${his!.name}, and ${hers!.name} gets`);
  await dialog.getByLabel(`What ${hers!.name} gets in return`).selectOption(given.id);
  await expect(dialog).toContainText(given.ref);
  await dialog.getByRole('button', { name: 'Swap' }).click();
  const holder = async (id: string) =>
    (await ana.api.get<{ detail: { card: { contractorId: string } } }>(`/issues/${id}`)).detail.card.contractorId;
  await expect.poll(() => holder(raced.id)).toBe(his!.id);
  expect(await holder(given.id)).toBe(hers!.id);
  await ben.page.getByRole('button', { name: 'Undo' }).last().click();
  await expect.poll(() => holder(raced.id)).toBe(hers!.id);
  expect(await holder(given.id)).toBe(his!.id);
  expectNoFaults(ana, ben);
  for (const { context } of [ana, ben]) await context.close();
});

test('an issue is split and linked from the drawer, and the other drawer follows', async ({ browser }) => {
  const ana = await signIn(browser, { role: 'operator', index: 0 });
  const ben = await signIn(browser, { role: 'operator', index: 1 });
  const mark = unique();
  const whole = await file(ana, `Gate and lamp ${mark}`, { description: 'Gate. Lamp.' });
  const other = await file(ana, `Storm ${mark}`);
  await openIssue(ana.page, whole.ref);
  await openIssue(ben.page, other.ref);

  const mine = ana.page.getByRole('complementary', { name: 'Issue' });
  await mine.getByRole('button', { name: 'Link to another issue' }).click();
  const dialog = ana.page.getByRole('dialog');
  await dialog.getByRole('radio', { name: /Caused by/ }).check();
  await dialog.getByLabel('Which issue?').fill(other.ref);
  await dialog.getByRole('button', { name: new RegExp(other.ref) }).click();
  await dialog.getByRole('button', { name: 'Link', exact: true }).click();
  await expect(mine).toContainText(`Caused by`);
  const theirs = ben.page.getByRole('complementary', { name: 'Issue' });
  await expect(theirs).toContainText('Cause of');
  await expect(theirs).toContainText(whole.ref);

  await ana.page.keyboard.press('s');
  await dialog
    .getByRole('group', { name: /New issue/ })
    .getByLabel('Title')
    .fill(`Lamp ${mark}`);
  await dialog.getByRole('button', { name: 'Split' }).click();
  await expect(mine).toContainText('Split into');
  await expect(mine).toContainText(`Lamp ${mark}`);

  await mine.getByRole('button', { name: `Unlink ${other.ref}` }).click();
  await expect(theirs).not.toContainText('Cause of');
  expectNoFaults(ana, ben);
  for (const { context } of [ana, ben]) await context.close();
});

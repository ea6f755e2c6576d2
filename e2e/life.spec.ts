import { expect, test, type Locator } from '@playwright/test';
import { baseUrl, signIn, type Person } from './people.ts';

/** Each step must be on each screen within this time, without a reload. Milliseconds. */
const WITHIN = { timeout: 1000 };

const column = (desk: Person, name: string): Locator =>
  desk.page.getByRole('listbox', { name: new RegExp(`^${name}`) });

test('an issue is filed, offered by dragging, accepted, driven to, done, disputed, done again and confirmed, live on three screens', async ({
  browser,
}) => {
  const desk = await signIn(browser, { role: 'operator', byPage: true });
  const reference = await desk.api.reference();
  const bo = await signIn(browser, {
    role: 'contractor',
    byPage: true,
    size: { width: 1024, height: 768 },
    touch: true,
    position: { latitude: reference.organisation.centre.lat, longitude: reference.organisation.centre.lon },
  });
  const me = await bo.api.get<{ who: { contractorId: string } }>('/session');
  const contractor = reference.contractors.find(({ id }) => id === me.who.contractorId)!;
  const hanna = await signIn(browser, { role: 'household', size: { width: 390, height: 844 }, touch: true });
  await bo.page.goto(`${baseUrl()}/field/`);
  const words = `Dripping since ${String(Date.now())}`;
  // Columns draw what is in view: with the words in the search it always is
  await desk.page.goto(`${baseUrl()}/desk/?text=${encodeURIComponent(words)}`);
  await expect(desk.page.getByText('live', { exact: true }).first()).toBeVisible();

  let trips = 0;

  // Folded at first
  await desk.page.getByRole('button', { name: /^Confirmed/ }).click();

  // The household files on its phone
  const category =
    reference.categories.find(({ active, questions }) => active && questions.every(({ required }) => !required)) ??
    reference.categories[0]!;
  await hanna.page.goto(`${baseUrl()}/report/${category.code}`);
  await hanna.page.getByLabel('What is wrong?').fill(words);
  for (const question of category.questions.filter(({ required }) => required)) await answer(hanna, question);
  await hanna.page.getByRole('button', { name: 'Report it' }).click();
  await hanna.page.waitForURL(/\/(issues|t)\//);
  const title = hanna.page.getByRole('heading', { level: 1 });
  const card = desk.page.locator('[data-card]', { hasText: words });
  await expect(column(desk, 'Inbox').locator('[data-card]', { hasText: words })).toBeVisible(WITHIN);
  const id = (await card.getAttribute('data-card'))!;

  // The operator drags it onto the contractor
  await desk.page.locator(`.tile[data-contractor="${contractor.id}"]`).scrollIntoViewIfNeeded();
  await card.dragTo(desk.page.locator(`.tile[data-contractor="${contractor.id}"]`));
  await expect(column(desk, 'Offered').locator(`[data-card="${id}"]`)).toBeVisible(WITHIN);
  const offer = bo.page.getByRole('dialog', { name: words });
  await expect(offer).toBeVisible(WITHIN);

  // The contractor accepts
  await offer.getByRole('button', { name: 'Accept' }).click();
  await expect(column(desk, 'Open').locator(`[data-card="${id}"]`)).toBeVisible(WITHIN);
  await expect(hanna.page.getByText('A contractor has taken it')).toBeVisible(WITHIN);

  await driveAndFinish('Part replaced');

  // Not fixed
  await hanna.page.getByText('No, it is not fixed').click();
  await hanna.page.getByLabel('What is still wrong?').fill('It drips again.');
  await hanna.page.getByRole('button', { name: 'Tell them it is not fixed' }).click();
  await expect(column(desk, 'To assign').locator(`[data-card="${id}"]`)).toBeVisible(WITHIN);
  await expect(desk.page.locator(`[data-card="${id}"]`).getByTitle('Reopened once')).toBeVisible();
  await expect(hanna.page.getByText('Not fixed: opened again')).toBeVisible(WITHIN);

  // The same contractor again
  await desk.page.locator(`[data-card="${id}"]`).dragTo(desk.page.locator(`.tile[data-contractor="${contractor.id}"]`));
  await expect(offer).toBeVisible(WITHIN);
  await offer.getByRole('button', { name: 'Accept' }).click();
  await expect(column(desk, 'Open').locator(`[data-card="${id}"]`)).toBeVisible(WITHIN);
  await driveAndFinish('Repaired');

  // Fixed
  await hanna.page.getByRole('button', { name: 'Yes, it is fixed' }).click();
  await expect(column(desk, 'Confirmed').locator(`[data-card="${id}"]`)).toBeAttached(WITHIN);
  await expect(hanna.page.getByText('You said it is fixed', { exact: true })).toBeVisible(WITHIN);
  await expect(title).toBeVisible();

  const { detail } = await desk.api.get<{ detail: { events: { action: string }[] } }>(`/issues/${id}`);
  // `plan` is the arrival time that the tablet works out from its position.
  expect(detail.events.map(({ action }) => action).filter((action) => action !== 'plan')).toEqual([
    'file',
    'offer',
    'accept',
    'depart',
    'arrive',
    'finish',
    'dispute',
    'offer',
    'accept',
    'depart',
    'arrive',
    'finish',
    'confirm',
  ]);
  for (const person of [desk, bo, hanna]) {
    expect(person.faults).toEqual([]);
    await person.context.close();
  }

  async function driveAndFinish(note: string): Promise<void> {
    await bo.page.goto(`${baseUrl()}/field/issue/${id}`);
    await bo.page.getByRole('button', { name: 'On the way' }).click();
    await expect(column(desk, 'En route').locator(`[data-card="${id}"]`)).toBeAttached(WITHIN);
    await expect(hanna.page.getByText('On the way to you').last()).toBeVisible(WITHIN);
    // The position moves on the household's map
    const map = hanna.page.getByRole('region', { name: /^Where / });
    await expect(map).toBeVisible({ timeout: 5000 });
    const before = await positionSeen();
    const { lat, lon } = reference.organisation.centre;
    trips += 1;
    await bo.context.setGeolocation({ latitude: lat + 0.004 * trips, longitude: lon + 0.004 * trips });
    await expect.poll(positionSeen, { timeout: 5000 }).not.toEqual(before);

    await bo.page.getByRole('button', { name: 'I have arrived' }).click();
    await expect(column(desk, 'In progress').locator(`[data-card="${id}"]`)).toBeAttached(WITHIN);
    await expect(hanna.page.getByText('Arrived, work began').last()).toBeVisible(WITHIN);
    await expect(map).toBeHidden(WITHIN);
    await bo.page.getByRole('button', { name: 'Done', exact: true }).click();
    await bo.page.getByRole('button', { name: note, exact: true }).click();
    await bo.page.getByRole('button', { name: 'It is done' }).click();
    await expect(column(desk, 'Resolved').locator(`[data-card="${id}"]`)).toBeAttached(WITHIN);
    await expect(hanna.page.getByRole('heading', { name: 'Is it fixed?' })).toBeVisible(WITHIN);
  }

  async function positionSeen(): Promise<unknown> {
    const { contractors } = await desk.api.reference();
    return contractors.find(({ id: one }) => one === contractor.id)?.position?.lat ?? null;
  }
});

async function answer(
  person: Person,
  { text, kind, options }: { text: string; kind: string; options?: string[] },
): Promise<void> {
  const { page } = person;
  if (kind === 'yesno') await page.getByRole('group', { name: text }).getByText('Yes', { exact: true }).click();
  else if (kind === 'choice')
    await page
      .getByRole('group', { name: text })
      .getByText(options?.[0] ?? '', { exact: true })
      .click();
  else await page.getByLabel(text).fill('1');
}

/** What a household says of who comes and when, and where that is seen. */
import { expect, test } from '@playwright/test';
import type { Me } from '@dispatch/shared/people/person';
import type { IssueDetail } from '@dispatch/shared/issues/views';
import type { Candidates } from '@dispatch/shared/planning/candidates';
import { faultsOf } from './axe.ts';
import { baseUrl, signIn } from './people.ts';

test('a household says who should not come again and when it suits; candidates, queue and drawer follow', async ({
  browser,
}) => {
  const desk = await signIn(browser, { role: 'operator' });
  const home = await signIn(browser, { role: 'household', size: { width: 390, height: 844 } });
  const { who } = await home.api.get<{ who: Me }>('/session');
  const householdId = who.householdIds[0] ?? '';
  const reference = await desk.api.reference();
  const category = reference.categories.find(({ active }) => active)!;
  const answers = Object.fromEntries(
    category.questions
      .filter(({ required }) => required)
      .map(({ id, kind, options }) => [
        id,
        kind === 'yesno' ? true : kind === 'number' ? 1 : (options?.[0] ?? 'By the door'),
      ]),
  );
  const crew = reference.contractors.find(
    ({ active, skills }) => active && category.skills.every((skill) => skills.includes(skill)),
  )!;
  const firstName = crew.name.split(' ')[0] ?? '';
  const file = (title: string) =>
    desk.api.send<{ id: string; ref: string }>('POST', '/issues', {
      categoryId: category.id,
      householdId,
      title,
      answers,
    });

  const done = await file('The tap drips');
  await desk.api.command(done.id, 'assign', { contractorId: crew.id });
  for (const action of ['depart', 'arrive', 'finish']) await desk.api.command(done.id, action);
  const open = await file('The tap drips again');
  await desk.api.command(open.id, 'triage', {});
  const candidates = () => desk.api.get<Candidates>(`/issues/${open.id}/candidates`);
  const refusedAs = async (): Promise<string | undefined> =>
    (await candidates()).refusals.find(({ contractorId }) => contractorId === crew.id)?.reason.rule;
  const plan = async () => {
    const { detail } = await desk.api.get<{ detail: IssueDetail }>(`/issues/${open.id}`);
    return detail.card.plan;
  };
  expect(await refusedAs()).not.toBe('blacklisted');

  const { page } = home;
  await page.goto(`${baseUrl()}/issues/${open.ref}`);
  await expect(page.getByText('live', { exact: true })).toBeVisible();
  const notAgain = page.getByRole('button', { name: `${firstName}: not again` }).first();
  await notAgain.click();
  await expect(notAgain).toHaveAttribute('aria-pressed', 'true');
  expect(await refusedAs()).toBe('blacklisted');

  await page.getByText('Choose a time', { exact: true }).click();
  await page.getByText(/^Tomorrow morning/).click();
  await page.getByRole('button', { name: 'Tell the office' }).click();
  await expect(page.getByText('Thank you. The office knows when it suits you.')).toBeVisible();
  await expect(page.getByText('You told us:')).toContainText('tomorrow 08:00 to 12:00');
  expect((await plan())?.availableFrom).toBeGreaterThan(Date.now());

  await page.getByText('Choose another time', { exact: true }).click();
  await page.getByText('Another day or time', { exact: true }).click();
  await page.locator('input[name=from]').fill('14:00');
  await page.locator('input[name=to]').fill('13:00');
  await page.getByRole('button', { name: 'Tell the office' }).click();
  await expect(page.getByText('It must end after it begins.')).toBeVisible();
  expect(await faultsOf(page)).toEqual([]);
  await page.getByText('Any day this week: ring if someone is near', { exact: true }).click();
  await page.getByRole('button', { name: 'Tell the office' }).click();
  await expect(page.getByText('You told us:')).toContainText('any day, ring when someone is near');
  expect((await plan())?.flexible).toBe(true);

  // the desk: who said so and when, by mouse and by keys
  const office = desk.page;
  await office.goto(`${baseUrl()}/desk/?issue=${open.ref}`);
  const drawer = office.locator('.drawer');
  await expect(drawer.getByRole('heading', { name: 'The tap drips again' })).toBeVisible();
  const wishes = drawer.getByRole('list', { name: 'Wishes of the household' });
  await expect(wishes).toContainText(crew.name);
  await expect(wishes).toContainText('not wanted by the household');
  await expect(drawer.getByText('any day, ring when someone is near', { exact: true })).toBeVisible();

  // whoever is sent all the same is told of, and keeps it
  await desk.api.command(open.id, 'assign', { contractorId: crew.id });
  await expect(
    office.locator(`[data-card="${open.id}"]`).getByText('the household does not want who has it'),
  ).toBeAttached();
  await wishes.getByRole('button', { name: `Take back: ${crew.name} not wanted` }).click();
  await expect(wishes).not.toContainText(crew.name);
  await expect(page.getByRole('button', { name: `${firstName}: not again` }).first()).toBeVisible();

  await drawer.getByRole('heading', { name: 'The tap drips again' }).click();
  await office.keyboard.press(',');
  const wish = office.getByRole('dialog', { name: `When does ${open.ref} suit the household?` });
  await expect(wish).toContainText('It said: any day, ring when someone is near.');
  expect(await faultsOf(office, '[role="dialog"]')).toEqual([]);
  await wish.getByText('Any time', { exact: true }).click();
  await wish.getByRole('button', { name: 'Note it' }).click();
  await expect.poll(async () => (await plan())?.flexible).toBeUndefined();

  await office.keyboard.press('.');
  const pin = office.getByRole('dialog', { name: `Where is ${open.ref} kept?` });
  await pin.getByLabel('At a fixed time').check();
  expect(await faultsOf(office, '[role="dialog"]')).toEqual([]);
  await pin.getByRole('button', { name: 'Keep it there' }).click();
  await expect.poll(async () => (await plan())?.pinnedTo).toBe(crew.id);
  expect((await plan())?.pinnedAt).toBeGreaterThan(Date.now());
  await expect(drawer.getByText(`with ${crew.name}, at`, { exact: false })).toBeVisible();
  expect(await faultsOf(office, '.drawer')).toEqual([]);
  await office.keyboard.press('.');
  await office.getByRole('dialog').getByRole('button', { name: 'Take the pins off' }).click();
  await expect.poll(async () => (await plan())?.pinnedTo).toBeUndefined();

  expect([...home.faults, ...desk.faults].filter((fault) => !fault.includes('400'))).toEqual([]);
  await Promise.all([desk.context.close(), home.context.close()]);
});

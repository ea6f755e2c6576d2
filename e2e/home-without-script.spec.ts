import { expect, test, type Page } from '@playwright/test';
import type { Question } from '@dispatch/shared/board/reference';
import { baseUrl, signIn } from './people.ts';

/** Shows a form that lies in a folded part of the page. */
async function unfold(page: Page, words: string): Promise<void> {
  await page.getByText(words, { exact: true }).click();
}

async function answer(page: Page, { text, kind, options = [] }: Question): Promise<void> {
  const group = page.getByRole('group', { name: text });
  if (kind === 'yesno') await group.getByText('Yes', { exact: true }).click();
  else if (kind !== 'choice') await page.getByLabel(text).fill('1');
  else if ((await group.count()) > 0) await group.getByText(options[0] ?? '', { exact: true }).click();
  else await page.getByLabel(text).selectOption(options[0] ?? '');
}

test('a household without script and without account files, talks, answers, disputes, takes back, confirms, reopens and follows up', async ({
  browser,
}) => {
  const desk = await signIn(browser, { role: 'operator' });
  const contractor = await signIn(browser, { role: 'contractor', index: 1 });
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  const title = page.getByRole('heading', { level: 1 });
  const afresh = (): Promise<unknown> => page.goto(page.url().replace(/[?#].*$/, ''));

  const reference = await desk.api.reference();
  const category = reference.categories.find(({ active }) => active)!;
  await page.goto(`${baseUrl()}/report`);
  await page.getByRole('link', { name: category.name, exact: true }).click();
  for (const question of category.questions.filter(({ required }) => required)) await answer(page, question);
  await page.getByLabel('What is wrong?').fill('A slab is loose in front of the door.');
  await page.getByLabel('Where is it?').fill('Mill Lane 9');
  await page.getByRole('button', { name: 'Report it' }).click();
  await expect(page.getByText('Thank you, your report is in.')).toBeVisible();
  const link = new URL(page.url()).pathname;
  expect(link).toMatch(/^\/t\//);

  const response = await page.request.get(baseUrl() + link);
  expect(response.headers()).toMatchObject({
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'x-robots-tag': 'noindex, nofollow, noarchive',
  });

  const ref = (await page.getByRole('definition').last().textContent())?.trim() ?? '';
  const { detail } = await desk.api.get<{ detail: { card: { id: string } } }>(`/issues/${ref}`);
  const { id } = detail.card;
  const me = await contractor.api.get<{ who: { contractorId: string } }>('/session');

  await unfold(page, 'Write a message');
  await page.getByLabel('Your message').fill('The bell does not work, please knock.');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByText('The bell does not work, please knock.')).toBeVisible();

  await desk.api.command(id, 'assign', { contractorId: me.who.contractorId });
  await contractor.api.command(id, 'depart');
  await contractor.api.command(id, 'arrive');
  await contractor.api.command(id, 'ask', { question: 'Where is the tap?' });
  await afresh();
  await expect(page.getByRole('heading', { name: 'Where is the tap?' })).toBeVisible();
  await page.getByLabel('Your answer').fill('In the cellar.');
  await page.getByRole('button', { name: 'Send the answer' }).click();
  await expect(page.getByText('In the cellar.')).toBeVisible();

  await contractor.api.command(id, 'finish', { note: 'Laid anew' });
  await afresh();
  await unfold(page, 'No, it is not fixed');
  await page.getByLabel('What is still wrong?').fill('It still rocks.');
  await page.getByRole('button', { name: 'Tell them it is not fixed' }).click();
  await expect(title).toHaveText('We are looking into it again.');
  await page.getByRole('button', { name: 'Take it back' }).click();
  await expect(page.getByRole('heading', { name: 'Is it fixed?' })).toBeVisible();
  await page.getByRole('button', { name: 'Yes, it is fixed' }).click();
  await expect(title).toHaveText(/^It is fixed/);

  await afresh();
  await unfold(page, 'It is broken again');
  await page.getByLabel('What happened?').fill('It rocks again.');
  await page.getByRole('button', { name: 'Open it again' }).click();
  await expect(title).toHaveText('We are looking into it again.');

  // The office closes it while the page with the cancel form is still open.
  await afresh();
  await unfold(page, 'I do not need this any more');
  await page.getByLabel('Why?').fill('We move out.');
  await desk.api.command(id, 'reject', { reason: 'Not our pavement' });
  await page.getByRole('button', { name: 'Cancel the report' }).click();
  await expect(page.getByRole('alert')).toContainText('Someone changed this issue in the meantime.');

  await afresh();
  await page.getByRole('link', { name: 'Report something that follows from this' }).click();
  for (const question of category.questions.filter(({ required }) => required)) await answer(page, question);
  await page.getByLabel('What is wrong?').fill('A crack beside it.');
  await page.getByLabel('Where is it?').fill('Mill Lane 9');
  await page.getByRole('button', { name: 'Report it' }).click();
  await expect(page.getByText('Your new report is filed.')).toBeVisible();
  expect(new URL(page.url()).pathname).not.toBe(link);

  await Promise.all([context.close(), desk.context.close(), contractor.context.close()]);
});

test('opening a link changes nothing, whatever it asks for, and a wrong one says what to do', async ({ browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${baseUrl()}/t/not-a-token?answer=confirm`);
  await expect(page.getByText('This link is no longer valid.')).toBeVisible();
  await context.close();
});

test('a form sent by a foreign page is refused, one by our own page is taken', async ({ request }) => {
  const form = { email: 'nobody@example.org', password: 'not the password' };
  const foreign = await request.post(`${baseUrl()}/sign-in`, {
    form,
    headers: { origin: 'https://elsewhere.example' },
  });
  expect(foreign.status()).toBe(403);
  const own = await request.post(`${baseUrl()}/sign-in`, { form, headers: { origin: baseUrl() } });
  expect(own.status()).toBe(401);
});

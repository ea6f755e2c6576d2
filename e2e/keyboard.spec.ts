import { expect, test, type Page } from '@playwright/test';
import { baseUrl, signIn } from './people.ts';

/** Keeps every sentence that screen readers are given, since each is soon replaced by the next. */
async function listen(page: Page): Promise<(words: string | RegExp) => Promise<void>> {
  const heard: string[] = [];
  await page.exposeFunction('heard', (sentence: string) => heard.push(sentence));
  await page.addInitScript(() => {
    const { heard: tell } = window as unknown as { heard: (sentence: string) => void };
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const element = target instanceof Element ? target : target.parentElement;
        const sentence = element?.closest('[aria-live]')?.textContent.trim() ?? '';
        if (sentence !== '') tell(sentence);
      }
    }).observe(document, { childList: true, subtree: true, characterData: true });
  });
  return async (words) => {
    await expect
      .poll(
        () => heard.some((sentence) => (typeof words === 'string' ? sentence.includes(words) : words.test(sentence))),
        { message: `announced: ${String(words)}` },
      )
      .toBe(true);
  };
}

test('an issue is filed for a caller, triaged, offered and taken back by keyboard alone, and each step is announced', async ({
  browser,
}) => {
  const desk = await signIn(browser, { role: 'operator' });
  const { page } = desk;
  const announced = await listen(page);
  const reference = await desk.api.reference();
  const category =
    reference.categories.find(({ active, questions }) => active && questions.every(({ required }) => !required)) ??
    reference.categories[0]!;
  const [household] = await desk.api.get<{ address: string; members: { name: string }[] }[]>('/households?text=stra');
  await page.goto(`${baseUrl()}/desk/`);
  await expect(page.getByText('live', { exact: true }).first()).toBeVisible();
  const keys = async (...pressed: string[]): Promise<void> => {
    for (const key of pressed) await page.keyboard.press(key);
  };

  // File: the caller is found by the address, then what it is
  await keys('n');
  const filing = page.getByRole('dialog', { name: 'New issue for a caller' });
  await expect(filing.getByLabel('Who is calling?')).toBeFocused();
  await page.keyboard.type(household!.address);
  await expect(filing.getByRole('button', { name: household!.address })).toBeVisible();
  await keys('ArrowDown', 'Enter');
  const kind = filing.getByLabel('What is it?');
  await expect(kind).toBeFocused();
  await page.keyboard.type(category.name);
  await expect(kind).toHaveValue(category.id);
  for (const { required } of category.questions) {
    await keys('Tab');
    if (required) await keys('ArrowDown');
  }
  await keys('Tab');
  await expect(filing.getByLabel('In a few words')).toBeFocused();
  const words = `By keyboard ${String(Date.now())}`;
  await page.keyboard.type(words);
  await keys('Control+Enter');
  await announced(/^J-\S+ is filed\./);
  const card = page.locator('[data-card]', { hasText: words });
  await expect(card).toBeFocused();
  const ref = await card.locator('.ref').innerText();
  const drawer = page.getByRole('complementary', { name: 'Issue' });
  await expect(drawer.getByRole('heading', { name: words })).toBeVisible();

  // Triage: as it stands
  await keys('t');
  await expect(page.getByRole('dialog', { name: `Triage ${ref}` })).toBeVisible();
  await keys('Enter');
  await announced(`${ref}: triaged.`);
  const column = (name: string) =>
    page.getByRole('listbox', { name: new RegExp(`^${name}`) }).locator('[data-card]', { hasText: words });
  await expect(column('To assign')).toBeFocused();

  // Assign: the best is offered by Enter, and taken back by U
  await keys('a');
  const contractors = page.getByRole('dialog', { name: `Who takes ${ref}?` });
  await expect(contractors.getByRole('combobox')).toBeFocused();
  const best = await contractors.getByRole('option').first().locator('b').first().innerText();
  await keys('Enter');
  await announced(`${ref}: ${best} has been asked.`);
  await expect(column('Offered')).toBeFocused();
  await keys('u');
  await announced(`${ref}: undone.`);
  await expect(column('To assign')).toBeFocused();

  // The second of the list, without asking
  await keys('a');
  await expect(contractors.getByRole('combobox')).toBeFocused();
  await keys('ArrowDown');
  const second = await contractors.getByRole('option', { selected: true }).locator('b').first().innerText();
  await keys('Control+Enter');
  await announced(`${ref}: assigned to ${second}.`);
  await expect(column('Open')).toBeFocused();

  // From card to card, and out
  await keys('ArrowLeft');
  await expect(page.locator('[data-card]:focus')).not.toHaveText(new RegExp(words));
  await keys('Escape');
  await expect(drawer).toBeHidden();
  expect(desk.faults).toEqual([]);
  await desk.context.close();
});

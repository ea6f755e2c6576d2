import { expect, test, type Page } from '@playwright/test';
import { baseUrl, signIn } from './people.ts';

/** Keeps every sentence that screen readers are given, since each is soon replaced by the next. */
async function listen(
  page: Page,
): Promise<{ announced: (words: string | RegExp) => Promise<void>; heard: readonly string[] }> {
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
  const announced = async (words: string | RegExp): Promise<void> => {
    await expect
      .poll(
        () => heard.some((sentence) => (typeof words === 'string' ? sentence.includes(words) : words.test(sentence))),
        { message: `announced: ${String(words)}` },
      )
      .toBe(true);
  };
  return { announced, heard };
}

test('an issue is filed, triaged, offered, taken back, assigned, reassigned, worked on and confirmed by keyboard alone, and each step is announced', async ({
  browser,
}) => {
  const desk = await signIn(browser, { role: 'operator' });
  const { page } = desk;
  const { announced, heard } = await listen(page);
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

  // Told once: by the filing, not by the board as news too
  expect(heard.filter((sentence) => sentence.includes(`New: ${ref}`))).toEqual([]);

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

  // Reassigned: to the first of the list, who is asked
  await keys('a');
  await expect(contractors.getByRole('combobox')).toBeFocused();
  const first = await contractors.getByRole('option', { selected: true }).locator('b').first().innerText();
  await keys('Enter');
  await announced(`${ref}: ${first} has been asked.`);
  await expect(column('Offered')).toBeFocused();

  // On the contractor's behalf, who is on the phone: accepted, on the way, arrived, done
  for (const [key, words, name] of [
    ['y', 'accepted', 'Open'],
    ['o', 'on the way', 'En route'],
    ['r', 'arrived', 'In progress'],
  ] as const) {
    await keys(key);
    await announced(`${ref}: ${words}.`);
    await expect(column(name)).toBeFocused();
  }
  await keys('d');
  await expect(page.getByRole('dialog', { name: `Done: ${ref}` })).toBeVisible();
  await page.keyboard.type('New valve.');
  await keys('Control+Enter');
  await announced(`${ref}: done.`);
  await expect(column('Resolved')).toBeFocused();

  // Confirmed by its name, in the palette, which says how much fits
  await keys('Control+k');
  const palette = page.getByRole('combobox', { name: 'Do anything: name it' });
  await expect(palette).toBeFocused();
  await page.keyboard.type('confirm f');
  await announced(/lines? fits?$/);
  await expect(page.locator('.palette-item[aria-selected="true"]')).toContainText('Confirm fixed');
  await keys('Enter');
  await expect(page.getByRole('dialog', { name: `Confirm fixed: ${ref}` })).toBeVisible();
  await keys('Control+Enter');
  await announced(`${ref}: confirmed as fixed.`);
  const issue = await desk.api.get<{ detail: { card: { stage: string; contractorId: string } } }>(`/issues/${ref}`);
  expect(issue.detail.card.stage).toBe('confirmed');

  // What cannot be done says why, to those who hear it too
  await keys('Control+k');
  await page.keyboard.type('cancel issue');
  await expect(page.locator('.palette-item[aria-selected="true"]')).toContainText(
    'That cannot be done with an issue that is',
  );
  await keys('Enter');
  await announced('That cannot be done with an issue that is confirmed.');
  await keys('Escape', 'Escape');
  await expect(drawer).toBeHidden();
  expect(desk.faults).toEqual([]);
  await desk.context.close();
});

test('cards are picked, put back and triaged together by keyboard, panels are resized and columns folded, each spoken', async ({
  browser,
}) => {
  const desk = await signIn(browser, { role: 'operator' });
  const { page } = desk;
  const { announced } = await listen(page);
  const { categories } = await desk.api.reference();
  const title = `Picked${String(Date.now())}`;
  for (const i of [1, 2, 3])
    await desk.api.send('POST', '/issues', {
      categoryId: categories[0]!.id,
      title: `${title} ${String(i)}`,
      callback: true,
      contact: { phone: '+49 5555 0123' },
    });
  await page.goto(`${baseUrl()}/desk/`);
  await expect(page.getByText('live', { exact: true }).first()).toBeVisible();
  const keys = async (...pressed: string[]): Promise<void> => {
    for (const key of pressed) await page.keyboard.press(key);
  };
  const inbox = page.locator('[data-stage="inbox"] [data-card]');
  await keys('/');
  await page.keyboard.type(title);
  await expect(inbox).toHaveCount(3);
  await keys('Tab');
  await keys('Control+k');
  await page.keyboard.type('go to the board');
  await keys('Enter');
  await expect(inbox.first()).toBeFocused();

  // Shift and arrows pick the cards on the way, the blank one more or less, Ctrl A the column
  await keys('Enter', 'Shift+ArrowDown');
  await announced(/^J-\S+, 2 issues picked\.$/);
  await expect(inbox.nth(1)).toBeFocused();
  await keys('Space');
  await announced(/put back, 1 issue picked\.$/);
  await keys('Control+a');
  await announced(/3 issues picked\.$/);
  await expect(page.locator('[data-card][aria-selected="true"]')).toHaveCount(3);

  // All three at once, each with its result
  await keys('t');
  const triage = page.getByRole('dialog', { name: 'Triage 3 issues' });
  await expect(triage.getByLabel('Urgency')).toBeFocused();
  await page.keyboard.type('High');
  await expect(triage.getByLabel('Urgency')).toHaveValue('high');
  await triage.getByLabel('Urgency').press('Enter');
  await keys('Control+Enter');
  if (await triage.isVisible()) await triage.getByRole('button', { name: /^Triage 3/ }).press('Enter');
  await announced('3 issues triaged.');
  await expect(page.locator('[data-stage="to_assign"] [data-card]', { hasText: title })).toHaveCount(3);

  // The whole is taken back by the key that takes one back
  await keys('u');
  await announced('3 issues undone.');
  await expect(inbox).toHaveCount(3);

  // Lines between panels: a separator that arrows move and Enter puts back
  const line = page.getByRole('separator', { name: 'Width of the board' });
  await line.focus();
  const width = await line.getAttribute('aria-valuenow');
  await keys('ArrowLeft', 'ArrowLeft', 'ArrowLeft');
  await expect(line).not.toHaveAttribute('aria-valuenow', width!);
  await keys('Enter');
  await expect(line).toHaveAttribute('aria-valuenow', width!);

  // A column is folded by its head, and by its name
  const fold = page.locator('[data-stage="offered"] .fold');
  await fold.focus();
  await keys('Enter');
  await expect(fold).toHaveAttribute('aria-expanded', 'false');
  await keys('Control+k');
  await page.keyboard.type('unfold offered');
  await keys('Enter');
  await announced('Offered unfolded.');
  await expect(fold).toHaveAttribute('aria-expanded', 'true');
  expect(desk.faults).toEqual([]);
  await desk.context.close();
});

test('the map is walked by keyboard: from marker to marker, picked by the blank, moved and zoomed', async ({
  browser,
}) => {
  const desk = await signIn(browser, { role: 'operator' });
  const { page } = desk;
  const { announced } = await listen(page);
  await page.goto(`${baseUrl()}/desk/`);
  await expect(page.getByText('live', { exact: true }).first()).toBeVisible();
  const keys = async (...pressed: string[]): Promise<void> => {
    for (const key of pressed) await page.keyboard.press(key);
  };
  await keys('Control+k');
  await page.keyboard.type('go to the map');
  await keys('Enter');
  const map = page.getByRole('region', { name: 'Map of the issues' }).getByRole('listbox');
  await expect(map).toBeFocused();
  await expect(async () => {
    await keys('Home');
    await expect(map.getByRole('option')).toHaveAttribute('aria-posinset', '1', { timeout: 500 });
  }).toPass();
  await keys('ArrowRight');
  await expect(map.getByRole('option')).toHaveAttribute('aria-posinset', '2');
  await keys('Home', 'Space');
  await announced(/issues? picked\.$/);
  await expect(page.getByRole('region', { name: 'What is picked' })).toBeVisible();
  await keys('+', 'Shift+ArrowLeft', '-');
  await expect(map).toBeFocused();
  await keys('Escape', 'Escape');
  await announced('Nothing is picked any more.');
  expect(desk.faults).toEqual([]);
  await desk.context.close();
});

import { expect, test, type Page } from '@playwright/test';
import type { IssueCard } from '@dispatch/shared/issues/views';
import { baseUrl, signIn, type Api } from './people.ts';

/** Files so many issues and triages them, so that they stand to be assigned. */
async function toAssign(api: Api, title: string, count: number): Promise<string[]> {
  const { categories } = await api.reference();
  const ids: string[] = [];
  for (let i = 0; i < count; i += 1) {
    const { id } = await api.send<{ id: string }>('POST', '/issues', {
      categoryId: categories[0]!.id,
      title: `${title} ${String(i + 1)}`,
      callback: true,
      contact: { phone: '+49 5555 0123' },
    });
    await api.command(id, 'triage', { urgency: 'normal' });
    ids.push(id);
  }
  return ids;
}

async function cardOf(api: Api, id: string): Promise<IssueCard> {
  return (await api.get<{ detail: { card: IssueCard } }>(`/issues/${id}`)).detail.card;
}

async function openDesk(page: Page, search: string): Promise<void> {
  await page.goto(`${baseUrl()}/desk/`);
  await expect(page.getByText('live', { exact: true }).first()).toBeVisible();
  await page.getByRole('combobox', { name: 'Search issues' }).fill(search);
  await page.keyboard.press('Enter');
}

const column = (page: Page, name: string) => page.getByRole('listbox', { name: new RegExp(`^${name}`) });
const result = (page: Page, id: string) => page.locator(`[data-result="${id}"]`);

test('one operator assigns many while another has changed some of them: each item’s own result is shown, and both screens end as the database is', async ({
  browser,
}) => {
  const ana = await signIn(browser, { role: 'operator', index: 0 });
  const ben = await signIn(browser, { role: 'operator', index: 1 });
  const { who: benIs } = await ben.api.get<{ who: { name: string } }>('/session');
  const title = `Many${String(Date.now())}`;
  const ids = await toAssign(ana.api, title, 5);
  const [free, raced, gone, urgent, last] = ids as [string, string, string, string, string];
  const { contractors } = await ana.api.reference();
  const [his, hers] = contractors.filter(({ onDuty, active }) => onDuty && active);
  for (const { page } of [ana, ben]) {
    await openDesk(page, title);
    await expect(column(page, 'To assign').locator('[data-card]')).toHaveCount(5);
  }

  // Ana picks all five by keyboard and opens the list of contractors for them
  await column(ana.page, 'To assign').locator('[data-card]').first().click();
  await ana.page.keyboard.press('Control+a');
  await expect(ana.page.getByRole('region', { name: 'What is picked' })).toContainText('5 issues picked');
  await expect(column(ana.page, 'To assign').getByRole('option', { selected: true })).toHaveCount(5);
  await ana.page.keyboard.press('a');
  const who = ana.page.getByRole('dialog', { name: 'Who takes 5 issues?' });
  await who.getByRole('combobox').fill(hers!.name);
  await expect(who.getByRole('option', { name: hers!.name })).toBeVisible();

  // Meanwhile Ben gives one to somebody, cancels one, and raises the urgency of one, which collides with nothing
  await ben.api.command(raced, 'assign', { contractorId: his!.id });
  await ben.api.command(gone, 'cancel', { reason: 'Solved itself' });
  await ben.api.command(urgent, 'edit', { urgency: 'high' });
  await expect(column(ana.page, 'To assign').locator('[data-card]')).toHaveCount(3);
  await ana.page.keyboard.press('Control+Enter');

  // Each has its own result, in words: what failed first, with who and what it is now
  const sheet = ana.page.getByRole('dialog', { name: /what became of each/ });
  await expect(sheet).toContainText(`3 of 5 issues assigned to ${hers!.name}, 2 not.`);
  for (const id of [free, urgent, last]) {
    await expect(result(ana.page, id)).toHaveAttribute('data-state', 'done');
    await expect(result(ana.page, id)).toContainText(`Done: assigned to ${hers!.name}`);
  }
  await expect(result(ana.page, raced)).toContainText(
    `Not done: ${benIs.name} assigned it in the meantime. It is now open, ${his!.name}.`,
  );
  await expect(result(ana.page, gone)).toContainText(`Not done: ${benIs.name} cancelled it in the meantime.`);
  const state = async (): Promise<(string | null)[]> =>
    Promise.all(ids.map(async (id) => (await cardOf(ana.api, id)).contractorId));
  expect(await state()).toEqual([hers!.id, his!.id, null, hers!.id, hers!.id]);

  // Tried again on what it is now: the one Ben gave away is taken over, the cancelled one is refused with the reason
  await sheet.getByRole('button', { name: 'Try the 2 again' }).click();
  await expect(result(ana.page, raced)).toHaveAttribute('data-state', 'done');
  await expect(result(ana.page, gone)).toContainText('That cannot be done with an issue that is closed.');
  expect(await state()).toEqual([hers!.id, hers!.id, null, hers!.id, hers!.id]);

  // Undone as a whole: each item from where it led to
  await sheet.getByRole('button', { name: 'Undo all that is done' }).click();
  await expect(sheet).toContainText('4 issues undone.');
  expect(await state()).toEqual([null, his!.id, null, null, null]);
  await sheet.getByRole('button', { name: 'Close', exact: true }).last().click();

  // Both screens show what the database holds
  for (const { page, faults } of [ana, ben]) {
    await expect(column(page, 'To assign').locator('[data-card]')).toHaveCount(3);
    for (const id of ids) {
      const card = await cardOf(ana.api, id);
      const shown = page.locator(`[data-card="${id}"]`);
      if (card.stage === 'closed') await expect(shown).toHaveCount(0);
      else await expect(page.locator(`[data-stage="${card.stage}"] [data-card="${id}"]`)).toBeVisible();
    }
    expect(faults.filter((fault) => !fault.includes('422'))).toEqual([]);
  }
  for (const { context } of [ana, ben]) await context.close();
});

test('what is picked on the map by a ring goes together onto a contractor', async ({ browser }) => {
  const ana = await signIn(browser, { role: 'operator', index: 0 });
  const { page } = ana;
  await page.goto(`${baseUrl()}/desk/`);
  await expect(page.getByText('live', { exact: true }).first()).toBeVisible();
  await page.keyboard.press('3');
  const map = page.getByRole('region', { name: 'Map of the issues' });
  await expect(map.getByRole('listbox')).toBeVisible();

  // A ring round the middle of the map, drawn with the button
  await map.getByRole('button', { name: /Draw round issues/ }).click();
  await expect(map.locator('.is-drawn-on')).toBeVisible();
  const box = (await map.boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const [w, h] = [box.width * 0.3, box.height * 0.3];
  await page.mouse.move(x - w, y - h);
  await page.mouse.down();
  for (const [dx, dy] of [
    [w, -h],
    [w, h],
    [-w, h],
    [-w, -h],
  ] as const)
    await page.mouse.move(x + dx, y + dy, { steps: 6 });
  await page.mouse.up();
  const bar = page.getByRole('region', { name: 'What is picked' });
  await expect(bar).toContainText(/\d+ issues picked/);
  const ringed = Number(/(\d+) issues picked/.exec(await bar.innerText())?.[1]);

  // The keyboard's way to the same: everything the map shows, which is more than the ring held
  await page.keyboard.press('Control+k');
  await page.keyboard.type('everything the map shows');
  await page.keyboard.press('Enter');
  await expect.poll(async () => Number(/(\d+) issues picked/.exec(await bar.innerText())?.[1])).toBeGreaterThan(ringed);
  await bar.getByRole('button', { name: /Let go/ }).click();
  await expect(bar).toBeHidden();
  await page.keyboard.press('1');
  expect(ana.faults).toEqual([]);
  await ana.context.close();
});

test('a card of the picked ones dragged onto a contractor takes all of them along, and one undo takes all back', async ({
  browser,
}) => {
  const ana = await signIn(browser, { role: 'operator', index: 0 });
  const { page } = ana;
  const title = `Along${String(Date.now())}`;
  const ids = await toAssign(ana.api, title, 3);
  const { contractors } = await ana.api.reference();
  const taker = contractors.find(({ onDuty, active }) => onDuty && active)!;
  await openDesk(page, title);
  const cards = column(page, 'To assign').locator('[data-card]');
  await expect(cards).toHaveCount(3);
  await cards.first().click();
  await cards.last().click({ modifiers: ['Shift'] });
  const bar = page.getByRole('region', { name: 'What is picked' });
  await expect(bar).toContainText('3 issues picked');
  await cards.nth(1).dragTo(page.locator(`.tile[data-contractor="${taker.id}"]`));

  const state = (): Promise<unknown[]> =>
    Promise.all(
      ids.map(async (id) => {
        const { stage, contractorId } = await cardOf(ana.api, id);
        return [stage, contractorId];
      }),
    );
  await expect.poll(state).toEqual(ids.map(() => ['offered', taker.id]));
  await expect(page.locator('[data-stage="offered"] [data-card]')).toHaveCount(3);
  await bar.getByRole('button', { name: /Undo all/ }).click();
  await expect.poll(state).toEqual(ids.map(() => ['to_assign', null]));
  await expect(cards).toHaveCount(3);
  expect(ana.faults).toEqual([]);
  await ana.context.close();
});

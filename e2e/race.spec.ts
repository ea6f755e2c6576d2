import { expect, test } from '@playwright/test';
import { baseUrl, signIn } from './people.ts';

test('two operators race for one card: each sees the other’s hand, one gets it, the other is told who was faster', async ({
  browser,
}) => {
  const ana = await signIn(browser, { role: 'operator', index: 0 });
  const ben = await signIn(browser, { role: 'operator', index: 1 });
  const { categories, contractors } = await ana.api.reference();
  const title = `Race ${String(Date.now())}`;
  const { id } = await ana.api.send<{ id: string }>('POST', '/issues', {
    categoryId: categories[0]!.id,
    title,
    callback: true,
    contact: { phone: '+49 5555 0123' },
  });
  for (const person of [ana, ben]) {
    // Columns are as long as the town has trouble: this one alone is shown.
    await person.page.goto(`${baseUrl()}/desk/?text=${encodeURIComponent(title)}`);
    await expect(person.page.locator(`[data-card="${id}"]`)).toBeVisible();
  }
  const [first, second] = contractors.filter(({ onDuty }) => onDuty);

  // Ana lifts the card and hovers over a contractor: Ben sees it before she lets go
  const card = await ana.page.locator(`[data-card="${id}"]`).boundingBox();
  const tile = await ana.page.locator(`.tile[data-contractor="${first!.id}"]`).boundingBox();
  await ana.page.mouse.move(card!.x + 30, card!.y + 20);
  await ana.page.mouse.down();
  await ana.page.mouse.move(card!.x + 40, card!.y + 40, { steps: 3 });
  await ana.page.mouse.move(tile!.x + 40, tile!.y + 30, { steps: 8 });
  await expect(ben.page.locator(`[data-card="${id}"]`)).toContainText(first!.name);

  // Ben's command is under way when Ana lets go: his network is slow, so her drop is first
  await ben.page.route(`**/api/v1/issues/${id}/*`, async (route) => {
    await released;
    await route.continue();
  });
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  await ben.page.locator(`[data-card="${id}"]`).dragTo(ben.page.locator(`.tile[data-contractor="${second!.id}"]`));
  await ana.page.mouse.up();
  await expect
    .poll(
      async () =>
        (await ana.api.get<{ detail: { card: { contractorId: string | null } } }>(`/issues/${id}`)).detail.card
          .contractorId,
    )
    .toBe(first!.id);
  release();

  const dialog = ben.page.getByRole('dialog');
  const { who } = await ana.api.get<{ who: { name: string } }>('/session');
  await expect(dialog).toContainText(who.name);
  await expect(dialog).toContainText(first!.name);
  await dialog.getByRole('button', { name: /leave/i }).click();
  for (const person of [ana, ben]) {
    await expect(person.page.getByRole('listbox', { name: /^Offered/ }).locator(`[data-card="${id}"]`)).toBeVisible();
    // The conflict's 409 is the one line a browser writes by itself.
    expect(person.faults.filter((fault) => !fault.includes('409'))).toEqual([]);
    await person.context.close();
  }
});

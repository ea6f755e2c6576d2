import { expect, test } from '@playwright/test';
import type { IssueCard } from '@dispatch/shared/issues/views';
import { baseUrl, signIn } from './people.ts';

test('switched on, simulated contractors answer by themselves: a card moves on the board and a marker on the map', async ({
  browser,
}) => {
  test.setTimeout(60_000);
  const desk = await signIn(browser, { role: 'operator' });
  const { page, api } = desk;
  await page.goto(`${baseUrl()}/desk/`);
  await expect(page.getByText('live', { exact: true }).first()).toBeVisible();
  // Work for whoever has none: the first of them soon sets out.
  const { contractors } = await api.reference();
  const idle = contractors.filter(({ onDuty, state }) => onDuty && state === 'free').slice(0, 6);
  for (const { id } of idle) {
    const held = await api.get<{ items: IssueCard[] }>(`/issues?contractor=${id}&stage=offered,open&limit=50`);
    for (const card of held.items) if (card.contractorId === id) await api.command(card.id, 'withdraw');
  }
  const { items } = await api.get<{ items: IssueCard[] }>('/issues?stage=inbox,to_assign&limit=50');
  const given = items.filter(({ lat }) => lat !== null).slice(0, idle.length);
  expect(given.length).toBeGreaterThan(0);
  for (const [at, { id }] of given.entries()) await api.command(id, 'assign', { contractorId: idle[at]!.id });
  const onTheWay = page
    .getByRole('listbox', { name: /^En route/ })
    .locator(given.map(({ id }) => `[data-card="${id}"]`).join(', '));
  // Columns draw what is in view, and the one of open issues may be long
  await expect(page.getByRole('listbox', { name: /^To assign/ }).locator(`[data-card="${given[0]!.id}"]`)).toHaveCount(
    0,
  );
  await expect(onTheWay).toHaveCount(0);

  /** Where contractors stand on the map, by whom. */
  const markers = (): Promise<string[]> =>
    page
      .locator('.map-contractor-anchor')
      .evaluateAll((all) =>
        all.map(
          (one) =>
            `${one.querySelector<HTMLElement>('[data-contractor]')?.dataset['contractor'] ?? ''} ${(one as HTMLElement).style.transform}`,
        ),
      );
  const before = await markers();
  await page.getByRole('button', { name: /^Simulation/ }).click();
  await expect(page.getByRole('button', { name: 'Simulation on' })).toBeVisible();
  try {
    await expect(onTheWay.first()).toBeAttached({ timeout: 40_000 });
    await expect.poll(markers, { timeout: 15_000 }).not.toEqual(before);
  } finally {
    await page.getByRole('button', { name: 'Simulation on' }).click();
    await expect(page.getByRole('button', { name: 'Simulation off' })).toBeVisible();
  }
  expect(desk.faults).toEqual([]);
  await desk.context.close();
});

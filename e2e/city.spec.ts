import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Locator } from '@playwright/test';
import pg from 'pg';
import { cityData, firstOwner, startCity, truth } from './city.ts';
import { acceptInvitation, type Person } from './people.ts';

const column = (desk: Person, name: string): Locator =>
  desk.page.getByRole('listbox', { name: new RegExp(`^${name}`) });

test.describe.serial('a real city on the day of a storm', () => {
  test.skip(cityData === undefined, 'DISPATCH_DATA does not say where the city’s files are');
  test.setTimeout(300_000);

  let board: Awaited<ReturnType<typeof startCity>>;
  let database: pg.Pool;
  let owner: Person;
  /** What ends it again, also when the start failed half way. */
  const begun: (() => Promise<void>)[] = [];

  test.beforeAll(async ({ browser }) => {
    board = await startCity(cityData ?? '');
    begun.push(() => board.stop());
    database = new pg.Pool({
      connectionString: readFileSync(join(board.dataDir, 'postgres.url'), 'utf8').trim(),
      max: 1,
    });
    begun.push(() => database.end());
    owner = await firstOwner(browser, board);
  });
  test.afterAll(async () => {
    for (const stop of begun.reverse()) await stop();
  });

  async function count(where: string): Promise<number> {
    const { rows } = await database.query<{ count: string }>(`select count(*) from issues where ${where}`);
    return Number(rows[0]?.count);
  }

  test('every request that was filed by then is there, open or closed as it was, and none that came later', async () => {
    const { filed, filedThatDay, wholeDay } = truth(cityData ?? '');
    expect(wholeDay).toBe(913);
    expect(await count('true')).toBe(filed.length);
    expect(await count(`status = 'closed'`)).toBe(filed.filter(({ closed }) => closed).length);
    // The newest was filed just before the import's now: what is of that day is so in the shifted time, too
    const { rows } = await database.query<{ of_day: string }>(
      `select count(*) as of_day from issues where filed_at > (select loaded - interval '18 hours' from (select max(filed_at) as loaded from issues) t)`,
    );
    expect(Math.abs(Number(rows[0]?.of_day) - filedThatDay)).toBeLessThanOrEqual(2);
  });

  test('the columns and the map show all that is open', async () => {
    const { page } = owner;
    await page.goto(`${board.url}/desk/`);
    // Thousands of cards, on a machine that has just imported a city
    await expect(column(owner, 'To assign').locator('[data-card]').first()).toBeVisible({ timeout: 60_000 });
    for (const [name, where] of [
      ['Inbox', `status = 'new' and not triaged`],
      ['To assign', `status = 'new' and triaged and assignment_id is null`],
    ] as const)
      await expect(column(owner, name)).toHaveAccessibleName(`${name}, ${String(await count(where))} issues`);
    expect(await count(`status = 'new'`)).toBe(truth(cityData ?? '').filed.filter(({ closed }) => !closed).length);

    // What is late on the screen is what is late in the database, which goes on counting meanwhile
    const late = page.getByRole('group', { name: 'What waits' }).getByRole('button', { name: /late/ });
    const lateBy = `status <> 'closed' and paused_at is null and least(case when responded_at is null then respond_by end, resolve_by)`;
    const before = await count(`${lateBy} < now() - interval '90 seconds'`);
    const shown = Number(/\d+/.exec(await late.innerText())?.[0]);
    expect(shown).toBeGreaterThanOrEqual(before);
    expect(shown).toBeLessThanOrEqual(await count(`${lateBy} < now()`));

    // From marker to marker by keys: together they are all open issues whose place is known
    const map = page.getByRole('listbox', { name: /^Map of the issues/ });
    await page.getByRole('button', { name: 'Show everything' }).click();
    await map.focus();
    const option = map.getByRole('option');
    await page.keyboard.press('ArrowRight');
    const of = Number(await option.getAttribute('aria-setsize'));
    expect(of).toBeGreaterThan(10);
    // Within the page: hundreds of steps, each as a key press from outside, would take minutes
    const marked = await map.evaluate(async (list, steps) => {
      let sum = 0;
      for (let position = 1; position <= steps; position += 1) {
        const here = (): Element | null => list.querySelector(`[role="option"][aria-posinset="${String(position)}"]`);
        for (let frames = 0; !here() && frames < 100; frames += 1) await new Promise(requestAnimationFrame);
        sum += Number(/^(\d+) issues close together/.exec(here()?.textContent.trim() ?? '')?.[1] ?? (here() ? 1 : 0));
        list.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
      }
      return sum;
    }, of);
    expect(marked).toBe(await count(`status <> 'closed' and lat is not null`));

    // The city's own streets lie under them
    const basemap = await owner.api.get<{ features: { properties: { kind: string } }[] }>('/basemap');
    expect(basemap.features.filter(({ properties }) => properties.kind === 'street').length).toBeGreaterThan(5000);
    await expect(page.locator('.leaflet-control-attribution')).toContainText('OpenStreetMap');
    expect(owner.faults).toEqual([]);
  });

  test('one of them is triaged, assigned by dragging, driven to, done and confirmed by hand', async ({ browser }) => {
    const { page } = owner;
    await owner.api.send('POST', '/invitations', { email: 'wilma@example.org', name: 'Wilma Ash', role: 'contractor' });
    const invitation = async (): Promise<string> =>
      (await owner.api.get<{ to: string; text: string }[]>('/mails')).find(({ to }) => to === 'wilma@example.org')
        ?.text ?? '';
    await expect.poll(invitation).toMatch(/\/invitation\//);
    const [link = ''] = /http:\S+\/invitation\/[\w-]+/.exec(await invitation()) ?? [];
    const wilma = await acceptInvitation(
      browser,
      link,
      { role: 'contractor', email: 'wilma@example.org', password: 'trees and storms' },
      { size: { width: 820, height: 1180 }, touch: true, position: { latitude: 42.3149, longitude: -71.0664 } },
    );
    await expect(wilma.page).toHaveURL(/\/field\//);
    await wilma.page.getByRole('switch', { name: /duty/i }).click();
    const { contractors } = await owner.api.reference();
    const contractor = contractors.find(({ name }) => name === 'Wilma Ash')!;

    // Triage: the first of the inbox becomes high
    const card = column(owner, 'Inbox').locator('[data-card]').first();
    const id = (await card.getAttribute('data-card'))!;
    const here = page.locator(`[data-card="${id}"]`);
    await card.click();
    const { detail } = await owner.api.get<{ detail: { card: { ref: string; title: string; urgency: string } } }>(
      `/issues/${id}`,
    );
    await page.keyboard.press('t');
    const triage = page.getByRole('dialog', { name: `Triage ${detail.card.ref}` });
    await triage
      .getByText(detail.card.urgency === 'high' ? 'normal' : 'high', { exact: false })
      .first()
      .click();
    await triage.getByRole('button', { name: 'Triage', exact: false }).last().click();
    // Among thousands it is found by its reference
    await page.keyboard.press('Escape');
    await page.keyboard.press('/');
    await page.keyboard.type(detail.card.ref);
    await expect(column(owner, 'To assign').locator(`[data-card="${id}"]`)).toBeVisible();
    expect(await count(`id = '${id}' and triaged`)).toBe(1);

    // Assign
    const tile = page.locator(`.tile[data-contractor="${contractor.id}"]`);
    await tile.scrollIntoViewIfNeeded();
    await here.dragTo(tile, { timeout: 15_000 });
    await expect(column(owner, 'Offered').locator(`[data-card="${id}"]`)).toBeVisible();
    await wilma.page.getByRole('dialog', { name: detail.card.title }).getByRole('button', { name: 'Accept' }).click();
    await expect(column(owner, 'Open').locator(`[data-card="${id}"]`)).toBeVisible();

    // Follow to done
    await wilma.page.goto(`${board.url}/field/issue/${id}`);
    for (const [button, stage] of [
      ['On the way', 'En route'],
      ['I have arrived', 'In progress'],
    ] as const) {
      await wilma.page.getByRole('button', { name: button }).click();
      await expect(column(owner, stage).locator(`[data-card="${id}"]`)).toBeAttached();
    }
    await wilma.page.getByRole('button', { name: 'Done', exact: true }).click();
    await wilma.page.getByRole('button', { name: 'Repaired', exact: true }).click();
    await wilma.page.getByRole('button', { name: 'It is done' }).click();
    await expect(column(owner, 'Resolved').locator(`[data-card="${id}"]`)).toBeAttached();
    await here.click();
    await page.keyboard.press('c');
    const confirm = page.getByRole('dialog', { name: `Confirm fixed: ${detail.card.ref}` });
    await confirm.getByRole('button', { name: 'The household said so on the phone' }).click();
    await confirm.getByRole('button', { name: /^Confirm fixed/ }).click();
    await expect.poll(() => count(`id = '${id}' and status = 'confirmed'`)).toBe(1);
    const after = await owner.api.get<{ detail: { events: { action: string }[] } }>(`/issues/${id}`);
    expect(
      after.detail.events.map(({ action }) => action).filter((action) => !['plan', 'import'].includes(action)),
    ).toEqual(['file', 'triage', 'offer', 'accept', 'depart', 'arrive', 'finish', 'confirm']);
    for (const { faults, context } of [owner, wilma]) {
      expect(faults).toEqual([]);
      await context.close();
    }
  });
});

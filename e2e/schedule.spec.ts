import { expect, test, type Browser } from '@playwright/test';
import type { Contractor } from '@dispatch/shared/board/reference';
import { faultsOf } from './axe.ts';
import { baseUrl, signIn, type Person } from './people.ts';

const PHONE = { width: 390, height: 844 };

interface Crew {
  bo: Person;
  /** Leads the team of Bo. */
  lead: Person;
  contractor: Contractor;
  row: () => Promise<Contractor>;
  /** As it was before. */
  restore: () => Promise<void>;
}

/** A contractor on a phone, and the operator who leads its team at a desk. */
async function crewOf(browser: Browser): Promise<Crew> {
  const bo = await signIn(browser, { role: 'contractor', size: PHONE, touch: true });
  const { who } = await bo.api.get<{ who: { contractorId: string } }>('/session');
  const admin = await signIn(browser, { role: 'admin' });
  const lead = await signIn(browser, { role: 'operator' });
  const { who: leader } = await lead.api.get<{ who: { userId: string } }>('/session');
  const before = await admin.api.reference();
  const contractor = before.contractors.find(({ id }) => id === who.contractorId)!;
  const team = before.teams.find(({ id }) => id === contractor.teamId)!;
  await admin.api.send('PATCH', `/teams/${team.id}`, { leadUserId: leader.userId });
  const row = async (): Promise<Contractor> => {
    const { contractors } = await lead.api.reference();
    return contractors.find(({ id }) => id === who.contractorId)!;
  };
  return {
    bo,
    lead,
    contractor,
    row,
    async restore() {
      const { exceptions, ...pattern } = contractor.schedule;
      const mine = new Set(exceptions.map(({ id }) => id));
      for (const { id, until } of (await row()).schedule.exceptions)
        if (!mine.has(id) && until > Date.now())
          await lead.api.send('DELETE', `/contractors/${who.contractorId}/exceptions/${id}`, undefined);
      await lead.api.send('PUT', `/contractors/${who.contractorId}/schedule`, { pattern });
      await lead.api.send('PUT', `/contractors/${who.contractorId}/duty`, { onDuty: contractor.onDuty });
      await admin.api.send('PATCH', `/teams/${team.id}`, { leadUserId: team.leadUserId });
      for (const { context } of [bo, lead, admin]) await context.close();
    },
  };
}

async function openBoard({ page }: Person): Promise<void> {
  await page.goto(`${baseUrl()}/desk/`);
  await page.locator('[data-card]').first().waitFor();
}

test('a holiday asked for on the phone is approved by the lead and stands on every board at once', async ({
  browser,
}) => {
  const { bo, lead, contractor, restore } = await crewOf(browser);
  const other = await signIn(browser, { role: 'operator', index: 1 });
  await Promise.all([openBoard(lead), openBoard(other)]);
  const tile = other.page.locator(`.tile[data-contractor="${contractor.id}"]`);
  await expect(tile).toBeVisible();

  await bo.page.goto(`${baseUrl()}/field/`);
  await bo.page.getByRole('link', { name: 'Schedule' }).click();
  await expect(bo.page.getByRole('heading', { name: 'The next seven days' })).toBeVisible();
  expect(await faultsOf(bo.page)).toEqual([]);
  await bo.page.getByRole('button', { name: 'Be off or work more' }).click();
  const sheet = bo.page.getByRole('dialog', { name: 'Be off or work more' });
  await sheet.getByLabel('Note').fill('School play');
  expect(await faultsOf(bo.page)).toEqual([]);
  await sheet.getByRole('button', { name: 'Ask for it' }).click();
  await expect(sheet).toBeHidden();
  const asked = bo.page.getByRole('listitem').filter({ hasText: 'School play' });
  await expect(asked).toContainText('waits for approval');
  // what is only asked for changes nothing
  await expect(tile).not.toContainText('on holiday');

  await lead.page.getByRole('button', { name: /for time$/ }).click();
  const list = lead.page.getByRole('dialog', { name: 'Time off and extra time' });
  // of the team that this operator leads, hence in front of all others
  const first = list.getByRole('listitem').first();
  await expect(first).toContainText(contractor.name);
  await expect(first).toContainText('School play');
  expect(await faultsOf(lead.page)).toEqual([]);
  await first.getByRole('button', { name: /^Approve/ }).click();

  await expect(asked).toContainText('approved');
  await expect(tile).toContainText('on holiday until');
  await expect(list.getByText('School play')).toBeHidden();

  await asked.getByRole('button', { name: /^End it now/ }).click();
  await expect(tile).not.toContainText('on holiday');
  expect([...bo.faults, ...lead.faults, ...other.faults]).toEqual([]);
  await other.context.close();
  await restore();
});

test('an operator says who is sick; it counts at once and shows on the phone too', async ({ browser }) => {
  const { bo, lead, contractor, row, restore } = await crewOf(browser);
  await openBoard(lead);
  await bo.page.goto(`${baseUrl()}/field/schedule`);
  const tile = lead.page.locator(`.tile[data-contractor="${contractor.id}"]`);
  await tile.click();
  const panel = lead.page.getByRole('complementary', { name: 'Contractor' });
  await panel.getByRole('button', { name: 'Is sick …' }).click();
  const dialog = lead.page.getByRole('dialog', { name: `${contractor.name} is sick` });
  expect(await faultsOf(lead.page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Is sick' }).click();
  await expect(dialog).toBeHidden();
  await expect(tile).toContainText('sick until');
  await expect(bo.page.getByRole('switch', { name: 'Off duty' })).toBeVisible();
  await expect(bo.page.getByRole('listitem').filter({ hasText: 'Sick' })).toBeVisible();
  expect(await row()).toMatchObject({ onDuty: false });
  expect(await faultsOf(lead.page)).toEqual([]);
  await panel.getByRole('button', { name: /^End it now/ }).click();
  await expect(tile).not.toContainText('sick');
  expect([...bo.faults, ...lead.faults]).toEqual([]);
  await restore();
});

test('a contractor sets its week and counts its van; shifts that overlap are told beside them', async ({ browser }) => {
  const { bo, row, restore } = await crewOf(browser);
  const { page } = bo;
  await page.goto(`${baseUrl()}/field/schedule`);
  await page.getByText('My week and limits').click();
  const usual = page.getByRole('checkbox', { name: "The organisation's working hours" });
  if (await usual.isChecked()) await usual.uncheck();
  await page.getByRole('button', { name: 'Add a shift on Sunday' }).click();
  await page.getByLabel('Sunday from', { exact: true }).fill('9');
  await page.getByLabel('Sunday until', { exact: true }).fill('1330');
  await page.getByRole('button', { name: 'Add a shift on Sunday' }).click();
  await page.getByLabel('Sunday from, shift 2').fill('13:00');
  await page.getByLabel('Sunday until, shift 2').fill('18:00');
  await expect(page.getByText(/It overlaps with another shift/)).toBeVisible();
  expect(await faultsOf(page)).toEqual([]);
  await page.getByLabel('Sunday from, shift 2').fill('14');
  await page.getByLabel('Most issues a day').fill('5');
  await page.getByRole('button', { name: 'Save my week' }).click();
  await expect(page.getByRole('button', { name: 'Save my week' })).toBeHidden();
  const { schedule } = await row();
  expect(schedule.maxJobs).toBe(5);
  expect(schedule.week?.filter(({ weekday }) => weekday === 7).map(({ from, until }) => `${from} ${until}`)).toEqual([
    '09:00 13:30',
    '14:00 18:00',
  ]);

  const stock = page.locator('section').filter({ has: page.getByRole('heading', { name: 'On the van' }) });
  await stock.getByLabel('Another part').selectOption('lamp module');
  const more = stock.getByRole('button', { name: 'One lamp module more' });
  await more.click();
  await more.click();
  await stock.getByRole('button', { name: 'One lamp module less' }).click();
  await expect.poll(async () => (await row()).stock['lamp module']).toBe(2);
  expect(bo.faults).toEqual([]);
  await restore();
});

test('an admin sets certificates, stock and limits of a contractor and the parts of a category', async ({
  browser,
}) => {
  const ana = await signIn(browser, { role: 'admin' });
  const { contractors, categories } = await ana.api.reference();
  const contractor = contractors.find(({ skills, active }) => active && skills.includes('lifts'))!;
  await ana.page.goto(`${baseUrl()}/desk/admin/contractors`);
  await ana.page.getByRole('button', { name: contractor.name }).click();
  const sheet = ana.page.getByRole('dialog', { name: contractor.name });
  await sheet.getByText('Schedule and limits of a day').click();
  await sheet.getByText('Certificates and van').click();
  await sheet.getByLabel('Longest drive, in minutes').fill('40');
  await sheet.getByLabel('lifts', { exact: true }).fill('2031-07-14');
  await sheet.getByRole('button', { name: 'Add a part' }).click();
  await sheet.getByPlaceholder('Name of the part').last().fill('Door roller');
  await sheet.getByLabel('Pieces of Door roller').fill('3');
  expect(await faultsOf(ana.page)).toEqual([]);
  await sheet.getByRole('button', { name: 'Save' }).click();
  await expect(sheet).toBeHidden();
  const after = (await ana.api.reference()).contractors.find(({ id }) => id === contractor.id)!;
  expect(after).toMatchObject({
    travelLimit: 40,
    certificates: { lifts: Date.parse('2031-07-14T22:00Z') },
    stock: { 'door roller': 3 },
  });
  const { certificates, stock, travelLimit } = contractor;
  await ana.api.send('PATCH', `/contractors/${contractor.id}`, { certificates, stock, travelLimit });

  const lift = categories.find(({ code }) => code === 'lift')!;
  await ana.page.goto(`${baseUrl()}/desk/admin/categories`);
  await ana.page.getByRole('button', { name: lift.name }).click();
  const form = ana.page.getByRole('dialog', { name: lift.name });
  await form.getByRole('button', { name: 'Add a part' }).click();
  await form.getByPlaceholder('Name of the part').fill('door roller');
  expect(await faultsOf(ana.page)).toEqual([]);
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();
  const changed = (await ana.api.reference()).categories.find(({ id }) => id === lift.id)!;
  expect(changed.parts).toEqual({ 'door roller': 1 });
  await ana.api.send('PATCH', `/categories/${lift.id}`, { parts: lift.parts });
  expect(ana.faults).toEqual([]);
  await ana.context.close();
});

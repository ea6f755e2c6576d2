/** A day with shifts: offers that find the next best, an emergency that makes room, somebody who falls ill. */
import { expect, test, type Browser } from '@playwright/test';
import type { Category } from '@dispatch/shared/board/reference';
import type { IssueDetail } from '@dispatch/shared/issues/views';
import type { Candidates } from '@dispatch/shared/planning/candidates';
import { faultsOf } from './axe.ts';
import { acceptInvitation, baseUrl, signIn, type Person } from './people.ts';

const PHONE = { width: 390, height: 844 };
const MINUTE = 60_000;

/** Two who can open locks, and nobody else: what the rest of the town does is no concern of theirs. */
interface Town {
  admin: Person;
  ana: Person;
  crew: { person: Person; id: string; name: string }[];
  category: Category;
  centre: { lat: number; lon: number };
}

async function townOf(browser: Browser): Promise<Town> {
  const stamp = String(Date.now());
  const admin = await signIn(browser, { role: 'admin' });
  const ana = await signIn(browser, { role: 'operator' });
  const skill = `locks ${stamp}`;
  const { organisation } = await admin.api.reference();
  const { centre } = organisation;
  const category = await admin.api.send<Category>('POST', '/categories', {
    ...{ code: `locks-${stamp}`, name: `Locks ${stamp}`, icon: 'lock', skills: [skill] },
    ...{ expectedMinutes: 30, defaultUrgency: 'normal', questions: [] },
  });
  const crew = [];
  for (const [index, name] of [`Ada ${stamp}`, `Bo ${stamp}`].entries()) {
    const email = `${name.replace(' ', '.').toLowerCase()}@example.org`;
    await admin.api.send('POST', '/invitations', { email, name, role: 'contractor', skills: [skill] });
    const mail = async (): Promise<string> =>
      (await admin.api.get<{ to: string; text: string }[]>('/mails')).find(({ to }) => to === email)?.text ?? '';
    await expect.poll(mail).toMatch(/\/invitation\//);
    const [link = ''] = /http:\S+\/invitation\/[\w-]+/.exec(await mail()) ?? [];
    const account = { role: 'contractor', email, password: 'opens every lock in town' };
    const person = await acceptInvitation(browser, link, account, { size: PHONE, touch: true });
    const { who } = await person.api.get<{ who: { contractorId: string } }>('/session');
    const id = who.contractorId;
    // Ada is the nearer one
    await admin.api.send('PATCH', `/contractors/${id}`, {
      homeLat: centre.lat + 0.004 * index,
      homeLon: centre.lon,
      districtIds: [],
    });
    const week = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
      ...{ weekday, from: '00:00', until: '00:00', rests: [], onCall: false },
    }));
    const pattern = {
      ...{ timeZone: null, week, start: null, end: 'last' },
      ...{ maxJobs: null, maxMinutes: null, keptFree: 0, releasedAt: null },
    };
    await admin.api.send('PUT', `/contractors/${id}/schedule`, { pattern });
    await admin.api.send('PUT', `/contractors/${id}/duty`, { onDuty: true });
    await person.page.goto(`${baseUrl()}/field/`);
    crew.push({ person, id, name });
  }
  return { admin, ana, crew, category, centre };
}

async function leave({ admin, ana, crew, category }: Town): Promise<void> {
  const people = [admin, ana, ...crew.map(({ person }) => person)];
  for (const { faults } of people) expect(faults).toEqual([]);
  // What is left would stand in the columns of the tests after this one.
  const { items } = await ana.api.get<{ items: { id: string; status: string }[] }>(`/issues?category=${category.id}`);
  for (const { id, status } of items)
    if (status !== 'closed') await ana.api.command(id, 'cancel', { reason: 'The test is over' });
  await admin.api.send('PATCH', `/categories/${category.id}`, { active: false });
  for (const { id } of crew) await admin.api.send('PATCH', `/contractors/${id}`, { active: false });
  for (const { context } of people) await context.close();
}

async function file(
  { ana, category, centre }: Town,
  title: string,
  more: object = {},
): Promise<{ id: string; link: string }> {
  return ana.api.send('POST', '/issues', {
    ...{ categoryId: category.id, title, lat: centre.lat, lon: centre.lon, place: 'Market 1' },
    ...more,
  });
}

const detailOf = async ({ ana }: Town, id: string): Promise<IssueDetail> =>
  (await ana.api.get<{ detail: IssueDetail }>(`/issues/${id}`)).detail;

/** The choice on the dialog's list, in its order. */
const choices = ({ page }: Person) =>
  page.getByRole('listbox', { name: 'Contractors, best first' }).getByRole('option');

test('a new issue is offered by itself, passed, offered to the next and accepted, with every reason kept', async ({
  browser,
}) => {
  const town = await townOf(browser);
  const { admin, ana, crew, category } = town;
  const [ada, bo] = [crew[0]!, crew[1]!];

  // The rule, by the administration's own page
  await admin.page.goto(`${baseUrl()}/desk/admin/dispatching`);
  await admin.page.getByRole('button', { name: 'Add a rule' }).click();
  const rule = admin.page.getByRole('list', { name: 'Rules' }).getByRole('listitem').last();
  await rule.getByLabel('Category').selectOption({ label: category.name });
  await rule.getByLabel('What is done').selectOption({ label: 'Ask by itself' });
  expect(await faultsOf(admin.page)).toEqual([]);
  await admin.page.getByRole('button', { name: 'Save' }).click();
  await expect(admin.page.getByText('Saved.')).toBeVisible();

  const title = `Locked out ${category.code}`;
  const { id } = await file(town, title);
  const offer = (person: Person) => person.page.getByRole('dialog', { name: title });
  await expect(offer(ada.person)).toBeVisible();
  await offer(ada.person).getByRole('button', { name: 'Pass' }).click();
  const sheet = ada.person.page.getByRole('dialog', { name: 'Why do you pass?' });
  await sheet.getByRole('button').filter({ hasText: 'far' }).first().click();
  const send = sheet.getByRole('button', { name: 'Pass it on' });
  if (await send.isVisible()) await send.click();
  await expect(offer(bo.person)).toBeVisible();
  await offer(bo.person).getByRole('button', { name: 'Accept' }).click();
  await expect.poll(async () => (await detailOf(town, id)).card.stage).toBe('open');

  const { events, assignments } = await detailOf(town, id);
  expect(assignments.map(({ contractorId, state }) => [contractorId, state])).toEqual([
    [ada.id, 'passed'],
    [bo.id, 'accepted'],
  ]);
  const offers = events.filter(({ action }) => action === 'offer');
  expect(offers.map(({ actor, text }) => [actor.kind, text?.split(' can be there')[0]])).toEqual([
    ['system', ada.name],
    ['system', bo.name],
  ]);

  // Nobody left: it lands with the office, with the reasons
  await ana.page.goto(`${baseUrl()}/desk/`);
  await ana.page.locator('[data-card]').first().waitFor();
  const second = `Key broken ${category.code}`;
  for (const one of crew) await admin.api.send('PUT', `/contractors/${one.id}/duty`, { onDuty: false });
  await file(town, second, { urgency: 'high' });
  if (!(await ana.page.getByRole('region', { name: /^Needs you/ }).isVisible())) await ana.page.keyboard.press('5');
  const entry = ana.page.getByRole('region', { name: /^Needs you/ }).getByRole('article', { name: new RegExp(second) });
  await expect(entry).toContainText(`${ada.name} is off duty`);
  await expect(entry).toContainText(`${bo.name} is off duty`);

  const { organisation } = await admin.api.reference();
  const rules = organisation.dispatching.rules.filter(({ categoryId }) => categoryId !== category.id);
  await admin.api.send('PATCH', '/organisation', { dispatching: { ...organisation.dispatching, rules } });
  await leave(town);
});

test('dialog, drag and API tell the same order and reasons, and those that the plan gives', async ({ browser }) => {
  const town = await townOf(browser);
  const { ana, admin, crew } = town;
  const { id } = await file(town, `Order ${town.category.code}`);
  await admin.api.send('PUT', `/contractors/${crew[1]!.id}/duty`, { onDuty: true });
  const told = await ana.api.get<Candidates>(`/issues/${id}/candidates`);
  expect(told.candidates.map(({ contractorId }) => contractorId)).toEqual(crew.map((one) => one.id));

  await ana.page.goto(`${baseUrl()}/desk/?text=${encodeURIComponent(`Order ${town.category.code}`)}`);
  await ana.page.locator(`[data-card="${id}"]`).click();
  await ana.page.keyboard.press('a');
  await expect(choices(ana).first()).toBeVisible();
  const listed = await choices(ana).evaluateAll((rows) => rows.map((row) => row.getAttribute('data-option')));
  expect(listed).toEqual([...told.candidates, ...told.refusals].map(({ contractorId }) => contractorId));
  await expect(ana.page.getByRole('dialog')).toContainText(`${crew[0]!.name} can be there at`);
  expect(await faultsOf(ana.page)).toEqual([]);
  await ana.page.keyboard.press('ArrowDown');
  await expect(ana.page.getByRole('dialog')).toContainText(`${crew[1]!.name} can be there at`);
  await ana.page.keyboard.press('Escape');

  // The strip ranks by the same list while the issue is selected
  const tiles = ana.page.locator('.tile[data-contractor]');
  await expect(tiles.filter({ hasText: crew[0]!.name })).toContainText('1.');
  await expect(tiles.filter({ hasText: crew[1]!.name })).toContainText('2.');
  const other = told.refusals[0]!;
  await expect(ana.page.locator(`.tile[data-contractor="${other.contractorId}"]`)).toContainText('not trained');
  await leave(town);
});

test('an emergency makes room: the household that waits reads the new time and why, and it can be taken back', async ({
  browser,
}) => {
  const town = await townOf(browser);
  const { ana, admin, crew } = town;
  const [ada, bo] = [crew[0]!, crew[1]!];
  await admin.api.send('POST', `/contractors/${bo.id}/exceptions`, {
    ...{ kind: 'sick', from: Date.now() - MINUTE, until: Date.now() + 10 * 86_400_000 },
  });
  const waits = await file(town, `Waits ${town.category.code}`);
  const start = Math.ceil((Date.now() + 2 * MINUTE) / MINUTE) * MINUTE;
  const range = { windowFrom: start - 5 * MINUTE, windowTo: start + 15 * MINUTE, windowBy: 'plan' };
  await ana.api.command(waits.id, 'assign', { contractorId: ada.id, plannedAt: start, ...range });
  const home = await (await browser.newContext({ viewport: PHONE })).newPage();
  await home.goto(baseUrl() + waits.link);
  await expect(home.getByRole('heading', { level: 1 })).toBeVisible();

  const flood = `Child locked in ${town.category.code}`;
  const { id } = await file(town, flood, { urgency: 'emergency' });
  await ana.page.goto(`${baseUrl()}/desk/?text=${encodeURIComponent(town.category.code)}`);
  await ana.page.locator(`[data-card="${id}"]`).click();
  await ana.page.keyboard.press('a');
  const dialog = ana.page.getByRole('dialog');
  await expect(dialog.getByRole('heading', { name: 'The least disturbing ways to be there' })).toBeVisible();
  await expect(dialog.getByRole('list', { name: 'Visits that move' })).toContainText('→');
  expect(await faultsOf(ana.page)).toEqual([]);
  await dialog.getByRole('button', { name: `Place it with ${ada.name}` }).click();

  await expect.poll(async () => (await detailOf(town, id)).card.contractorId).toBe(ada.id);
  const moved = (await detailOf(town, waits.id)).card;
  expect(moved.windowFrom).toBeGreaterThan(range.windowFrom);
  await expect(home.getByText(/because an emergency has to be seen to first/).first()).toBeVisible();

  await ana.page.getByRole('button', { name: 'Undo' }).last().click();
  await expect.poll(async () => (await detailOf(town, waits.id)).card.windowFrom).toBe(range.windowFrom);
  expect((await detailOf(town, id)).card.contractorId).toBeNull();
  await home.context().close();
  await leave(town);
});

test('somebody falls ill: the jobs show as conflicts and find new hands as one', async ({ browser }) => {
  const town = await townOf(browser);
  const { ana, crew } = town;
  const [ada, bo] = [crew[0]!, crew[1]!];
  const jobs = [];
  for (const [index, name] of ['Door', 'Gate'].entries()) {
    const { id } = await file(town, `${name} ${town.category.code}`);
    await ana.api.command(id, 'assign', { contractorId: ada.id, plannedAt: Date.now() + (index + 1) * 60 * MINUTE });
    jobs.push(id);
  }
  await ana.page.goto(
    `${baseUrl()}/desk/?view=${encodeURIComponent(JSON.stringify({ open: ['time'], order: 'name' }))}`,
  );
  await ana.api.send('POST', `/contractors/${ada.id}/exceptions`, {
    ...{ kind: 'sick', from: Date.now() - MINUTE, until: Date.now() + 10 * 86_400_000 },
  });
  const conflicts = ana.page.getByRole('button', { name: /^Conflicts/ });
  await expect(conflicts).toBeVisible();
  if ((await conflicts.getAttribute('aria-pressed')) !== 'true') await conflicts.click();
  for (const id of jobs) await expect(ana.page.locator(`[data-conflict="${id}"]`)).toContainText('no shift');
  await ana.page.getByRole('button', { name: /^Find what helps all/ }).click();
  const dialog = ana.page.getByRole('dialog', { name: 'Moves that help' });
  await expect(dialog).toContainText(bo.name);
  expect(await faultsOf(ana.page)).toEqual([]);
  await dialog.getByRole('button', { name: /^Do \d+ move/ }).click();
  for (const id of jobs) await expect.poll(async () => (await detailOf(town, id)).card.contractorId).toBe(bo.id);
  await leave(town);
});

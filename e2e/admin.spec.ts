import { expect, test } from '@playwright/test';
import type { OutboxMail } from '@dispatch/shared/people/person';
import { faultsOf } from './axe.ts';
import { acceptInvitation, baseUrl, signIn, type Person } from './people.ts';

/** What others changed must be on a screen within this time, without a reload. Milliseconds. */
const WITHIN = { timeout: 1000 };
const PAGES = [
  'people',
  'contractors',
  'teams',
  'districts',
  'categories',
  'promises',
  'organisation',
  'walls',
  'mails',
] as const;
const PASSWORD = 'a sentence nobody guesses';

async function openAdmin(person: Person, page: (typeof PAGES)[number]): Promise<void> {
  await person.page.goto(`${baseUrl()}/desk/admin/${page}`);
  await expect(person.page.getByRole('heading', { level: 1 })).toBeVisible();
}

/** The newest mail to someone, as the outbox page shows it; opened by whoever looks. */
async function readMail(person: Person, to: string): Promise<string> {
  await openAdmin(person, 'mails');
  await person.page.getByRole('searchbox', { name: 'Search mails' }).fill(to);
  await expect(person.page.getByRole('list', { name: 'Mails' }).getByRole('button').first()).toContainText(to);
  return (
    (await person.page.getByRole('article', { name: 'The mail' }).getByRole('link').first().getAttribute('href')) ?? ''
  );
}

test('someone is invited, follows the link in the outbox, sets a password and is at the desk', async ({ browser }) => {
  const admin = await signIn(browser, { role: 'admin' });
  const email = `ines-${String(Date.now())}@example.org`;
  await openAdmin(admin, 'people');
  await admin.page.getByRole('button', { name: 'Invite someone' }).click();
  const sheet = admin.page.getByRole('dialog', { name: 'Invite someone' });
  await sheet.getByLabel('Name').fill('Ines Ito');
  await sheet.getByLabel('Mail address').fill('not an address');
  await sheet.getByRole('button', { name: 'Send the invitation' }).click();
  await expect(sheet.getByText('This does not look like a mail address.')).toBeVisible();
  await expect(sheet.getByLabel('Name')).toHaveValue('Ines Ito');
  await expect(sheet.getByLabel('Mail address')).toBeFocused();
  await sheet.getByLabel('Mail address').fill(email);
  await sheet.getByRole('button', { name: 'Send the invitation' }).click();
  await expect(sheet).toBeHidden();
  await expect(admin.page.getByRole('row', { name: new RegExp(email) })).toContainText('invited');

  const link = await readMail(admin, email);
  expect(link).toContain('/invitation/');
  const ines = await acceptInvitation(browser, link, { role: 'operator', email, password: PASSWORD });
  await ines.page.goto(`${baseUrl()}/desk/`);
  await expect(ines.page.getByText('live', { exact: true }).first()).toBeVisible();
  // The 400 of the wrong address is the one line a browser writes by itself.
  expect(admin.faults.filter((fault) => !fault.includes('400'))).toEqual([]);
  for (const person of [admin, ines]) await person.context.close();
});

test('who registered as staff is counted, approved as what the administrator says, and can then sign in', async ({
  browser,
}) => {
  const admin = await signIn(browser, { role: 'admin' });
  const email = `petra-${String(Date.now())}@example.org`;
  const stranger = await browser.newContext();
  const headers = { 'x-requested-with': 'dispatch-board' };
  const registered = await stranger.request.post(`${baseUrl()}/api/v1/registrations`, {
    headers,
    data: { kind: 'staff', name: 'Petra Pending', email, password: PASSWORD },
  });
  expect(registered.status()).toBe(201);
  const enter = () =>
    stranger.request.post(`${baseUrl()}/api/v1/session`, { headers, data: { email, password: PASSWORD } });
  expect((await enter()).status()).toBe(403);

  await openAdmin(admin, 'people');
  await expect(admin.page.getByRole('link', { name: /People.*waiting for approval/ })).toBeVisible();
  const group = admin.page.getByRole('group', { name: 'Petra Pending' });
  await group.getByLabel('As').selectOption({ label: 'as operator' });
  await group.getByRole('button', { name: 'Approve' }).click();
  await expect(group).toBeHidden();
  await expect(admin.page.getByRole('row', { name: new RegExp(email) })).toContainText('Operator');
  expect((await enter()).status()).toBe(200);
  expect(admin.faults).toEqual([]);
  await stranger.close();
  await admin.context.close();
});

test('a question added to a category stands in an operator’s open filing dialog within a second', async ({
  browser,
}) => {
  const admin = await signIn(browser, { role: 'admin' });
  const ana = await signIn(browser, { role: 'operator' });
  const name = `Chimney ${String(Date.now())}`;
  const made = await admin.api.send<{ id: string }>('POST', '/categories', { code: `c${String(Date.now())}`, name });
  await ana.page.goto(`${baseUrl()}/desk/`);
  await expect(ana.page.getByText('live', { exact: true }).first()).toBeVisible();
  await ana.page.getByRole('button', { name: 'New issue for a caller' }).click();
  await ana.page.getByLabel('What is it?').selectOption({ label: name });

  await openAdmin(admin, 'categories');
  await admin.page.getByRole('button', { name, exact: true }).click();
  const sheet = admin.page.getByRole('dialog', { name });
  await sheet.getByRole('button', { name: 'Add a question' }).click();
  await sheet.getByLabel('Question 1', { exact: true }).fill('Is there smoke in the room?');
  await sheet.getByLabel('Choices').fill('Yes\nA little\nNo');
  await sheet.getByRole('button', { name: 'Add a question' }).click();
  await sheet.getByLabel('Question 2', { exact: true }).fill('Since when?');
  await sheet.getByLabel('Answer', { exact: true }).nth(1).selectOption({ label: 'A few words' });
  await sheet.getByRole('button', { name: 'Move question 2 up' }).click();
  await sheet.getByRole('button', { name: 'Save' }).click();
  await expect(sheet).toBeHidden();
  await expect(ana.page.getByText('Is there smoke in the room?')).toBeVisible(WITHIN);
  const { categories } = await admin.api.reference();
  expect(categories.find(({ id }) => id === made.id)?.questions.map(({ text }) => text)).toEqual([
    'Since when?',
    'Is there smoke in the room?',
  ]);

  await admin.api.send('PATCH', `/categories/${made.id}`, { active: false });
  await expect(ana.page.getByLabel('What is it?').getByRole('option', { name })).toHaveCount(0);
  for (const person of [admin, ana]) {
    expect(person.faults).toEqual([]);
    await person.context.close();
  }
});

test('teams, contractors and districts are made, changed and switched off; a name that is taken is said beside it', async ({
  browser,
}) => {
  const admin = await signIn(browser, { role: 'admin' });
  const { page } = admin;
  const stamp = String(Date.now());
  await openAdmin(admin, 'teams');
  for (const again of [false, true]) {
    await page.getByRole('button', { name: 'New team' }).click();
    const sheet = page.getByRole('dialog', { name: 'New team' });
    await sheet.getByLabel('Name').fill(`Roofs ${stamp}`);
    await sheet.getByRole('button', { name: 'Make the team' }).click();
    if (again) {
      await expect(sheet.getByText('Another one has this already.')).toBeVisible();
      await sheet.getByRole('button', { name: 'Cancel' }).click();
    }
    await expect(sheet).toBeHidden();
  }

  await openAdmin(admin, 'contractors');
  await page.getByRole('button', { name: 'New contractor' }).click();
  const contractor = page.getByRole('dialog', { name: 'New contractor' });
  await contractor.getByLabel('Name').fill(`Rosa Roof ${stamp}`);
  await contractor.getByLabel('Skills').fill('roofs, ladders');
  await contractor.getByLabel('Skills').press('Enter');
  await contractor.getByLabel('Team').selectOption({ label: `Roofs ${stamp}` });
  await contractor.getByLabel('Coordinates').fill('52.2, 10.9');
  await contractor.getByLabel('Coordinates').press('Enter');
  // A picture of one red pixel
  await contractor.getByLabel('Picture').setInputFiles({
    name: 'me.png',
    mimeType: 'image/png',
    buffer: Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
      'base64',
    ),
  });
  await contractor.getByRole('button', { name: 'Make the contractor' }).click();
  await expect(contractor).toBeHidden();
  const row = page.getByRole('row', { name: new RegExp(`Rosa Roof ${stamp}`) });
  await expect(row).toContainText(`Roofs ${stamp}`);
  const made = (await admin.api.reference()).contractors.find(({ name }) => name === `Rosa Roof ${stamp}`)!;
  expect(made).toMatchObject({ skills: ['roofs', 'ladders'], homeLat: 52.2, homeLon: 10.9 });
  expect(made.pictureUrl).not.toBeNull();
  await row.getByRole('button').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click();
  await expect(row).toBeHidden();

  await openAdmin(admin, 'districts');
  await page.getByRole('button', { name: 'Import borders' }).click();
  const importing = page.getByRole('dialog', { name: 'Import borders' });
  const file = (text: string) => ({
    name: 'borders.geojson',
    mimeType: 'application/geo+json',
    buffer: Buffer.from(text),
  });
  await importing.getByLabel('GeoJSON file').setInputFiles(file('<kml/>'));
  await expect(importing.getByText('This is not a JSON file.')).toBeVisible();
  const ring = (lon: number) => [
    [
      [lon, 52.3],
      [lon + 0.01, 52.3],
      [lon + 0.01, 52.31],
      [lon, 52.3],
    ],
  ];
  const area = (name: string, lon: number) => ({
    type: 'Feature',
    properties: { nr: 1, Stadtteil: name },
    geometry: { type: 'Polygon', coordinates: ring(lon) },
  });
  await importing.getByLabel('GeoJSON file').setInputFiles(
    file(
      JSON.stringify({
        type: 'FeatureCollection',
        features: [area(`Nordpol ${stamp}`, 10.9), area(`Südpol ${stamp}`, 10.95)],
      }),
    ),
  );
  await importing.getByRole('button', { name: 'Import 2' }).click();
  await expect(importing.getByText('imported')).toHaveCount(2);
  await importing.getByRole('button', { name: 'Close' }).last().click();
  await page.getByRole('button', { name: `Nordpol ${stamp}` }).click();
  await page.getByRole('dialog').getByLabel('Name').fill(`Nordlicht ${stamp}`);
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: `Nordlicht ${stamp}` })).toBeVisible();
  for (const name of [`Nordlicht ${stamp}`, `Südpol ${stamp}`]) {
    await page.getByRole('button', { name }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click();
    await expect(page.getByRole('button', { name })).toBeHidden();
  }
  // Refusals are lines that a browser writes by itself.
  expect(admin.faults.filter((fault) => !fault.includes('409'))).toEqual([]);
  await admin.context.close();
});

test('two change the promises at once: the second is told, keeps what was typed, and nothing is lost', async ({
  browser,
}) => {
  const adele = await signIn(browser, { role: 'admin' });
  const otto = await signIn(browser, { role: 'owner' });
  for (const person of [adele, otto]) await openAdmin(person, 'promises');
  const cell = (person: Person, name: string) => person.page.getByLabel(`All categories, ${name} within`);
  await cell(adele, 'low, respond').fill('7 h');
  await cell(otto, 'high, respond').fill('50');
  await cell(otto, 'low, respond').fill('9 h');
  await adele.page.getByRole('button', { name: 'Save' }).click();
  await expect(adele.page.getByText('Saved.')).toBeVisible();
  await expect(otto.page.getByText('Someone else has just saved the promises.')).toBeVisible();
  await otto.page.getByRole('button', { name: 'Save' }).click();
  await expect(otto.page.getByRole('alert').filter({ hasText: 'You both changed all categories, low.' })).toBeVisible();
  await expect(cell(otto, 'high, respond')).toHaveValue('50 min');
  await otto.page.getByRole('button', { name: 'Put mine over theirs' }).click();
  await otto.page.getByRole('button', { name: 'Save' }).click();
  await expect(otto.page.getByText('Saved.')).toBeVisible();
  // Adele had nothing unsaved: she sees it by herself.
  await expect(cell(adele, 'low, respond')).toHaveValue('9 h');
  await expect(cell(adele, 'high, respond')).toHaveValue('50 min');
  await cell(adele, 'normal, respond').fill('soon');
  await adele.page.getByRole('button', { name: 'Save' }).click();
  await expect(adele.page.getByRole('alert').filter({ hasText: 'is no length of time' })).toBeVisible();
  await expect(cell(adele, 'normal, respond')).toHaveValue('soon');
  for (const person of [adele, otto]) await person.context.close();
});

test('an operator sees no way in and a clear page at its address', async ({ browser }) => {
  const ana = await signIn(browser, { role: 'operator' });
  await ana.page.goto(`${baseUrl()}/desk/`);
  await expect(ana.page.getByText('live', { exact: true }).first()).toBeVisible();
  await expect(ana.page.getByRole('link', { name: 'Administration' })).toHaveCount(0);
  await ana.page.goto(`${baseUrl()}/desk/admin/people`);
  await expect(ana.page.getByText('Only administrators and owners get in here.')).toBeVisible();
  expect(await faultsOf(ana.page)).toEqual([]);
  expect(ana.faults).toEqual([]);
  await ana.context.close();
});

test('the outbox shows an administrator what was written, and nothing that opens an owner’s account', async ({
  browser,
}) => {
  const admin = await signIn(browser, { role: 'admin' });
  const mails = await admin.api.get<OutboxMail[]>('/mails');
  expect(Array.isArray(mails)).toBe(true);
  await openAdmin(admin, 'mails');
  expect(admin.faults).toEqual([]);
  await admin.context.close();
});

test('the administration is free of axe findings, light and dark', async ({ browser }) => {
  const admin = await signIn(browser, { role: 'admin' });
  const { page } = admin;
  const faults: string[] = [];
  for (const path of PAGES) {
    await openAdmin(admin, path);
    faults.push(...(await faultsOf(page)));
  }
  const sheets = [
    ['people', 'Invite someone'],
    ['contractors', 'New contractor'],
    ['teams', 'New team'],
    ['categories', 'New category'],
    ['districts', 'Import borders'],
  ] as const;
  for (const [path, button] of sheets) {
    await openAdmin(admin, path);
    await page.getByRole('button', { name: button }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    if (path === 'categories') await page.getByRole('button', { name: 'Add a question' }).click();
    faults.push(...(await faultsOf(page)));
  }
  expect(faults).toEqual([]);
  expect(admin.faults).toEqual([]);
  await admin.context.close();
});

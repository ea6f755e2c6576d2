import { expect, test } from '@playwright/test';
import type { IssueCard } from '@dispatch/shared/issues/views';
import { faultsOf } from './axe.ts';
import { accountsOf, baseUrl, signIn } from './people.ts';

test('home is free of axe findings for strangers and households, light and dark', async ({ browser }) => {
  const stranger = await browser.newContext({
    viewport: { width: 390, height: 844 },
  });
  const page = await stranger.newPage();
  for (const path of [
    '/',
    '/sign-in',
    '/register',
    '/register?kind=staff',
    '/forgotten',
    '/report',
    '/report/callback',
    '/t/none',
  ]) {
    await page.goto(baseUrl() + path);
    expect(await faultsOf(page)).toEqual([]);
  }
  await page.goto(`${baseUrl()}/report`);
  await page.getByRole('listitem').first().getByRole('link').click();
  await page.getByRole('button', { name: 'Put a pin on the map' }).click();
  await expect(page.getByText('Tap the map where it is.')).toBeVisible();
  expect(await faultsOf(page)).toEqual([]);
  await stranger.close();

  const hanna = await signIn(browser, { role: 'household', size: { width: 390, height: 844 }, touch: true });
  for (const path of ['/issues', '/account']) {
    await hanna.page.goto(baseUrl() + path);
    expect(await faultsOf(hanna.page)).toEqual([]);
  }
  await hanna.context.close();
});

for (const [device, size] of Object.entries({
  phone: { width: 390, height: 844 },
  tablet: { width: 1024, height: 768 },
})) {
  test(`field is free of axe findings on a ${device}, light and dark`, async ({ browser }) => {
    // The last of the demo's contractors: no other test needs its offers.
    const index = accountsOf('contractor').length - 1;
    const desk = await signIn(browser, { role: 'operator' });
    const reference = await desk.api.reference();
    const bo = await signIn(browser, { role: 'contractor', index, size, touch: true });
    const me = await bo.api.get<{ who: { contractorId: string } }>('/session');
    // The town is made as of now: at some hours it has work for this contractor to answer, which would come before ours.
    const { content } = await bo.api.get<{ content: { cards: IssueCard[] } }>('/board');
    for (const { id, stage } of content.cards) if (stage === 'offered') await desk.api.command(id, 'withdraw');
    await bo.page.goto(`${baseUrl()}/field/`);
    await expect(bo.page.getByText('live', { exact: true })).toBeVisible();
    expect(await faultsOf(bo.page)).toEqual([]);

    const { id } = await desk.api.send<{ id: string }>('POST', '/issues', {
      categoryId: reference.categories.find(({ active }) => active)?.id,
      description: `Dripping, ${device}`,
      callback: true,
      contact: { phone: '+49 555 0100' },
    });
    await desk.api.command(id, 'offer', { contractorId: me.who.contractorId });
    const offer = bo.page.getByRole('dialog', { name: `Dripping, ${device}` });
    await expect(offer.getByRole('button', { name: 'Accept' })).toBeVisible();
    expect(await faultsOf(bo.page)).toEqual([]);
    await offer.getByRole('button', { name: 'Accept' }).click();
    await expect(offer).toBeHidden();
    await bo.page.goto(`${baseUrl()}/field/issue/${id}`);
    await bo.page.getByRole('button', { name: 'I cannot do it' }).click();
    await expect(bo.page.getByRole('button', { name: 'Pass it on' })).toBeVisible();
    expect(await faultsOf(bo.page)).toEqual([]);
    await bo.page.keyboard.press('Escape');
    await expect(bo.page.getByRole('button', { name: 'On the way' })).toBeVisible();
    expect(await faultsOf(bo.page)).toEqual([]);
    await bo.page.goto(`${baseUrl()}/field/done`);
    await expect(bo.page.getByText('live', { exact: true })).toBeVisible();
    expect(await faultsOf(bo.page)).toEqual([]);
    await bo.context.close();
    await desk.context.close();
  });
}

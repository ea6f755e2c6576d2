import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { accountsOf, baseUrl, signIn } from './people.ts';

/** Rules that a page breaks, with where. */
async function faultsOf(page: Page): Promise<string[]> {
  // Things that fade in have no final colour before they are there; one that is started anew (a countdown) is let go.
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().iterations === 1)
        .map(({ finished }) => finished),
    ),
  );
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(
    ({ id, nodes }) =>
      `${new URL(page.url()).pathname} ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
}

for (const dark of [false, true]) {
  const theme = dark ? 'dark' : 'light';

  test(`home is free of axe findings for strangers and households (${theme})`, async ({ browser }) => {
    const stranger = await browser.newContext({
      viewport: { width: 390, height: 844 },
      colorScheme: dark ? 'dark' : 'light',
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

    const hanna = await signIn(browser, { role: 'household', size: { width: 390, height: 844 }, touch: true, dark });
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
    test(`field is free of axe findings on a ${device} (${theme})`, async ({ browser }) => {
      // The last of the demo's contractors: no other test needs its offers.
      const index = accountsOf('contractor').length - 1;
      const desk = await signIn(browser, { role: 'operator' });
      const reference = await desk.api.reference();
      const bo = await signIn(browser, { role: 'contractor', index, size, touch: true, dark });
      const me = await bo.api.get<{ who: { contractorId: string } }>('/session');
      await bo.page.goto(`${baseUrl()}/field/`);
      await expect(bo.page.getByText('live', { exact: true })).toBeVisible();
      expect(await faultsOf(bo.page)).toEqual([]);

      const { id } = await desk.api.send<{ id: string }>('POST', '/issues', {
        categoryId: reference.categories.find(({ active }) => active)?.id,
        description: `Dripping, ${theme} ${device}`,
        callback: true,
        contact: { phone: '+49 555 0100' },
      });
      await desk.api.command(id, 'offer', { contractorId: me.who.contractorId });
      const offer = bo.page.getByRole('dialog', { name: `Dripping, ${theme} ${device}` });
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
}

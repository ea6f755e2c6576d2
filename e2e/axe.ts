/** What axe finds on a page, in both themes. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * Every rule in the light, and the colours again in the dark: nothing else differs between the themes.
 * @param within a selector of the part that is judged; else the whole page
 * @returns a line for each element that breaks a rule
 */
export async function faultsOf(page: Page, within?: string): Promise<string[]> {
  const before = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await comeToRest(page);
    // Only what is wrong is worked out in detail: the board has thousands of elements that are right.
    const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] });
    if (within !== undefined) axe.include(within);
    // Our pages have no frames: axe need not put its parts together in a window of its own for each page.
    axe.setLegacyMode(true);
    const { violations } = await (
      colorScheme === 'dark' ? axe.withRules('color-contrast') : axe.withTags(RULES)
    ).analyze();
    const where = `${new URL(page.url()).pathname} (${colorScheme})`;
    found.push(
      ...violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${where}: ${id}: ${html.slice(0, 200)}`)),
    );
  }
  await page.emulateMedia({ colorScheme: before ? 'dark' : 'light' });
  return found;
}

/** Colours are judged where they come to rest; what goes on for ever has no rest. */
function comeToRest(page: Page): Promise<void> {
  return page.evaluate(() => {
    for (const animation of document.getAnimations())
      if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish();
  });
}

import { expect, test } from 'vitest';
import { withImageSources, withTheme } from './page.ts';

test('the page carries the chosen theme and falls back to the device', () => {
  expect(withTheme('<html data-theme="%dispatch.theme%">', 'dark')).toBe('<html data-theme="dark">');
  expect(withTheme('<html data-theme="%dispatch.theme%">', '"><script>')).toBe('<html data-theme="system">');
});

test('a tile server joins the image sources', () => {
  const policy = "default-src 'self'; img-src 'self' data:; object-src 'none'";
  expect(withImageSources(policy, ['https://tile.example.org'])).toBe(
    "default-src 'self'; img-src 'self' data: https://tile.example.org; object-src 'none'",
  );
});

test('a source that could open the policy is left out', () => {
  const policy = "img-src 'self'";
  expect(withImageSources(policy, ["https://x.org; script-src 'unsafe-inline'", '*', 'https://a b'])).toBe(policy);
});

import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/**
 * The ending of a test's name says what it needs: `.test.ts` nothing, `.pg.test.ts` PostgreSQL, `.redis.test.ts` Redis
 * (and PostgreSQL). The browser tests in e2e/ are Playwright's.
 */
const outside = ['**/node_modules/**', '**/build/**', '**/.svelte-kit/**'];
const needsService = ['**/*.pg.test.ts', '**/*.redis.test.ts', '**/*.browser.test.ts'];

export default defineConfig({
  test: {
    // two at once, whatever the machine has: PostgreSQL and the tests share its cores
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'quick',
          include: ['{shared,server,scripts,migrations,bench,e2e,docs,simulate}/**/*.test.{ts,mjs}'],
          exclude: [...outside, ...needsService],
          testTimeout: 30_000,
        },
      },
      {
        plugins: [svelte({ configFile: false })],
        // components as the browser gets them: under Node's conditions Svelte is the server's half
        resolve: { conditions: ['browser'] },
        test: {
          name: 'client',
          include: ['client/**/*.test.ts'],
          exclude: [...outside, ...needsService],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'pg',
          include: ['{shared,server,scripts,migrations,bench,e2e,simulate}/**/*.pg.test.ts'],
          exclude: outside,
          globalSetup: ['scripts/services/postgres.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'redis',
          include: ['{shared,server,scripts,bench,e2e}/**/*.redis.test.ts'],
          exclude: outside,
          globalSetup: ['scripts/services/postgres.ts', 'scripts/services/redis.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
    ],
  },
});

/** The demo town's people, signed in, each in a browser of its own. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { FIRST_NOTICES } from '@dispatch/shared/preferences/preferences';
import type { Reference } from '@dispatch/shared/board/reference';

export interface Account {
  role: string;
  email: string;
  password: string;
}

export const baseUrl = (): string => process.env['E2E_URL'] ?? '';

/** The demo accounts of a role, in the order `npm start` prints them. */
export function accountsOf(role: string): Account[] {
  const all = JSON.parse(readFileSync(process.env['E2E_ACCOUNTS'] ?? '', 'utf8')) as Account[];
  return all.filter((account) => account.role === role);
}

export interface Person {
  page: Page;
  context: BrowserContext;
  account: Account;
  api: Api;
  /** Errors of the page: a test ends by expecting none. */
  faults: string[];
}

/** The API as this person, for preparing and for looking behind the screen. */
export class Api {
  readonly #context: BrowserContext;
  readonly #base: string;
  constructor(context: BrowserContext, board = baseUrl()) {
    this.#context = context;
    this.#base = `${board}/api/v1`;
  }

  async get<T>(path: string): Promise<T> {
    const response = await this.#context.request.get(this.#base + path);
    expect(response.ok(), `GET ${path}: ${String(response.status())}`).toBe(true);
    return (await response.json()) as T;
  }

  async send<T>(method: string, path: string, data: unknown): Promise<T> {
    const response = await this.#context.request.fetch(this.#base + path, {
      method,
      data,
      headers: {
        'x-requested-with': 'dispatch-board',
        'idempotency-key': randomBytes(16).toString('hex'),
        'x-app': 'test',
      },
    });
    expect(response.ok(), `${method} ${path}: ${await response.text()}`).toBe(true);
    return (response.status() === 204 ? undefined : await response.json()) as T;
  }

  /** A command on an issue as it is now. */
  async command(id: string, action: string, input: object = {}): Promise<void> {
    const { detail } = await this.get<{ detail: { card: { version: number } } }>(`/issues/${id}`);
    await this.send('POST', `/issues/${id}/${action}`, { version: detail.card.version, ...input });
  }

  reference(): Promise<Reference> {
    return this.get('/reference');
  }
}

export interface Device {
  size?: { width: number; height: number };
  /** Where the device is, for those who drive. */
  position?: { latitude: number; longitude: number };
  touch?: boolean;
  dark?: boolean;
  /** Device pixels per CSS pixel. */
  scale?: number;
}

export interface SignIn extends Device {
  role: string;
  /** Which of the demo accounts of that role. */
  index?: number;
  /** True: with the panels, filter and choices that this person's account has kept; else as on the first day. */
  remembers?: boolean;
  /** True: through the sign-in page, as people do. */
  byPage?: boolean;
}

/** Where those who work here begin. */
const DOORS: Readonly<Record<string, string>> = {
  owner: '/desk/',
  admin: '/desk/',
  operator: '/desk/',
  contractor: '/field/',
};

/** Signs someone of the demo town in, in a browser context of their own. */
export async function signIn(
  browser: Browser,
  { role, index = 0, remembers = false, byPage = false, ...device }: SignIn,
): Promise<Person> {
  const person = await open(browser, accountsOf(role)[index]!, device);
  const { page, account } = person;
  if (!remembers && ['operator', 'admin', 'owner'].includes(role)) await forget(person);
  const door = DOORS[role];
  if (door !== undefined && !byPage) {
    await person.api.send('POST', '/session', { email: account.email, password: account.password });
    await page.goto(baseUrl() + door);
    return person;
  }
  await page.goto(`${baseUrl()}/sign-in`);
  await page.getByLabel('Mail address').fill(account.email);
  await page.getByLabel('Password').fill(account.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  return person;
}

/** What another test had this person choose is nobody's concern in the next one. */
async function forget({ api, account, context }: Person): Promise<void> {
  await api.send('POST', '/session', { email: account.email, password: account.password });
  await api.send('PATCH', '/preferences', { arrangement: {}, filter: {}, notices: FIRST_NOTICES });
  await context.clearCookies();
}

/** Someone who is invited sets a password on the page their link leads to, and is signed in by it. */
export async function acceptInvitation(
  browser: Browser,
  link: string,
  account: Account,
  device: Device = {},
): Promise<Person> {
  const person = await open(browser, account, device, new URL(link).origin);
  const { page } = person;
  await page.goto(link);
  await page.getByLabel('Password').fill(account.password);
  await page.getByRole('button', { name: 'Set the password and start' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/invitation'));
  return person;
}

async function open(browser: Browser, account: Account, device: Device, board = baseUrl()): Promise<Person> {
  const { size = { width: 1440, height: 900 }, position, touch, dark, scale } = device;
  const context = await browser.newContext({
    viewport: size,
    ...(position && { geolocation: position, permissions: ['geolocation'] }),
    ...(touch && { hasTouch: true }),
    ...(scale !== undefined && { deviceScaleFactor: scale }),
    colorScheme: dark ? 'dark' : 'light',
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  return { page, context, account, api: new Api(context, board), faults };
}

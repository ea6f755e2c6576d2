import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { silent, testClock } from '../../testing/factories.ts';
import { openDatabase, type Database } from '../database/database.ts';
import type { NewJob } from '../jobs/door.ts';
import { testDatabase } from '../postgres/test-database.ts';
import { createMail, type Transport } from './mail.ts';

let database: Database;
let drop: () => Promise<void>;
const clock = testClock();
const jobs: NewJob[] = [];
const sent: Parameters<Transport>[0][] = [];
let server: Transport;

beforeAll(async () => {
  const made = await testDatabase();
  drop = made.drop;
  database = openDatabase(made.url, { connections: 4 });
});
afterAll(async () => {
  await database.close();
  await drop();
});
beforeEach(async () => {
  jobs.length = 0;
  sent.length = 0;
  await database.knex('mails').delete();
  server = (message) => Promise.resolve(sent.push(message));
});

const make = (
  transport: Transport | null = (message) => server(message),
  addJobs = (added: NewJob[]) => Promise.resolve(void jobs.push(...added)),
) => createMail({ database, clock, log: silent, addJobs, transport, from: 'Board <board@city.example>' });
const secret = 'https://board.example/reset/4fQ9zX2mK7bV1cN8sD5gH3jL6pR0tYwEaUiOqZxCvBn';
const news = { to: 'hanna@example.org', subject: 'News\r\nBcc: all@example.org', text: `Hello,\n\n${secret}\n` };

test('without a mail server a mail stays in the outbox, and no job is made', async () => {
  const mail = make(null);
  const id = await mail.send(news);
  expect(jobs).toEqual([]);
  expect(await mail.outbox(10)).toEqual([
    { id, to: news.to, subject: 'News Bcc: all@example.org', text: news.text, at: clock(), sentAt: null },
  ]);
  await mail.deliver(id);
  expect(await mail.outbox(10)).toMatchObject([{ sentAt: null, text: news.text }]);
});

test('with a mail server a job sends it once; what stays has no secrets', async () => {
  const mail = make();
  const id = await mail.send(news);
  expect(jobs).toEqual([{ task: 'mail:deliver', payload: { id }, jobKey: `mail:deliver:${id}` }]);
  clock.advance(1000);
  await mail.jobs.tasks?.['mail:deliver']?.({ id });
  await mail.deliver(id);
  expect(sent).toEqual([
    {
      from: 'Board <board@city.example>',
      to: news.to,
      subject: 'News Bcc: all@example.org',
      text: news.text,
      messageId: `<${id}@city.example>`,
    },
  ]);
  const [kept] = await mail.outbox(10);
  expect(kept).toMatchObject({ sentAt: clock(), text: 'Hello,\n\nhttps://board.example/reset/…\n' });
});

test('a mail of a transaction that fails never was', async () => {
  const mail = make();
  await expect(
    database.knex.transaction(async (within) => {
      await mail.send(news, within);
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  expect(await mail.outbox(10)).toEqual([]);
  expect(jobs).toEqual([]);
});

test('a mail of a transaction is queued only once that is committed', async () => {
  const mail = make();
  await database.knex.transaction(async (within) => {
    await mail.send(news, within);
    expect(jobs).toEqual([]);
  });
  expect(jobs).toHaveLength(1);
});

test('a server that refuses leaves the mail to the next try', async () => {
  const mail = make();
  const id = await mail.send(news);
  server = () => Promise.reject(new Error('450 later'));
  await expect(mail.deliver(id)).rejects.toThrow('450 later');
  expect(await mail.outbox(10)).toMatchObject([{ sentAt: null, text: news.text }]);
});

test('what could not be queued is found within minutes, given up after days and removed after months', async () => {
  const mail = make(
    (message) => server(message),
    () => Promise.reject(new Error('the queue is away')),
  );
  const id = await mail.send(news);
  const later = make();
  const lookAfter = () => later.jobs.tasks?.['mail:look_after']?.({});
  await lookAfter();
  expect(jobs).toEqual([]);
  clock.advance(3 * 60_000);
  await lookAfter();
  expect(jobs).toMatchObject([{ payload: { id } }]);
  jobs.length = 0;
  clock.advance(3 * 86_400_000);
  await lookAfter();
  expect(jobs).toEqual([]);
  expect(await later.outbox(10)).toHaveLength(1);
  clock.advance(90 * 86_400_000);
  await lookAfter();
  expect(await later.outbox(10)).toEqual([]);
});

import { uuidv7 } from '@dispatch/shared/ids/uuid';
import type { OutboxMail } from '@dispatch/shared/people/person';
import type { Knex } from 'knex';
import { createTransport } from 'nodemailer';
import type { Logger } from 'pino';
import type { Database } from '../database/database.ts';
import type { JobDoor, NewJob } from '../jobs/door.ts';
import { mailsRepo } from './mails.repo.ts';

export interface NewMail {
  to: string;
  subject: string;
  text: string;
}

/** Mail that leaves. Every mail is a row of the outbox first; with a mail server a job sends it. */
export interface Mail {
  /**
   * Puts a mail into the outbox.
   *
   * @param within a transaction: the mail exists, and leaves, only if that is committed.
   * @returns the mail's id.
   */
  send(mail: NewMail, within?: Knex.Transaction): Promise<string>;
  /** Gives one mail to the mail server, unless that has happened; throws what the server says. */
  deliver(mailId: string): Promise<void>;
  /** Newest mails of the outbox. */
  outbox(limit: number): Promise<OutboxMail[]>;
  /** Background work: sending, and looking after what was not sent. */
  readonly jobs: JobDoor;
}

/** Sends one message; rejects when the server does not take it. */
export type Transport = (message: NewMail & { from: string; messageId: string }) => Promise<unknown>;

export interface MailOptions {
  database: Database;
  /** Unix ms. */
  clock: () => number;
  log: Logger;
  /** Adds background jobs. */
  addJobs(jobs: NewJob[]): Promise<void>;
  /** Null: mails stay in the outbox, to be read there. */
  transport: Transport | null;
  /** Sender, for example `Dispatch Board <board@city.example>`. */
  from: string;
}

const DELIVER = 'mail:deliver';
const LOOK_AFTER = 'mail:look_after';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** A mail that no server took for so long is given up: what it says is no longer news. */
const GIVE_UP_AFTER = 2 * DAY;
const KEEP = 90 * DAY;

/** A transport to a mail server by its URL (`smtp://user:password@host:587`, `smtps://…`). */
export function smtpTransport(url: string): Transport {
  const transport = createTransport({ url, connectionTimeout: 10_000, socketTimeout: 30_000 });
  return (message) => transport.sendMail(message);
}

/** The outbox, and the way out of it. */
export function createMail({ database, clock, log, addJobs, transport, from }: MailOptions): Mail {
  const repo = mailsRepo(database);
  const host = /@([\w.-]+)/.exec(from)?.[1] ?? 'localhost';

  async function queue(ids: readonly string[]): Promise<void> {
    if (transport === null || ids.length === 0) return;
    await addJobs(ids.map((id) => ({ task: DELIVER, payload: { id }, jobKey: `${DELIVER}:${id}` })));
  }

  /** What is not queued now, because the process ends or the queue is away, is found within minutes by LOOK_AFTER. */
  function queueSoon(id: string): void {
    queue([id]).catch((error: unknown) => {
      log.warn({ err: error, mail: id }, 'mail could not be queued; it will be found later');
    });
  }

  async function deliver(id: string): Promise<void> {
    const mail = await repo.find(id);
    if (transport === null || mail === null || mail.sentAt !== null) return;
    const { to, subject, text } = mail;
    // A second sending after a lost answer carries the same id, so that the recipient's server can tell.
    await transport({ from, to, subject, text, messageId: `<${id}@${host}>` });
    await repo.markSent(id, clock(), withoutSecrets(text));
  }

  return {
    async send({ to, subject, text }, within) {
      const now = clock();
      const mail = { id: uuidv7(now), to, subject: subject.replace(/\s+/g, ' '), text, at: now };
      await repo.insert(mail, within ?? database.knex);
      if (within === undefined) queueSoon(mail.id);
      else
        void within.executionPromise.then(
          () => {
            queueSoon(mail.id);
          },
          () => undefined,
        );
      return mail.id;
    },
    deliver,
    outbox: (limit) => repo.latest(limit),
    jobs: {
      tasks: {
        [DELIVER]: (payload) => deliver((payload as { id: string }).id),
        [LOOK_AFTER]: async () => {
          const now = clock();
          await queue(await repo.waiting({ from: now - GIVE_UP_AFTER, to: now - 2 * MINUTE }));
          await repo.removeOlder(now - KEEP);
        },
      },
      crontab: [`*/5 * * * * ${LOOK_AFTER}`],
    },
  };
}

/** What is kept of a mail that has left: links that open something are masked, as only their hashes are stored elsewhere. */
export function withoutSecrets(text: string): string {
  return text.replace(/[\w-]{30,}/g, '…');
}

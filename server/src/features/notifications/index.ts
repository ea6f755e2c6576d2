import type { Organisation } from '@dispatch/shared/board/reference';
import type { Database } from '../../platform/database/database.ts';
import type { Feature } from '../../platform/feature.ts';
import type { JobDoor, NewJob } from '../../platform/jobs/door.ts';
import type { Mail } from '../../platform/mail/mail.ts';
import type { Issues } from '../issues/index.ts';
import { noticesOf, stillTrue, type Notice, type Party } from './notices.ts';
import { wordsOf } from './notices.words.ts';
import {
  addressesOf,
  eventFacts,
  joinedReports,
  noticeRow,
  oncePerEvent,
  type NoticeRow,
} from './notifications.repo.ts';

export interface NotificationsDependencies {
  database: Database;
  mail: Pick<Mail, 'send'>;
  issues: Pick<Issues, 'link'>;
  organisation(): Promise<Pick<Organisation, 'name' | 'phone' | 'timeZone'>>;
  /** Where people reach the server, without a slash at the end. */
  publicUrl: string;
  settings: { undoSeconds: number };
}

interface Payload {
  eventId: number;
  notice: Notice;
  to: Party;
}

const WRITE = 'notifications:write';

/**
 * Mail to households and contractors about what happens to an issue. Each event has its notices (notices.ts); one that
 * waits is written only if its event has not been undone and what it says is still so.
 */
export function createNotifications(deps: NotificationsDependencies): Feature & { jobs: JobDoor } {
  const { database, mail, issues, organisation, publicUrl, settings } = deps;
  const { pool, knex } = database;

  async function write({ eventId, notice, to }: Payload): Promise<void> {
    const row = await noticeRow(pool, eventId);
    if (!row || !stillTrue(notice, row, row)) return;
    if (to !== 'joined') {
      await send(row, null, await addressesOf(pool, to, row));
      return;
    }
    // Who is told as the issue's own household need not hear it again by way of another report.
    const told = new Set((await addressesOf(pool, 'household', row)).map((address) => address.toLowerCase()));
    for (const report of await joinedReports(pool, row.issueId)) {
      const addresses = await addressesOf(pool, 'household', { ...row, issueId: report.id });
      await send(
        row,
        report,
        addresses.filter((address) => !told.has(address.toLowerCase())),
      );
    }

    async function send(
      about: NoticeRow,
      report: { id: string; ref: string } | null,
      addresses: readonly string[],
    ): Promise<void> {
      if (addresses.length === 0) return;
      // Each report has its own page: nobody gets the link of another household.
      const link =
        publicUrl +
        (to === 'household' || to === 'joined' ? await issues.link(report?.id ?? about.issueId, 'act') : '/field/');
      const words = wordsOf(notice, {
        ...about,
        report: report?.ref ?? null,
        contractorFirstName: about.contractorName?.trim().split(/\s+/)[0] ?? null,
        organisation: await organisation(),
        link,
      });
      for (const address of addresses)
        await oncePerEvent(knex, { eventId, notice, address }, (trx) => mail.send({ to: address, ...words }, trx));
    }
  }

  return {
    jobs: {
      tasks: { [WRITE]: (payload) => write(payload as Payload) },
      async jobsFor(events) {
        const facts = await eventFacts(
          pool,
          events.map((event) => event.id),
        );
        return events.flatMap((event) => {
          const more = facts.get(event.id);
          if (!more) return [];
          return noticesOf({ ...event, ...more }, more.urgency).map(({ notice, to, atOnce }): NewJob => ({
            task: WRITE,
            payload: { eventId: event.id, notice, to } satisfies Payload,
            jobKey: `notice:${String(event.id)}:${notice}:${to}`,
            // Counted from the event, not from now: a dispatcher that was late does not make mail later still.
            ...(!atOnce && { runAt: new Date(event.at + settings.undoSeconds * 1000) }),
          }));
        });
      },
    },
  };
}

import { timestamp, type Database } from '../database/database.ts';
import type { Knex } from 'knex';
import type { OutboxMail } from '@dispatch/shared/people/person';

interface MailRow {
  id: string;
  recipient: string;
  subject: string;
  body: string;
  at: number;
  sent_at: number | null;
}

/** Rows of the table `mails`: the outbox of everything that leaves, or would leave with a mail server. */
export function mailsRepo({ knex }: Database) {
  const mails = () => knex<MailRow>('mails');
  return {
    async insert(
      mail: { id: string; to: string; subject: string; text: string; at: number },
      within: Knex,
    ): Promise<void> {
      await within('mails').insert({
        id: mail.id,
        recipient: mail.to,
        subject: mail.subject,
        body: mail.text,
        at: timestamp(mail.at),
      });
    },

    async find(id: string): Promise<OutboxMail | null> {
      const row = await mails().where({ id }).first();
      return row === undefined ? null : present(row);
    },

    /** Newest first. */
    async latest(limit: number): Promise<OutboxMail[]> {
      const rows = await mails()
        .orderBy([
          { column: 'at', order: 'desc' },
          { column: 'id', order: 'desc' },
        ])
        .limit(limit);
      return rows.map(present);
    },

    /** Ids of mails between two moments that no server has taken yet. */
    async waiting({ from, to }: { from: number; to: number }): Promise<string[]> {
      const rows = await knex<{ id: string; at: Date; sent_at: null }>('mails')
        .whereNull('sent_at')
        .whereBetween('at', [new Date(from), new Date(to)])
        .select('id');
      return rows.map((row) => row.id);
    },

    async markSent(id: string, sentAt: number, text: string): Promise<void> {
      await knex('mails')
        .where({ id })
        .update({ sent_at: timestamp(sentAt), body: text });
    },

    async removeOlder(before: number): Promise<number> {
      return await knex('mails').where('at', '<', timestamp(before)).delete();
    },
  };
}

function present(row: MailRow): OutboxMail {
  return { id: row.id, to: row.recipient, subject: row.subject, text: row.body, at: row.at, sentAt: row.sent_at };
}

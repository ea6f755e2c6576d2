import type { Knex } from 'knex';
import type { Database } from '../database/database.ts';
import type { Session } from './session.ts';

const COLUMNS = `
  id, user_id as "userId", created_at as "createdAt", seen_at as "seenAt", expires_at as "expiresAt", kiosk, app,
  user_agent as "userAgent"`;

/** Rows of the table `sessions`. Times are Unix ms; `now` is always the caller's. */
export function sessionsRepo({ knex, pool }: Database) {
  return {
    /** Asked by every request, hence prepared. */
    async find(id: string): Promise<Session | null> {
      const text = `select ${COLUMNS} from sessions where id = $1`;
      const { rows } = await pool.query<Session>({ name: 'sessions.find', text, values: [id] });
      return rows[0] ?? null;
    },

    async insert(session: Session): Promise<void> {
      await knex('sessions').insert({
        id: session.id,
        user_id: session.userId,
        created_at: new Date(session.createdAt),
        seen_at: new Date(session.seenAt),
        expires_at: new Date(session.expiresAt),
        kiosk: session.kiosk,
        app: session.app,
        user_agent: session.userAgent,
      });
    },

    async moveEnd(id: string, expiresAt: number): Promise<void> {
      await knex('sessions')
        .where({ id })
        .update({ expires_at: new Date(expiresAt) });
    },

    async see(id: string, now: number): Promise<void> {
      await knex('sessions')
        .where({ id })
        .update({ seen_at: new Date(now) });
    },

    async ofUser(userId: string, now: number): Promise<Session[]> {
      const { rows } = await pool.query<Session>(
        `select ${COLUMNS} from sessions where user_id = $1 and expires_at > $2 order by seen_at desc, id`,
        [userId, new Date(now)],
      );
      return rows;
    },

    async remove(id: string): Promise<void> {
      await knex('sessions').where({ id }).delete();
    },

    async removeOwn(id: string, userId: string): Promise<boolean> {
      const removed = await knex('sessions').where({ id, user_id: userId }).delete();
      return removed > 0;
    },

    async removeOfUser(
      userId: string,
      { except, within = knex }: { except?: string | undefined; within?: Knex } = {},
    ): Promise<string[]> {
      const query = within<{ id: string; user_id: string }>('sessions').where({ user_id: userId });
      if (except !== undefined) void query.whereNot({ id: except });
      const rows = await query.delete().returning('id');
      return rows.map((row) => row.id);
    },

    async removeOver(now: number): Promise<string[]> {
      const rows = await knex<{ id: string; expires_at: Date }>('sessions')
        .where('expires_at', '<=', new Date(now))
        .delete()
        .returning('id');
      return rows.map((row) => row.id);
    },

    /** Which of these are there and not over; marks those as seen that were not for a while. */
    async stillOpen(
      ids: readonly string[],
      {
        now,
        seenBefore,
        personEnd,
        kioskEnd,
      }: { now: number; seenBefore: number; personEnd: number; kioskEnd: number },
    ): Promise<string[]> {
      const { rows } = await pool.query<{ id: string }>(
        `with open as (select id, seen_at from sessions where id = any($1) and expires_at > $2),
         seen as (
           update sessions
           set seen_at = $2, expires_at = greatest(expires_at, case when kiosk then $5::timestamptz else $4::timestamptz end)
           where id in (select id from open where seen_at <= $3)
         )
         select id from open`,
        [ids, new Date(now), new Date(seenBefore), new Date(personEnd), new Date(kioskEnd)],
      );
      return rows.map((row) => row.id);
    },
  };
}

export type SessionsRepo = ReturnType<typeof sessionsRepo>;

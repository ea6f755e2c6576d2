import type { Role } from '@dispatch/shared/access/roles';
import type { Person } from '@dispatch/shared/people/person';
import type { UserQuery } from '@dispatch/shared/people/schema';
import type { Knex } from 'knex';
import type { Database } from '../../platform/database/database.ts';
import { UserModel, type User } from './accounts.model.ts';

/** A user with what its rights depend on. */
export type Identity = Pick<User, 'id' | 'role' | 'status' | 'email' | 'name'> & {
  contractorId: string | null;
  householdIds: string[];
};

const IDENTITY = `
  select u.id, u.role, u.status, u.email, u.name, c.id as "contractorId",
    case when u.role = 'household'
      then array(select m.household_id from household_members m where m.user_id = u.id order by m.household_id)
      else '{}' end as "householdIds"
  from users u left join contractors c on c.user_id = u.id and u.role = 'contractor'
  where u.id = $1`;

const PERSON = `
  select u.id, u.role, u.status, u.email, u.name, u.phone, u.team_id as "teamId", c.id as "contractorId",
    u.created_at as "createdAt", (select max(s.seen_at) from sessions s where s.user_id = u.id) as "seenAt"
  from users u left join contractors c on c.user_id = u.id`;

/** Rows of the table `users`. Mail addresses are compared without regard to case. */
export function accountsRepo({ knex, pool }: Database) {
  const users = (within: Knex = knex) => UserModel.query(within);
  return {
    /** Asked by every request of a signed-in person, hence prepared. */
    async identity(id: string): Promise<Identity | null> {
      const { rows } = await pool.query<Identity>({ name: 'accounts.identity', text: IDENTITY, values: [id] });
      return rows[0] ?? null;
    },

    async byEmail(email: string): Promise<User | null> {
      return (await users().whereRaw('lower(email) = lower(?)', [email]).first()) ?? null;
    },

    async byId(id: string, within?: Knex): Promise<User | null> {
      return (await users(within).findById(id)) ?? null;
    },

    /** Holds the row until the end of the transaction, so that two changes of one person follow one another. */
    async lock(id: string, within: Knex): Promise<User | null> {
      return (await users(within).findById(id).forUpdate()) ?? null;
    },

    async insert(user: User, within?: Knex): Promise<void> {
      await users(within).insert({ ...user });
    },

    async patch(id: string, changes: Partial<Omit<User, 'id'>>, within?: Knex): Promise<void> {
      if (Object.keys(changes).length > 0) await users(within).patch(changes).where({ id });
    },

    /** Owners who can sign in; their rows are held, so that two owners cannot step down past each other. */
    async lockOwners(within: Knex): Promise<string[]> {
      const rows = await users(within)
        .where({ role: 'owner', status: 'active' })
        .orderBy('id')
        .forUpdate()
        .select('id');
      return rows.map((row) => row.id);
    },

    /** Mail addresses of people in these roles; those who can sign in, or all. */
    async addressesOf(roles: readonly Role[], { active }: { active: boolean }): Promise<string[]> {
      const query = users()
        .whereIn('role', [...roles])
        .select('email');
      if (active) void query.where({ status: 'active' });
      return (await query).map((row) => row.email);
    },

    async person(id: string): Promise<Person | null> {
      const { rows } = await pool.query<Person>(`${PERSON} where u.id = $1`, [id]);
      return rows[0] ?? null;
    },

    /** At most 500, by name; those who wait for approval first. */
    async people({ text, role, status }: UserQuery): Promise<Person[]> {
      const { rows } = await pool.query<Person>(
        `${PERSON}
         where ($1::text is null or u.role = $1 or ($1 = 'staff' and u.role <> 'household')) and ($2::text is null or u.status = $2)
           and ($3::text is null or u.name ilike $3 or u.email ilike $3 or u.phone ilike $3)
         order by (u.status = 'pending') desc, lower(u.name), u.id
         limit 500`,
        [
          role ?? null,
          status ?? null,
          text === undefined || text === '' ? null : `%${text.replace(/[\\%_]/g, '\\$&')}%`,
        ],
      );
      return rows;
    },
  };
}

export type AccountsRepo = ReturnType<typeof accountsRepo>;

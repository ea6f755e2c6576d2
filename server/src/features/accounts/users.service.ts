import type { Person } from '@dispatch/shared/people/person';
import type { Approval, UserChange, UserQuery } from '@dispatch/shared/people/schema';
import type { Knex } from 'knex';
import type { Asker } from '../../platform/http/route.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { AccountMails } from './accounts.mails.ts';
import type { User } from './accounts.model.ts';
import { requireHandling, requireOwnerLeft } from './accounts.policy.ts';
import type { AccountsRepo } from './accounts.repo.ts';
import { endSessions } from './cutting.ts';
import type { AccountsDeps } from './door.ts';
import { inWords } from './faults.ts';
import type { InvitationService } from './invitation.service.ts';
import type { RecordsRepo } from './records.repo.ts';
import type { TokensRepo } from './tokens.repo.ts';

/** The administration's list of people. */
export function usersService(
  deps: AccountsDeps,
  repo: AccountsRepo,
  records: RecordsRepo,
  tokens: TokensRepo,
  mails: AccountMails,
  invitations: InvitationService,
) {
  const { database, mail, committed, log } = deps;

  async function shown(id: string): Promise<Person> {
    const person = await repo.person(id);
    if (person === null) throw new Refusal('not_found');
    return person;
  }

  /** Brings the contractor that a user is in line with the user. */
  async function alignContractor(user: User, who: Asker, within: Knex.Transaction): Promise<void> {
    const { id: userId, name, phone, teamId } = user;
    if (user.role === 'contractor' && user.status !== 'deactivated' && user.status !== 'pending')
      await records.ensureContractor({ userId, name, phone, teamId }, who, within);
    else await records.retireContractor(userId, who, within);
  }

  /** The status that `active` or `deactivated` means for a person in this state. */
  function nextStatus(user: User, wanted: UserChange['status']): User['status'] {
    if (wanted !== 'active') return wanted ?? user.status;
    if (user.status === 'pending') throw new Refusal('awaiting_approval');
    return user.passwordHash === null ? 'invited' : 'active';
  }

  return {
    list: (query: UserQuery): Promise<Person[]> => repo.people(query),

    /**
     * Changes a person. Another role or being switched off ends all sessions and live connections at once.
     *
     * @throws Refusal not_found, not_allowed, last_owner, taken, invalid, awaiting_approval
     */
    async change(who: Asker, id: string, input: UserChange): Promise<Person> {
      const cut = await inWords(
        database.knex.transaction(async (within) => {
          const owners = await repo.lockOwners(within);
          const user = await repo.lock(id, within);
          if (user === null) throw new Refusal('not_found');
          requireHandling(who, user.role, input.role);
          const {
            name = user.name,
            email = user.email,
            phone = user.phone,
            role = user.role,
            teamId = user.teamId,
          } = input;
          const next: User = { ...user, name, email, phone, role, teamId, status: nextStatus(user, input.status) };
          if (next.status === 'pending' && role !== user.role) throw new Refusal('awaiting_approval');
          requireOwnerLeft(owners, user, next);
          await repo.patch(id, { name, email, phone, role, teamId, status: next.status }, within);
          await alignContractor(next, who, within);
          if (email !== user.email) {
            await tokens.removeOf(id, within);
            if (user.status === 'active') await mail.send(mails.addressChanged(user.email, user.name), within);
          }
          if (next.status === 'invited' && (user.status !== 'invited' || email !== user.email))
            await invitations.sendLink(next, within);
          const off = next.status === 'deactivated' && user.status !== 'deactivated';
          if (off) await tokens.removeOf(id, within);
          if (!off && role === user.role) return null;
          log.info({ user: id, by: who.userId, role, status: next.status }, 'rights changed');
          // Whoever changes the own role stays signed in, with the new rights.
          const except = id === who.userId && !off ? (who.sessionId ?? undefined) : undefined;
          return { end: await endSessions(deps, id, { except, within }), id };
        }),
      );
      committed();
      if (cut !== null) {
        cut.end();
        deps.realtime.cut(`user:${cut.id}`);
      }
      return shown(id);
    },

    /** Lets in a person who registered as staff, as what the admin says. @throws Refusal not_found, not_allowed */
    async approve(who: Asker, id: string, input: Approval): Promise<Person> {
      await inWords(
        database.knex.transaction(async (within) => {
          const user = await repo.lock(id, within);
          if (user?.status !== 'pending') throw new Refusal('not_found');
          const { role = 'operator', teamId = user.teamId } = input;
          requireHandling(who, user.role, role);
          await repo.patch(id, { status: 'active', role, teamId }, within);
          await alignContractor({ ...user, status: 'active', role, teamId }, who, within);
          await mail.send(mails.approved(user.email, user.name), within);
        }),
      );
      committed();
      log.info({ user: id, by: who.userId, role: input.role }, 'approved');
      return shown(id);
    },
  };
}

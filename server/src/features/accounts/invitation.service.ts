import { uuidv7 } from '@dispatch/shared/ids/uuid';
import type { StaffRole } from '@dispatch/shared/people/person';
import type { Invitation } from '@dispatch/shared/people/schema';
import type { Knex } from 'knex';
import type { Asker } from '../../platform/http/route.ts';
import { subscriberOf } from '../../platform/rate/rate.ts';
import { Refusal } from '../../platform/refusal.ts';
import { hashToken, newToken } from '../../platform/sessions/token.ts';
import type { AccountMails } from './accounts.mails.ts';
import type { User } from './accounts.model.ts';
import { requireHandling } from './accounts.policy.ts';
import type { AccountsRepo } from './accounts.repo.ts';
import type { AccountsDeps, From } from './door.ts';
import { inWords, taken } from './faults.ts';
import type { RecordsRepo } from './records.repo.ts';
import type { SignedIn, SignInService } from './sign-in.service.ts';
import type { TokensRepo } from './tokens.repo.ts';
import { refuseWeak } from './weak-password.ts';

const LIFE_DAYS = 7;
/** Name of an owner who has not told a mail address yet. */
const FIRST_OWNER = 'owner@localhost';
const DAY = 86_400_000;

/** Staff whom the administration asks in. An invited person has an account without a password. */
export function invitationService(
  deps: AccountsDeps,
  repo: AccountsRepo,
  records: RecordsRepo,
  tokens: TokensRepo,
  mails: AccountMails,
  signIn: SignInService,
) {
  const { database, hasher, rates, mail, clock, committed, log } = deps;

  /** The token of a new link; the one before it no longer works. */
  async function newLink(user: Pick<User, 'id'>, within: Knex.Transaction): Promise<string> {
    const token = newToken();
    const expiresAt = clock() + LIFE_DAYS * DAY;
    await tokens.insert({ hash: hashToken(token), kind: 'invitation', userId: user.id, expiresAt }, within);
    return token;
  }

  async function sendLink(user: Pick<User, 'id' | 'email' | 'name'>, within: Knex.Transaction): Promise<void> {
    const token = await newLink(user, within);
    await mail.send(mails.invitation(user.email, user.name, token, LIFE_DAYS), within);
  }

  async function invited(token: string): Promise<User> {
    const userId = await tokens.ownerOf(hashToken(token), 'invitation', clock());
    const user = userId === null ? null : await repo.byId(userId);
    if (user?.status !== 'invited') throw new Refusal('token_over');
    return user;
  }

  return {
    sendLink,

    /**
     * Makes an account and mails its link; an invitation that was not yet answered is changed and sent again.
     *
     * @throws Refusal not_allowed, taken (someone has this address), invalid (no such team)
     */
    async invite(who: Asker, input: Invitation): Promise<{ id: string }> {
      requireHandling(who, input.role);
      const { email, name, role, teamId = null, phone = null, skills } = input;
      const before = await repo.byEmail(email);
      if (before !== null && before.status !== 'invited') throw taken();
      if (before !== null) requireHandling(who, before.role);
      const user: User = {
        id: before?.id ?? uuidv7(),
        role,
        status: 'invited',
        email,
        passwordHash: null,
        name,
        phone,
        teamId,
      };
      await inWords(
        database.knex.transaction(async (within) => {
          if (before === null) await repo.insert(user, within);
          else await repo.patch(user.id, { role, email, name, phone, teamId }, within);
          if (role === 'contractor')
            await records.ensureContractor({ userId: user.id, name, phone, teamId, skills }, who, within);
          else await records.retireContractor(user.id, who, within);
          await sendLink(user, within);
        }),
      );
      committed();
      log.info({ user: user.id, by: who.userId, role }, 'invited');
      return { id: user.id };
    },

    /**
     * For an installation that nobody owns yet: makes the owner's account without a mail, as there is no one to read it.
     *
     * @returns the token of its invitation, the only one that works; null when there is an owner.
     */
    async firstOwner(): Promise<string | null> {
      return database.knex.transaction(async (within) => {
        if ((await repo.lockOwners(within)).length > 0) return null;
        const waiting = await repo.byEmail(FIRST_OWNER);
        const id = waiting?.id ?? uuidv7();
        const user: User = {
          id,
          role: 'owner',
          status: 'invited',
          email: FIRST_OWNER,
          passwordHash: null,
          name: 'Owner',
          phone: null,
          teamId: null,
        };
        if (waiting === null) await repo.insert(user, within);
        return newLink(user, within);
      });
    },

    /** What the page of an invitation shows. @throws Refusal token_over */
    async look(token: string): Promise<{ name: string; email: string; role: StaffRole }> {
      const { name, email, role } = await invited(token);
      return { name, email, role: role as StaffRole };
    },

    /** Sets the first password and signs in. @throws Refusal token_over */
    async accept(token: string, password: string, from: From): Promise<SignedIn> {
      await rates.take('tokenAddress', subscriberOf(from.address));
      const user = await invited(token);
      refuseWeak(password, user);
      const passwordHash = await hasher.hash(password);
      await database.knex.transaction(async (within) => {
        const taker = await tokens.take(hashToken(token), 'invitation', clock(), within);
        const still = await repo.lock(user.id, within);
        if (taker !== user.id || still?.status !== 'invited') throw new Refusal('token_over');
        await repo.patch(user.id, { passwordHash, status: 'active' }, within);
      });
      return signIn.open(user.id, from);
    },
  };
}

export type InvitationService = ReturnType<typeof invitationService>;

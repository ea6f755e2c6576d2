import type { PasswordChange } from '@dispatch/shared/people/schema';
import type { Asker } from '../../platform/http/route.ts';
import { subscriberOf } from '../../platform/rate/rate.ts';
import { invalidField, Refusal } from '../../platform/refusal.ts';
import { hashToken, newToken } from '../../platform/sessions/token.ts';
import type { AccountMails } from './accounts.mails.ts';
import type { User } from './accounts.model.ts';
import type { AccountsRepo } from './accounts.repo.ts';
import { endSessions } from './cutting.ts';
import { accountKey, type AccountsDeps, type From } from './door.ts';
import type { InvitationService } from './invitation.service.ts';
import type { TokensRepo } from './tokens.repo.ts';
import { refuseWeak } from './weak-password.ts';

const LIFE_MINUTES = 60;
/** The job that sends a link, or finds that there is nobody to send it to. */
export const RESET_JOB = 'accounts:reset';

/** Passwords that are forgotten or changed. */
export function passwordService(
  deps: AccountsDeps,
  repo: AccountsRepo,
  tokens: TokensRepo,
  mails: AccountMails,
  invitations: InvitationService,
) {
  const { database, hasher, rates, mail, clock, log, addJobs } = deps;

  /** Sets a password, ends the other sessions and every link that is about, and tells the person. */
  async function set(
    user: User,
    passwordHash: string,
    { except, token }: { except?: string | undefined; token?: string },
  ): Promise<void> {
    const cut = await database.knex.transaction(async (within) => {
      if (token !== undefined && (await tokens.take(token, 'password_reset', clock(), within)) !== user.id)
        throw new Refusal('token_over');
      await repo.patch(user.id, { passwordHash }, within);
      await tokens.removeOf(user.id, within);
      await mail.send(mails.passwordChanged(user.email, user.name), within);
      return endSessions(deps, user.id, { except, within });
    });
    cut();
    await rates.forgive('signInAccount', accountKey(user.email));
    log.info({ user: user.id }, 'password changed');
  }

  return {
    /**
     * Asks for a link. Whether the address is known is found out by a job, so that neither the answer nor its time
     * depends on it.
     */
    async askReset(email: string, from: Pick<From, 'address'>): Promise<void> {
      await rates.take('resetAddress', subscriberOf(from.address));
      await addJobs([{ task: RESET_JOB, payload: { email }, jobKey: `${RESET_JOB}:${hashToken(accountKey(email))}` }]);
    },

    /** The job: mails a link to whoever may use one. */
    async sendReset(email: string): Promise<void> {
      const user = await repo.byEmail(email);
      if (user === null || user.status === 'deactivated') return;
      try {
        await rates.take('mailAccount', accountKey(email));
      } catch (error) {
        if (error instanceof Refusal) return;
        throw error;
      }
      await database.knex.transaction(async (within) => {
        if (user.status === 'invited') {
          await invitations.sendLink(user, within);
          return;
        }
        const token = newToken();
        const expiresAt = clock() + LIFE_MINUTES * 60_000;
        await tokens.insert({ hash: hashToken(token), kind: 'password_reset', userId: user.id, expiresAt }, within);
        await mail.send(mails.reset(user.email, user.name, token, LIFE_MINUTES), within);
      });
    },

    /** Sets a password by a link. @throws Refusal token_over */
    async reset(token: string, password: string, from: Pick<From, 'address'>): Promise<void> {
      await rates.take('tokenAddress', subscriberOf(from.address));
      const hash = hashToken(token);
      const userId = await tokens.ownerOf(hash, 'password_reset', clock());
      const user = userId === null ? null : await repo.byId(userId);
      if (user === null || user.status === 'deactivated') throw new Refusal('token_over');
      refuseWeak(password, user);
      await set(user, await hasher.hash(password), { token: hash });
    },

    /** Sets one's own password; other devices are signed out. @throws Refusal invalid for a wrong present one */
    async change(who: Asker, { current, password }: PasswordChange): Promise<void> {
      const user = who.userId === undefined ? null : await repo.byId(who.userId);
      if (user === null) throw new Refusal('not_allowed');
      await rates.take('signInAccount', accountKey(user.email));
      if (!(await hasher.verify(user.passwordHash, current)))
        throw invalidField('current', 'wrong', 'This is not your password.');
      refuseWeak(password, user);
      await set(user, await hasher.hash(password), { except: who.sessionId ?? undefined });
    },
  };
}

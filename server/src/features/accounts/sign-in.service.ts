import type { Me, OwnSession } from '@dispatch/shared/people/person';
import type { SignIn } from '@dispatch/shared/people/schema';
import type { Asker } from '../../platform/http/route.ts';
import { subscriberOf } from '../../platform/rate/rate.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Reached } from '../../platform/sessions/session.ts';
import { hashToken, newToken } from '../../platform/sessions/token.ts';
import type { User } from './accounts.model.ts';
import { mayMakeWall } from './accounts.policy.ts';
import { presentMe, presentSession } from './accounts.present.ts';
import type { AccountsRepo } from './accounts.repo.ts';
import { accountKey, type AccountsDeps, type From } from './door.ts';
import type { TokensRepo } from './tokens.repo.ts';

export interface SignedIn {
  who: Me;
  setCookie: string;
}

const WALL_TOKEN_LIFE = 15 * 60_000;

/** Sessions: begun by password or by a wall's token, listed and ended by their owner. */
export function signInService(deps: AccountsDeps, repo: AccountsRepo, tokens: TokensRepo) {
  const { sessions, rates, hasher, clock, realtime, log } = deps;

  /** Opens a session in place of the one that this browser may still have. */
  async function open(userId: string, from: From, kiosk = false): Promise<SignedIn> {
    const before = await sessions.read(from.cookie, from);
    const { session, setCookie } = await sessions.open(
      { userId, kiosk, app: kiosk ? 'wall' : from.app, userAgent: from.userAgent },
      from,
    );
    if (before !== null) await end(before.session.id, before.session.userId);
    const identity = await repo.identity(userId);
    if (identity === null) throw new Refusal('wrong_credentials');
    log.info({ user: userId, session: session.id.slice(0, 8), kiosk }, 'signed in');
    return { who: presentMe(identity, kiosk), setCookie };
  }

  async function end(id: string, userId: string): Promise<boolean> {
    const ended = await sessions.end(id, userId);
    if (ended) realtime.cut(`session:${id}`);
    return ended;
  }

  async function byPassword(email: string, password: string, from: From): Promise<SignedIn> {
    const account = accountKey(email);
    const subscriber = subscriberOf(from.address);
    await rates.take('signInAddress', subscriber);
    await rates.take('signInAccount', account);
    const user = await repo.byEmail(email.trim());
    const right = await hasher.verify(user?.passwordHash ?? null, password);
    if (!user || !right) throw new Refusal('wrong_credentials');
    await Promise.all([rates.forgive('signInAccount', account), rates.giveBack('signInAddress', subscriber)]);
    // Only who knows the password is told more.
    if (user.status === 'pending') throw new Refusal('awaiting_approval');
    if (user.status !== 'active') throw new Refusal('deactivated');
    const rehashed = user.passwordHash !== null && hasher.outdated(user.passwordHash);
    const signedIn = await open(user.id, from);
    await refuseIfChanged(user, signedIn, from);
    if (rehashed) await repo.patch(user.id, { passwordHash: await hasher.hash(password) });
    return signedIn;
  }

  /** The password may have been changed, and all sessions ended, while this one was being opened. */
  async function refuseIfChanged(user: User, { setCookie }: SignedIn, from: From): Promise<void> {
    const now = await repo.byId(user.id);
    if (now?.status === 'active' && now.passwordHash === user.passwordHash) return;
    const opened = await sessions.read(setCookie.split(';', 1)[0], from);
    if (opened !== null) await end(opened.session.id, user.id);
    throw new Refusal('wrong_credentials');
  }

  async function byWall(token: string, from: From): Promise<SignedIn> {
    await rates.take('tokenAddress', subscriberOf(from.address));
    const userId = await tokens.take(hashToken(token), 'kiosk', clock());
    const user = userId === null ? null : await repo.byId(userId);
    if (user === null || !mayMakeWall(user)) throw new Refusal('token_over');
    return open(user.id, from, true);
  }

  return {
    open,

    /** @throws Refusal wrong_credentials, awaiting_approval, deactivated, token_over or too_many */
    signIn({ email, password, kiosk }: SignIn, from: From): Promise<SignedIn> {
      return kiosk === undefined ? byPassword(email ?? '', password ?? '', from) : byWall(kiosk, from);
    },

    /** Ends the session that asks, if any, and makes the browser forget it. */
    async signOut(who: Pick<Asker, 'sessionId' | 'userId'>, from: Reached): Promise<{ setCookie: string }> {
      if (who.sessionId !== null && who.userId !== undefined) await end(who.sessionId, who.userId);
      return { setCookie: sessions.blankCookie(from) };
    },

    async ownSessions(who: Asker): Promise<OwnSession[]> {
      const own = who.userId === undefined ? [] : await sessions.ofUser(who.userId);
      return own.map((session) => presentSession(session, who.sessionId));
    },

    /** @throws Refusal not_found for a session of someone else, too */
    async revoke(who: Asker, id: string): Promise<void> {
      if (who.userId === undefined || !(await end(id, who.userId))) throw new Refusal('not_found');
    },

    /** A token that turns a browser into a wall display, once, within 15 minutes. */
    async newWall(who: Asker): Promise<string> {
      if (who.userId === undefined) throw new Refusal('not_allowed');
      const token = newToken();
      await tokens.insert({
        hash: hashToken(token),
        kind: 'kiosk',
        userId: who.userId,
        expiresAt: clock() + WALL_TOKEN_LIFE,
      });
      return token;
    },
  };
}

export type SignInService = ReturnType<typeof signInService>;

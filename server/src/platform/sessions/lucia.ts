/**
 * Everything that touches lucia (3.2, no longer developed): token lifetimes, sliding expiry and the cookie. Others see
 * only SessionStore, so this file can be replaced alone; docs/decisions/0004-lucia.md says by what.
 */
import { Lucia, TimeSpan, type Adapter, type DatabaseSession } from 'lucia';
import type { Database } from '../database/database.ts';
import type { Reached, Session, SessionStore } from './session.ts';
import { sessionsRepo, type SessionsRepo } from './sessions.repo.ts';
import { hashToken, newToken } from './token.ts';

declare module 'lucia' {
  interface Register {
    Lucia: Lucia<Attributes>;
    DatabaseSessionAttributes: Attributes;
  }
}
type Attributes = Pick<Session, 'createdAt' | 'seenAt' | 'kiosk' | 'app' | 'userAgent'>;

export interface SessionOptions {
  database: Database;
  /** Unix ms. */
  clock: () => number;
  /** How long a session lives without being used, in days. */
  days: number;
  /** The same for a wall display, which nobody may be near to sign in again. */
  kioskDays: number;
  /** Differs between copies on one host: browsers share cookies between ports. */
  cookieName: string;
}

/** How often a used session is written down as seen. */
const SEEN_EVERY = 5 * 60_000;
/** A token's first letter tells which of the two lifetimes it has before anything is read. */
const PERSON = 'p';
const KIOSK = 'k';
const TOKEN = /^[pk][\w-]{43}$/;

/** Sessions kept in the table `sessions` and handled by lucia. */
export function createSessions({ database, clock, days, kioskDays, cookieName }: SessionOptions): SessionStore {
  const repo = sessionsRepo(database);
  const adapter = adapterOf(repo, clock);
  const lucias = [PERSON, KIOSK].flatMap((letter) =>
    [true, false].map((secure) => ({
      letter,
      secure,
      lucia: new Lucia(adapter, {
        sessionExpiresIn: new TimeSpan(letter === KIOSK ? kioskDays : days, 'd'),
        getSessionAttributes: (attributes) => attributes,
        sessionCookie: {
          // The prefix makes browsers refuse this cookie from sibling hosts and over plain HTTP (RFC 6265bis §4.1.3.2).
          name: secure ? `__Host-${cookieName}` : cookieName,
          // The server alone decides when a session is over: an open socket prolongs it and cannot set a cookie.
          expires: false,
          attributes: { secure, sameSite: 'lax', path: '/' },
        },
      }),
    })),
  );
  function luciaFor(token: string, { secure }: Reached) {
    const found = lucias.find((one) => one.letter === token[0] && one.secure === secure);
    if (!found) throw new Error(`expected a token that begins with p or k, got ${token[0] ?? 'nothing'}`);
    return found.lucia;
  }

  return {
    async open({ userId, kiosk, app, userAgent }, reached) {
      const token = (kiosk ? KIOSK : PERSON) + newToken();
      const lucia = luciaFor(token, reached);
      const now = clock();
      const attributes = { createdAt: now, seenAt: now, kiosk, app, userAgent: userAgent?.slice(0, 300) ?? null };
      const made = await lucia.createSession(userId, attributes, { sessionId: token });
      const session = { ...attributes, id: hashToken(token), userId, expiresAt: ours(made.expiresAt, clock) };
      return { session, setCookie: lucia.createSessionCookie(token).serialize() };
    },

    async read(cookieHeader, reached) {
      // Only this very host over TLS can have set a cookie of the first name, so it counts however it arrives.
      const token =
        tokenIn(cookieHeader, `__Host-${cookieName}`) ?? (reached.secure ? null : tokenIn(cookieHeader, cookieName));
      if (token === null) return null;
      const lucia = luciaFor(token, reached);
      const { session } = await lucia.validateSession(token);
      if (session === null) return null;
      const now = clock();
      const id = hashToken(token);
      if (now - session.seenAt >= SEEN_EVERY) await repo.see(id, now);
      const { userId, createdAt, seenAt, kiosk, app, userAgent, expiresAt, fresh } = session;
      return {
        session: { id, userId, createdAt, seenAt, kiosk, app, userAgent, expiresAt: ours(expiresAt, clock) },
        setCookie: fresh ? lucia.createSessionCookie(token).serialize() : null,
      };
    },

    ofUser: (userId) => repo.ofUser(userId, clock()),
    end: (id, userId) => repo.removeOwn(id, userId),
    endAll: (userId, options) => repo.removeOfUser(userId, options),
    sweep: () => repo.removeOver(clock()),

    async endedAmong(ids) {
      const now = clock();
      const day = 86_400_000;
      const open = new Set(
        await repo.stillOpen(ids, {
          now,
          seenBefore: now - SEEN_EVERY,
          personEnd: now + days * day,
          kioskEnd: now + kioskDays * day,
        }),
      );
      return ids.filter((id) => !open.has(id));
    },

    blankCookie: (reached) => luciaFor(PERSON, reached).createBlankSessionCookie().serialize(),
  };
}

/** Lucia knows tokens, the table only their hashes; lucia reads the machine's clock, we the given one. */
function adapterOf(repo: SessionsRepo, clock: () => number): Adapter {
  const toLucia = (token: string, session: Session): DatabaseSession => ({
    id: token,
    userId: session.userId,
    expiresAt: new Date(session.expiresAt + Date.now() - clock()),
    attributes: session,
  });
  return {
    async getSessionAndUser(token) {
      const session = await repo.find(hashToken(token));
      return session === null ? [null, null] : [toLucia(token, session), { id: session.userId, attributes: {} }];
    },
    async setSession({ id, userId, expiresAt, attributes }) {
      await repo.insert({ ...attributes, id: hashToken(id), userId, expiresAt: ours(expiresAt, clock) });
    },
    async updateSessionExpiration(token, expiresAt) {
      await repo.moveEnd(hashToken(token), ours(expiresAt, clock));
    },
    async deleteSession(token) {
      await repo.remove(hashToken(token));
    },
    async deleteUserSessions(userId) {
      await repo.removeOfUser(userId);
    },
    async deleteExpiredSessions() {
      await repo.removeOver(clock());
    },
    getUserSessions() {
      return Promise.reject(new Error('a token cannot be found again from its hash; use SessionStore.ofUser'));
    },
  };
}

/** A time of lucia's, on our clock. */
function ours(date: Date, clock: () => number): number {
  return date.getTime() - Date.now() + clock();
}

/** Our cookie out of the header; the others are not decoded, so a broken one of another program does no harm. */
function tokenIn(header: string | undefined, name: string): string | null {
  for (const pair of header?.split(';') ?? []) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name && value !== undefined && TOKEN.test(value)) return value;
  }
  return null;
}

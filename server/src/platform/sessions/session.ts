import type { Knex } from 'knex';

/** A session as everyone but the store sees it. Times are Unix ms. */
export interface Session {
  /** Hash of the token in the cookie: names the session and does not open it. */
  id: string;
  userId: string;
  createdAt: number;
  /** When it was last used, to within a few minutes. */
  seenAt: number;
  expiresAt: number;
  /** Of a wall display: reads only, and lives long. */
  kiosk: boolean;
  app: string;
  userAgent: string | null;
}

/** How the browser reached us; decides whether the cookie is for TLS only. */
export interface Reached {
  secure: boolean;
}

export interface NewSession {
  userId: string;
  kiosk: boolean;
  app: string;
  userAgent: string | null;
}

/** Sessions of signed-in people. The only part of the system that knows how a cookie becomes a person. */
export interface SessionStore {
  /** @returns the session and the Set-Cookie header that hands its token to the browser. */
  open(session: NewSession, reached: Reached): Promise<{ session: Session; setCookie: string }>;
  /**
   * Reads the session of a Cookie header and moves its end further away when half of its time is over.
   *
   * @returns null without a valid session; `setCookie` when the browser should keep the cookie longer.
   */
  read(
    cookieHeader: string | undefined,
    reached: Reached,
  ): Promise<{ session: Session; setCookie: string | null } | null>;
  /** Sessions of one person that are not over, last used first. */
  ofUser(userId: string): Promise<Session[]>;
  /** Ends one session of this person. @returns false when there is none. */
  end(id: string, userId: string): Promise<boolean>;
  /** Ends all sessions of this person, or all but one, as part of a transaction where one is given. @returns their ids. */
  endAll(userId: string, options?: { except?: string | undefined; within?: Knex }): Promise<string[]>;
  /** Which of these sessions are over; those that are not count as used now. For connections that stay open. */
  endedAmong(ids: readonly string[]): Promise<string[]>;
  /** Deletes the rows of sessions whose time is over. @returns their ids. */
  sweep(): Promise<string[]>;
  /** The Set-Cookie header that makes the browser forget. */
  blankCookie(reached: Reached): string;
}

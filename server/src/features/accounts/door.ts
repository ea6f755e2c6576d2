import type { Organisation } from '@dispatch/shared/board/reference';
import type { Logger } from 'pino';
import type { Database } from '../../platform/database/database.ts';
import type { NewJob } from '../../platform/jobs/door.ts';
import type { Mail } from '../../platform/mail/mail.ts';
import type { Limit, RateLimits } from '../../platform/rate/rate.ts';
import type { Reached, SessionStore } from '../../platform/sessions/session.ts';
import type { Contractors } from '../contractors/index.ts';
import type { Hasher } from './hasher.ts';

/**
 * What is counted here. Per account: wrong passwords, and mails that strangers can cause. Per network address: tries to
 * sign in, registrations, requests for a new password, and tries of links out of mails.
 */
export type AccountLimit =
  'signInAccount' | 'signInAddress' | 'registerAddress' | 'resetAddress' | 'mailAccount' | 'tokenAddress';

/** The settings that these limits are. */
export interface AccountRates {
  rateSignInPerAccount: Limit;
  rateSignInPerAddress: Limit;
  rateRegisterPerAddress: Limit;
  rateResetPerAddress: Limit;
  rateResetPerAccount: Limit;
  rateLinksPerAddress: Limit;
}

export function accountLimits(rates: AccountRates): Record<AccountLimit, Limit> {
  return {
    signInAccount: rates.rateSignInPerAccount,
    signInAddress: rates.rateSignInPerAddress,
    registerAddress: rates.rateRegisterPerAddress,
    resetAddress: rates.rateResetPerAddress,
    mailAccount: rates.rateResetPerAccount,
    tokenAddress: rates.rateLinksPerAddress,
  };
}

export interface AccountsDeps {
  database: Database;
  log: Logger;
  /** Unix ms. */
  clock: () => number;
  sessions: SessionStore;
  rates: RateLimits<AccountLimit>;
  mail: Mail;
  hasher: Hasher;
  /** Cuts every live connection in a room, on all nodes. */
  realtime: { cut(room: string): void };
  addJobs(jobs: NewJob[]): Promise<void>;
  contractors: Pick<Contractors, 'createIn'>;
  /** Called after a commit that the relay should read: a contractor came, went or changed. */
  committed(): void;
  /** Where people reach the board, for links in mails; without a slash at its end. */
  publicUrl: string;
  /** True when people reach the board over TLS, whatever the connection to this process is. */
  secure: boolean;
  organisation(): Promise<Organisation> | Organisation;
  /** Reads a tracking link: the issue it opens, or null when it is not valid (any more). */
  readLink(token: string): Promise<LinkRead | null>;
}

export interface LinkRead {
  issueId: string;
  scope: 'watch' | 'act';
}

/** From where a person asks, as far as signing in needs it. */
export interface From extends Reached {
  /** Network address. */
  address: string;
  cookie: string | undefined;
  userAgent: string | null;
  app: string;
}

/** A name under which tries for one account are counted, whether it exists or not. */
export function accountKey(email: string): string {
  return email.trim().toLowerCase();
}

import type { Role } from '@dispatch/shared/access/roles';
import { PAGES, type Me, type OwnSession } from '@dispatch/shared/people/person';
import type { Request } from 'express';
import type { Feature } from '../../platform/feature.ts';
import type { Asker } from '../../platform/http/route.ts';
import { Refusal } from '../../platform/refusal.ts';
import { accountMails } from './accounts.mails.ts';
import { presentMe } from './accounts.present.ts';
import { accountsRepo } from './accounts.repo.ts';
import { accountRoutes, type AccountServices } from './accounts.routes.ts';
import { askerService, type Handshake } from './asker.ts';
import type { AccountsDeps } from './door.ts';
import { invitationService } from './invitation.service.ts';
import { passwordService, RESET_JOB } from './password.service.ts';
import { recordsRepo } from './records.repo.ts';
import { registrationService } from './registration.service.ts';
import { signInService } from './sign-in.service.ts';
import { tokensRepo } from './tokens.repo.ts';
import { usersService } from './users.service.ts';

export type { Handshake } from './asker.ts';
export { accountLimits, type AccountLimit, type AccountsDeps } from './door.ts';
export { createHasher, type Hasher } from './hasher.ts';

/** What the composition root, the rendered pages and other features ask of accounts. */
export interface Accounts {
  /** Who sends a request; keeps the cookie alive. @throws Refusal link_over */
  identify(request: Request): Promise<Asker>;
  /** Who connects a socket; `anyone` is to be turned away. @throws Refusal link_over */
  identifySocket(handshake: Handshake): Promise<Asker>;
  /** The holder of a tracking link. @throws Refusal link_over */
  identifyLink(token: string, request: Request): Promise<Asker>;
  /** The signed-in person behind an asker, or null. */
  me(who: Asker): Promise<Me | null>;
  sessionsOf(who: Asker): Promise<OwnSession[]>;
  /** Whom an invitation is for, or null when it is used up, too old or unknown. */
  invitation(token: string): Promise<{ name: string; email: string; role: Role } | null>;
  /** Path of the page on which the first owner chooses a password; null when there is an owner. */
  firstOwner(): Promise<string | null>;
  /** Mail addresses of all owners, who may read what others may not. */
  ownerAddresses(): Promise<string[]>;
  /** Which of these sessions are over; the others count as used now. For connections that stay open for days. */
  endedAmong(sessionIds: readonly string[]): Promise<string[]>;
}

const SWEEP_JOB = 'accounts:sweep';
/** Used and expired links stay a while, so that "used or too old" can be told from "never was" in an inquiry. */
const KEEP_TOKENS = 30 * 86_400_000;

/** People who sign in: accounts, sessions, invitations, rights. */
export function createAccounts(deps: AccountsDeps): Feature & { service: Accounts } {
  const repo = accountsRepo(deps.database);
  const tokens = tokensRepo(deps.database);
  const records = recordsRepo(deps.contractors);
  const mails = accountMails(deps.publicUrl);
  const askers = askerService(deps, repo);
  const signIn = signInService(deps, repo, tokens);
  const invitations = invitationService(deps, repo, records, tokens, mails, signIn);
  const passwords = passwordService(deps, repo, tokens, mails, invitations);

  async function me(who: Asker): Promise<Me | null> {
    if (who.userId === undefined || who.kind === 'anyone') return null;
    const identity = await repo.identity(who.userId);
    return identity === null ? null : presentMe(identity, who.kiosk === true);
  }

  const services: AccountServices = {
    signIn,
    registrations: registrationService(deps, repo, records, mails, invitations),
    invitations,
    passwords,
    users: usersService(deps, repo, records, tokens, mails, invitations),
    askers,
    me,
    organisation: () => deps.organisation(),
  };

  async function sweep(): Promise<void> {
    for (const id of await deps.sessions.sweep()) deps.realtime.cut(`session:${id}`);
    await tokens.removeOver(deps.clock() - KEEP_TOKENS);
  }

  return {
    routes: accountRoutes(services),
    jobs: {
      tasks: {
        [RESET_JOB]: (payload) => passwords.sendReset((payload as { email: string }).email),
        [SWEEP_JOB]: sweep,
      },
      crontab: [`17 * * * * ${SWEEP_JOB}`],
    },
    service: {
      identify: (request) => askers.identify(request),
      identifySocket: (handshake) => askers.identifySocket(handshake),
      identifyLink: (token, request) => askers.identifyLink(token, request),
      me,
      sessionsOf: (who) => (who.kiosk === true ? Promise.resolve([]) : signIn.ownSessions(who)),
      invitation: (token) =>
        invitations.look(token).catch((error: unknown) => {
          if (error instanceof Refusal && error.code === 'token_over') return null;
          throw error;
        }),
      async firstOwner() {
        const token = await invitations.firstOwner();
        return token === null ? null : PAGES.invitation(token);
      },
      ownerAddresses: () => repo.addressesOf(['owner'], { active: false }),
      endedAmong: (sessionIds) => deps.sessions.endedAmong(sessionIds),
    },
  };
}

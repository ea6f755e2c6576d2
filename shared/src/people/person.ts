/** People who sign in, as the API shows them. Times are Unix ms. */
import type { Role } from '../access/roles.ts';

/** Whoever is signed in: the answer of GET /session. */
export interface Me {
  kind: Role;
  userId: string;
  name: string;
  email: string;
  /** For the role contractor. */
  contractorId: string | null;
  /** For the role household. */
  householdIds: string[];
  /** A wall display: it shows everything and changes nothing. */
  kiosk: boolean;
}

/** `pending` registered as staff and waits for an admin; `invited` has a mail and no password yet. */
export const USER_STATUSES = ['active', 'invited', 'pending', 'deactivated'] as const;
export type UserStatus = (typeof USER_STATUSES)[number];

/** One person in the administration's list. */
export interface Person {
  id: string;
  role: Role;
  status: UserStatus;
  email: string;
  name: string;
  phone: string | null;
  teamId: string | null;
  contractorId: string | null;
  createdAt: number;
  /** When one of its sessions was last used, to within a few minutes; null: no session. */
  seenAt: number | null;
}

/** One of the asker's own sessions. */
export interface OwnSession {
  /** Names the session; does not open it. */
  id: string;
  current: boolean;
  kiosk: boolean;
  createdAt: number;
  seenAt: number;
  app: string;
  userAgent: string | null;
}

/** A mail as the local outbox shows it. */
export interface OutboxMail {
  id: string;
  to: string;
  subject: string;
  text: string;
  at: number;
  /** Null until a mail server has taken it; always null when none is configured. */
  sentAt: number | null;
}

/** Roles that an administration hands out. A household registers itself. */
export const STAFF_ROLES = ['owner', 'admin', 'operator', 'contractor'] as const satisfies readonly Role[];
export type StaffRole = (typeof STAFF_ROLES)[number];

/** Fewest and most characters of a password (NIST SP 800-63B §3.1.1.2: length counts, composition rules do not help). */
export const PASSWORD_LENGTH = { min: 10, max: 200 } as const;

/** Pages that links in mails lead to. */
export const PAGES = {
  signIn: '/sign-in',
  forgotten: '/forgotten',
  reset: (token: string) => `/reset/${token}`,
  invitation: (token: string) => `/invitation/${token}`,
  people: '/desk/admin/people',
  kiosk: (token: string) => `/desk/wall?kiosk=${token}`,
} as const;

import type { IncomingHttpHeaders } from 'node:http';
import { abilitiesOf, type Who } from '@dispatch/shared/access/abilities';
import type { Request } from 'express';
import type { Asker } from '../../platform/http/route.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { AccountsRepo, Identity } from './accounts.repo.ts';
import type { AccountsDeps, From } from './door.ts';

/** What a connecting socket brings (Socket.IO's handshake has this shape). */
export interface Handshake {
  headers: IncomingHttpHeaders;
  /** `{ link: token }` for the holder of a tracking link. */
  auth: Record<string, unknown>;
  /** Network address. */
  address: string;
  secure?: boolean;
}

/** A token as it may stand in a header; anything else is not looked up. */
const LINK = /^Link ([\w.~-]{16,500})$/i;

/** Finds out who asks: a link first, as it is sent on purpose; then the cookie's session; else anyone. */
export function askerService(deps: Pick<AccountsDeps, 'sessions' | 'readLink' | 'secure'>, repo: AccountsRepo) {
  const { sessions, readLink } = deps;

  async function byLink(token: string, address: string): Promise<Asker> {
    const link = await readLink(token);
    if (link === null) throw new Refusal('link_over');
    return askerOf({ kind: 'link', issueId: link.issueId, scope: link.scope }, { address });
  }

  async function byCookie(
    from: Pick<From, 'cookie' | 'secure' | 'address'>,
  ): Promise<{ asker: Asker; setCookie: string | null }> {
    const { address } = from;
    const nobody = { asker: askerOf({ kind: 'anyone' }, { address }), setCookie: null };
    const read = await sessions.read(from.cookie, from);
    if (read === null) return nobody;
    const identity = await repo.identity(read.session.userId);
    const who = identity === null ? null : whoOf(identity, read.session.kiosk);
    if (identity === null || who === null) return nobody;
    const name = read.session.kiosk ? 'Wall' : identity.name;
    return { asker: askerOf(who, { address, name, sessionId: read.session.id }), setCookie: read.setCookie };
  }

  return {
    /** For HTTP; keeps the browser's cookie alive as a side effect. @throws Refusal link_over */
    async identify(request: Request): Promise<Asker> {
      const address = request.ip ?? '';
      const header = request.get('authorization');
      if (header !== undefined && /^link\b/i.test(header)) return byLink(LINK.exec(header)?.[1] ?? '', address);
      const secure = deps.secure || request.secure;
      const { asker, setCookie } = await byCookie({ cookie: request.get('cookie'), secure, address });
      if (setCookie !== null) request.res?.append('Set-Cookie', setCookie);
      return asker;
    },

    /** For a connecting socket; `anyone` is to be turned away by the caller. @throws Refusal link_over */
    async identifySocket({ headers, auth, address, secure = false }: Handshake): Promise<Asker> {
      const link = auth['link'];
      if (typeof link === 'string') return byLink(LINK.exec(`Link ${link}`)?.[1] ?? '', address);
      const { asker } = await byCookie({ cookie: headers.cookie, secure: deps.secure || secure, address });
      return asker;
    },

    /** For a page of a tracking link, whose token stands in its address. @throws Refusal link_over */
    identifyLink: (token: string, request: Request): Promise<Asker> =>
      byLink(LINK.exec(`Link ${token}`)?.[1] ?? '', request.ip ?? ''),

    /** The parts of a request that signing in needs. */
    fromOf(request: Request): Omit<From, 'app'> {
      return {
        address: request.ip ?? '',
        cookie: request.get('cookie'),
        userAgent: request.get('user-agent') ?? null,
        secure: deps.secure || request.secure,
      };
    },
  };
}

/** The rights of a user, or null for one who has none now. */
export function whoOf({ id, role, status, contractorId, householdIds }: Identity, kiosk: boolean): Who | null {
  if (status !== 'active') return null;
  if (kiosk)
    return role === 'household' || role === 'contractor' ? null : { kind: 'operator', userId: id, kiosk: true };
  return {
    kind: role,
    userId: id,
    ...(role === 'contractor' && contractorId !== null && { contractorId }),
    ...(role === 'household' && { householdIds }),
  };
}

function askerOf(
  who: Who,
  { address, name = null, sessionId = null }: { address: string; name?: string | null; sessionId?: string | null },
): Asker {
  return { ...who, name, sessionId, address, ability: abilitiesOf(who) };
}

export type AskerService = ReturnType<typeof askerService>;

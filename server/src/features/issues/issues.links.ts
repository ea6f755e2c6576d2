import { createHmac, timingSafeEqual } from 'node:crypto';
import type pg from 'pg';

export type LinkScope = 'watch' | 'act';

/** What a tracking link opens. */
export interface LinkClaim {
  issueId: string;
  scope: LinkScope;
}

const SCOPES: Record<LinkScope, number> = { watch: 1, act: 2 };
const MAC_BYTES = 16;

function body(issueId: string, scope: LinkScope): Buffer {
  return Buffer.concat([Buffer.from(issueId.replaceAll('-', ''), 'hex'), Buffer.from([SCOPES[scope]])]);
}

function mac(secret: string, payload: Buffer, generation: number): Buffer {
  return createHmac('sha256', secret)
    .update('tracking link')
    .update(payload)
    .update(`/${String(generation)}`)
    .digest()
    .subarray(0, MAC_BYTES);
}

/**
 * A tracking link's token: issue and scope, signed with the server's key and the issue's link generation (128 bits of
 * HMAC-SHA256). Nothing is stored; raising the generation makes every link of the issue void.
 */
export function linkToken(secret: string, issueId: string, scope: LinkScope, generation: number): string {
  const payload = body(issueId, scope);
  return Buffer.concat([payload, mac(secret, payload, generation)]).toString('base64url');
}

/** @returns what the token claims to open, still to be verified against the issue's generation; null for anything else. */
function claimOf(token: string): { claim: LinkClaim; signature: Buffer } | null {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== 17 + MAC_BYTES || bytes.toString('base64url') !== token) return null;
  const scope = bytes[16] === SCOPES.act ? 'act' : bytes[16] === SCOPES.watch ? 'watch' : null;
  if (!scope) return null;
  const hex = bytes.toString('hex', 0, 16);
  const issueId = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  return { claim: { issueId, scope }, signature: bytes.subarray(17) };
}

/** Verifies a token against the issue as it is now; null when it is void. */
export async function readLink(pool: pg.Pool, secret: string, token: string): Promise<LinkClaim | null> {
  const read = claimOf(token);
  if (!read) return null;
  const { rows } = await pool.query<{ generation: number }>({
    name: 'link-generation',
    text: 'select link_generation as generation from issues where id = $1',
    values: [read.claim.issueId],
  });
  const generation = rows[0]?.generation;
  if (generation === undefined) return null;
  const expected = mac(secret, body(read.claim.issueId, read.claim.scope), generation);
  return timingSafeEqual(expected, read.signature) ? read.claim : null;
}

/** The token that opens an issue now; null when there is no such issue. */
export async function currentLink(
  pool: pg.Pool,
  secret: string,
  issueId: string,
  scope: LinkScope,
): Promise<string | null> {
  const { rows } = await pool.query<{ generation: number }>(
    'select link_generation as generation from issues where id = $1',
    [issueId],
  );
  const row = rows[0];
  return row ? linkToken(secret, issueId, scope, row.generation) : null;
}

/** Makes every link of an issue void. @returns false when there is no such issue. */
export async function revokeLinks(pool: pg.Pool, issueId: string): Promise<boolean> {
  const { rowCount } = await pool.query('update issues set link_generation = link_generation + 1 where id = $1', [
    issueId,
  ]);
  return rowCount === 1;
}

import { createHash, randomBytes } from 'node:crypto';

/** A secret for a cookie or a mailed link: 256 random bits in 43 characters that need no escaping. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * What is stored in place of a token. One round of SHA-256 is enough, as there is nothing to guess in 256 random bits.
 *
 * @returns 64 hex digits.
 */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

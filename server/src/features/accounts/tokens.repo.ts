import type { Knex } from 'knex';
import type { Database } from '../../platform/database/database.ts';
import { UserTokenModel, type TokenKind } from './accounts.model.ts';

/** Rows of the table `user_tokens`: what works once, and only for a while. Times are Unix ms. */
export function tokensRepo({ knex }: Database) {
  const tokens = (within: Knex = knex) => UserTokenModel.query(within);
  return {
    /** A new token makes older ones of the same kind worthless, except a wall's: several walls may be set up at once. */
    async insert(
      token: { hash: string; kind: TokenKind; userId: string; expiresAt: number },
      within?: Knex,
    ): Promise<void> {
      const { kind, userId } = token;
      if (kind !== 'kiosk') await tokens(within).delete().where({ kind, user_id: userId });
      await tokens(within).insert({ ...token, expiresAt: new Date(token.expiresAt) });
    },

    /** Whom an unused token of this kind that is not over belongs to. */
    async ownerOf(hash: string, kind: TokenKind, now: number): Promise<string | null> {
      const row = await tokens()
        .findById(hash)
        .where({ kind })
        .whereNull('used_at')
        .where('expires_at', '>', new Date(now));
      return row?.userId ?? null;
    },

    /** Uses a token up: of two who try at once, one gets its owner and the other null. */
    async take(hash: string, kind: TokenKind, now: number, within?: Knex): Promise<string | null> {
      const rows = await tokens(within)
        .patch({ usedAt: new Date(now) })
        .where({ hash, kind })
        .whereNull('used_at')
        .where('expires_at', '>', new Date(now))
        .returning('user_id');
      return rows[0]?.userId ?? null;
    },

    async removeOf(userId: string, within?: Knex): Promise<void> {
      await tokens(within).delete().where({ user_id: userId });
    },

    /** Deletes what was over before a time. */
    async removeOver(before: number): Promise<void> {
      await tokens().delete().where('expires_at', '<', new Date(before));
    },
  };
}

export type TokensRepo = ReturnType<typeof tokensRepo>;

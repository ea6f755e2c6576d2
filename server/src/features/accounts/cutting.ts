import type { Knex } from 'knex';
import type { AccountsDeps } from './door.ts';

/**
 * Ends sessions and the live connections that hang on them. The rows go within the caller's transaction; the returned
 * function cuts, and is called once that is committed.
 */
export async function endSessions(
  { sessions, realtime }: Pick<AccountsDeps, 'sessions' | 'realtime'>,
  userId: string,
  { except, within }: { except?: string | undefined; within: Knex },
): Promise<() => void> {
  const ended = await sessions.endAll(userId, { except, within });
  return () => {
    for (const id of ended) realtime.cut(`session:${id}`);
    // Also connections whose session ended earlier by itself.
    if (except === undefined) realtime.cut(`user:${userId}`);
  };
}

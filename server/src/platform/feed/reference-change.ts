import type { Knex } from 'knex';
import { isUniqueViolation, type Database } from '../database/database.ts';
import { Refusal } from '../refusal.ts';
import type { FeedReference } from './projection.ts';
import { recordReference, type ReferenceActor } from './reference-events.ts';

export interface ReferenceWriter {
  database: Database;
  /** Called after each commit: the relay has something to read. */
  committed(): void;
}

/**
 * Changes one record around the issues and says so to every node, in one transaction.
 *
 * @param unique field of each unique constraint, for the refusal `taken`.
 * @throws Refusal taken; and what the change throws.
 */
export async function changeReference(
  { database, committed }: ReferenceWriter,
  change: { noun: FeedReference['noun']; id: string; actor: ReferenceActor; unique?: Record<string, string> },
  write: (trx: Knex.Transaction) => Promise<void>,
): Promise<void> {
  try {
    await database.knex.transaction(async (trx) => {
      await write(trx);
      await recordReference(trx, change.noun, change.id, change.actor);
    });
  } catch (error) {
    // Objection wraps the driver's error and keeps it.
    const native: unknown = error instanceof Error && 'nativeError' in error ? error.nativeError : error;
    const field = isUniqueViolation(native) ? change.unique?.[native.constraint ?? ''] : undefined;
    if (field === undefined) throw error;
    throw new Refusal('taken', { fields: [{ field, code: 'taken', reason: 'Another one has this already.' }] });
  }
  committed();
}

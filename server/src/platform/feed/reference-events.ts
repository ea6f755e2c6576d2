import type { Knex } from 'knex';
import type { FeedReference } from './projection.ts';

/** Who changed a record around the issues; `system` for the house itself. */
export interface ReferenceActor {
  kind: string;
  userId?: string | undefined;
}

/** Tells every node, in the transaction of the change itself, that a record around the issues is another one now. */
export async function recordReference(
  trx: Knex,
  noun: FeedReference['noun'],
  nounId: string,
  actor: ReferenceActor,
): Promise<void> {
  await trx('reference_events').insert({
    noun,
    noun_id: nounId,
    actor_kind: actor.kind,
    actor_id: actor.userId ?? null,
  });
}

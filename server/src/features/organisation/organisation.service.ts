import type { Organisation } from '@dispatch/shared/board/reference';
import type { PatchOrganisation } from '@dispatch/shared/people/organisation.schema';
import { keep, type Kept } from '../../platform/feed/kept.ts';
import { changeReference, type ReferenceWriter } from '../../platform/feed/reference-change.ts';
import type { ReferenceActor } from '../../platform/feed/reference-events.ts';
import * as repo from './organisation.repo.ts';

/** What the configuration says; name, zone and phone hold until an admin sets others. */
export type ConfiguredOrganisation = Omit<Organisation, 'centre' | 'week' | 'holidays'>;

export interface OrganisationDependencies extends ReferenceWriter {
  /** Unix ms. */
  clock(): number;
  configured: ConfiguredOrganisation;
}

export interface OrganisationService {
  current(): Promise<Organisation>;
  /** IANA name of its zone, as the database says now; for whoever keeps what follows from it. */
  timeZone(): Promise<string>;
  /** What was set before and is not named stays. */
  set(actor: ReferenceActor, input: PatchOrganisation): Promise<Organisation>;
  readonly configured: ConfiguredOrganisation;
}

export function organisationService(
  deps: OrganisationDependencies,
): OrganisationService & { kept: Kept<Organisation> } {
  const { pool } = deps.database;
  const { configured } = deps;
  const kept = keep({
    nouns: ['organisation', 'district'],
    load: () => repo.readOrganisation(pool, configured),
    clock: () => deps.clock(),
  });
  return {
    kept,
    configured,
    current: () => kept.get(),
    timeZone: async () => (await repo.readOrganisation(pool, configured)).timeZone,
    async set(actor, input) {
      await changeReference(deps, { noun: 'organisation', id: 'organisation', actor }, (trx) =>
        repo.setOrganisation(trx, input),
      );
      kept.forget();
      return kept.get();
    },
  };
}

import { createPromiseBook, type PromiseBook } from '@dispatch/shared/promises/book';
import type { PromiseSet } from '@dispatch/shared/promises/promise';
import type { NewPromiseSet } from '@dispatch/shared/promises/schema';
import { keep, type Kept } from '../../platform/feed/kept.ts';
import { changeReference, type ReferenceWriter } from '../../platform/feed/reference-change.ts';
import type { ReferenceActor } from '../../platform/feed/reference-events.ts';
import { Refusal } from '../../platform/refusal.ts';
import * as repo from './promises.repo.ts';

export interface PromisesDependencies extends ReferenceWriter {
  /** Unix ms. */
  clock(): number;
  /** IANA name of the organisation's zone. */
  timeZone(): Promise<string>;
}

export interface Promises {
  current(): Promise<PromiseSet>;
  /** The promises and their clock, ready for transitions: the same object until something changes. */
  book(): Promise<PromiseBook>;
  /**
   * Replaces the whole set. Issues keep what was promised to them.
   *
   * @throws Refusal stale_record when `version` is given and is no longer the set's, invalid (categoryId).
   */
  set(actor: ReferenceActor, input: NewPromiseSet): Promise<PromiseSet>;
}

export function promisesService(deps: PromisesDependencies): Promises & { kept: Kept<PromiseBook> } {
  const { pool } = deps.database;
  const load = async (): Promise<PromiseBook> => {
    const [set, timeZone] = await Promise.all([repo.readSet(pool), deps.timeZone()]);
    return createPromiseBook(set, timeZone);
  };
  const kept = keep({ nouns: ['organisation'], load, clock: () => deps.clock() });
  return {
    kept,
    current: () => repo.readSet(pool),
    book: () => kept.get(),
    async set(actor, input) {
      await changeReference(deps, { noun: 'organisation', id: 'promises', actor }, async (trx) => {
        const version = await repo.lockVersion(trx);
        if (input.version !== undefined && input.version !== version) throw new Refusal('stale_record');
        const asked = input.promises.flatMap(({ categoryId }) => categoryId ?? []);
        const unknown = new Set(await repo.unknownCategories(trx, asked));
        if (unknown.size > 0)
          throw new Refusal('invalid', {
            fields: input.promises.flatMap(({ categoryId }, index) =>
              categoryId !== null && unknown.has(categoryId)
                ? [
                    {
                      field: `promises.${String(index)}.categoryId`,
                      code: 'unknown',
                      reason: 'There is no such category.',
                    },
                  ]
                : [],
            ),
          });
        await repo.replaceSet(trx, input);
      });
      kept.forget();
      return repo.readSet(pool);
    },
  };
}

import { uuidv7 } from '@dispatch/shared/ids/uuid';
import { indexDistricts, type DistrictIndex } from '@dispatch/shared/places/polygon';
import type { NewDistrict, PatchDistrict } from '@dispatch/shared/places/schema';
import { keep, type Kept } from '../../platform/feed/kept.ts';
import { changeReference, type ReferenceWriter } from '../../platform/feed/reference-change.ts';
import type { ReferenceActor } from '../../platform/feed/reference-events.ts';
import { Refusal } from '../../platform/refusal.ts';
import * as repo from './districts.repo.ts';

export interface DistrictsDependencies extends ReferenceWriter {
  /** Unix ms. */
  clock(): number;
}

/** Rows are JSON text of the shape District. */
export interface Districts {
  /** The active district at a place, degrees WGS 84; null outside of all. */
  districtAt(lat: number, lon: number): Promise<string | null>;
  /** The same for many questions at once: as the districts stand now. */
  index(): Promise<DistrictIndex>;
  /** @throws Refusal taken (name). */
  create(actor: ReferenceActor, input: NewDistrict): Promise<{ id: string; row: string }>;
  /**
   * New borders hold for issues filed from then on; those on the board stay where they are.
   *
   * @throws Refusal not_found, taken (name), has_open_issues when it is to be deactivated with issues on its board.
   */
  change(actor: ReferenceActor, id: string, input: PatchDistrict): Promise<{ id: string; row: string }>;
}

const UNIQUE = { districts_name_key: 'name' };

export function districtService(deps: DistrictsDependencies): Districts & { areas: Kept<DistrictIndex> } {
  const { pool } = deps.database;
  const areas = keep({
    nouns: ['district'],
    load: async () => indexDistricts(await repo.activeAreas(pool)),
    clock: () => deps.clock(),
  });
  const row = async (id: string): Promise<{ id: string; row: string }> => ({
    id,
    row: (await repo.districtsOf(pool, [id])).slice(1, -1),
  });
  return {
    areas,
    index: () => areas.get(),
    districtAt: async (lat, lon) => (await areas.get()).districtAt(lat, lon),
    async create(actor, input) {
      const id = uuidv7();
      await changeReference(deps, { noun: 'district', id, actor, unique: UNIQUE }, (trx) =>
        repo.insertDistrict(trx, id, input),
      );
      areas.forget();
      return row(id);
    },
    async change(actor, id, input) {
      await changeReference(deps, { noun: 'district', id, actor, unique: UNIQUE }, async (trx) => {
        if (!(await repo.updateDistrict(trx, id, input))) throw new Refusal('not_found');
        const count = input.active === false ? await repo.openIssuesIn(trx, id) : 0;
        if (count > 0) throw new Refusal('has_open_issues', { details: { count } });
      });
      areas.forget();
      return row(id);
    },
  };
}

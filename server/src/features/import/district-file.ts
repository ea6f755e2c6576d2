import { newDistrict } from '@dispatch/shared/places/schema';
import { z } from 'zod';
import { readJsonFile } from '../../platform/files/json-file.ts';
import type { Districts } from '../districts/index.ts';

const collection = z.object({
  type: z.literal('FeatureCollection'),
  features: z
    .array(
      z.object({
        type: z.literal('Feature'),
        properties: z.record(z.string(), z.unknown()).nullable(),
        geometry: z.unknown(),
      }),
    )
    .min(1)
    .max(5000),
});

export interface DistrictsDone {
  made: number;
  changed: number;
  /** What could not be used, a sentence each. */
  faults: string[];
}

/** Names of the property that holds an area's name, in the order they are tried. */
const NAMES = ['Name', 'name', 'NAME', 'title'];
const SYSTEM = { kind: 'system' };

/**
 * Makes districts of the areas in a GeoJSON file (also .gz). One whose name is there already gets the file's borders.
 *
 * @param idsByName districts there are, by name in lower case.
 * @throws Error with a sentence for people when the file is no GeoJSON collection.
 */
export async function importDistricts(
  file: string,
  districts: Pick<Districts, 'create' | 'change'>,
  idsByName: ReadonlyMap<string, string>,
): Promise<DistrictsDone> {
  const read = collection.safeParse(await readJsonFile(file));
  if (!read.success) throw new Error(`${file} is no GeoJSON FeatureCollection: ${z.prettifyError(read.error)}`);
  const known = new Map(idsByName);
  const done: DistrictsDone = { made: 0, changed: 0, faults: [] };
  for (const [index, { properties, geometry }] of read.data.features.entries()) {
    const name = NAMES.map((key) => properties?.[key]).find(
      (value) => typeof value === 'string' && value.trim() !== '',
    );
    const district = newDistrict.safeParse({ name, geometry });
    if (!district.success) {
      const why = district.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
      done.faults.push(`area ${String(index + 1)} (${typeof name === 'string' ? name : 'without a name'}): ${why}`);
      continue;
    }
    const key = district.data.name.toLowerCase();
    const id = known.get(key);
    if (id === undefined) {
      known.set(key, (await districts.create(SYSTEM, district.data)).id);
      done.made += 1;
    } else {
      await districts.change(SYSTEM, id, { geometry: district.data.geometry, active: true });
      done.changed += 1;
    }
  }
  return done;
}

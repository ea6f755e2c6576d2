import { z } from 'zod';
import { listLook } from '../filters/schema.ts';
import { id, time } from '../issues/schema.ts';
import { NOTICE_KINDS, NOTICE_WAYS } from './preferences.ts';

/** Sizes and names of panels; much less in practice. Characters of JSON. */
const LARGEST_ARRANGEMENT = 8_000;

const LARGEST_FILTER = 12_000;

/** Parts that are not given stay as they are. */
export const patchPreferences = z.strictObject({
  arrangement: z
    .record(z.string().max(40), z.unknown())
    .refine((value) => JSON.stringify(value).length <= LARGEST_ARRANGEMENT, 'This arrangement is too large.')
    .optional(),
  filter: z
    .record(z.string().max(40), z.string().max(4_000))
    .refine((value) => JSON.stringify(value).length <= LARGEST_FILTER, 'This filter is too large.')
    .optional(),
  list: listLook.optional(),
  notices: z
    .strictObject({
      ways: z.partialRecord(z.enum(NOTICE_KINDS), z.enum(NOTICE_WAYS)),
      districts: z.array(z.union([id, z.literal('unplaced')])).max(500),
      teams: z.array(id).max(500),
      quiet: z.strictObject({ until: time.nullable(), emergencies: z.boolean() }).nullable(),
      seenAt: time,
    })
    .optional(),
});
export type PatchPreferences = z.infer<typeof patchPreferences>;

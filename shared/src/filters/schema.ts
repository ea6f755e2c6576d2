/** Filters kept under a name, with the columns and the order of the list they were made in. */
import { z } from 'zod';
import { id, time } from '../issues/schema.ts';
import { MOST_HOURS, NONE, UNPLACED_DISTRICT, type IssueFilter } from '../issues/filter.ts';
import { STAGES } from '../issues/stage.ts';
import { URGENCIES } from '../issues/status.ts';

/** How many one person may keep. */
export const MOST_FILTERS = 50;

const ids = z.array(id).max(50);
const idsOr = (none: string) => z.array(z.union([id, z.literal(none)])).max(50);
const hours = z.int().min(0).max(MOST_HOURS).nullable();

const filter: z.ZodType<IssueFilter> = z.strictObject({
  text: z.string().trim().max(200),
  stage: z.array(z.enum(STAGES)).max(STAGES.length),
  category: ids,
  urgency: z.array(z.enum(URGENCIES)).max(URGENCIES.length),
  district: idsOr(UNPLACED_DISTRICT),
  team: idsOr(NONE),
  contractor: idsOr(NONE),
  overdue: z.boolean(),
  hold: z.boolean(),
  needsYou: z.boolean(),
  olderThan: hours,
  youngerThan: hours,
  filedFrom: time.nullable(),
  filedTo: time.nullable(),
  closed: z.boolean(),
});

/** Names of columns are the screen's own: one it does not know any more is left out there. */
const column = z.string().regex(/^[a-zA-Z]{1,20}$/);
/** Columns of the list from left to right, widths in pixels, and the order of its rows. */
export const listLook = z.strictObject({
  columns: z
    .array(z.strictObject({ id: column, width: z.int().min(20).max(2_000) }))
    .min(1)
    .max(30),
  sort: z.strictObject({ column, order: z.enum(['asc', 'desc']) }),
});

const name = z.string().trim().min(1).max(60);

export const newFilter = z.strictObject({
  /** Made by the screen, so that one sent twice is there once. */
  id,
  name,
  filter,
  look: listLook,
  shared: z.boolean(),
});
export const patchFilter = z.strictObject({
  /** The version of it that the person saw. */
  version: z.int().min(1),
  name: name.optional(),
  filter: filter.optional(),
  look: listLook.optional(),
  shared: z.boolean().optional(),
});

export type StoredLook = z.infer<typeof listLook>;
export type NewFilter = z.infer<typeof newFilter>;
export type PatchFilter = z.infer<typeof patchFilter>;

export interface SavedFilter extends NewFilter {
  ownerId: string;
  /** Whose it is, by name. */
  owner: string;
  version: number;
}

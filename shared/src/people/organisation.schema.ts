/** What an admin may set about the organisation; what is left out stays as the configuration says. */
import { z } from 'zod';
import { dispatching } from '../dispatching/schema.ts';
import { latitude, longitude } from '../issues/schema.ts';
import { isTimeZone } from '../promises/zone.ts';

export const patchOrganisation = z.strictObject({
  name: z.string().trim().min(1).max(80).optional(),
  timeZone: z.string().refine(isTimeZone, 'The name of a time zone, for example "Europe/Berlin".').optional(),
  phone: z.string().trim().min(1).max(40).nullable().optional(),
  dispatching: dispatching.optional(),
  centre: z
    .strictObject({ lat: latitude, lon: longitude, zoom: z.number().min(1).max(20) })
    .nullable()
    .optional(),
});
export type PatchOrganisation = z.infer<typeof patchOrganisation>;

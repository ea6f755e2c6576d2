/** What may be sent about households. */
import { z } from 'zod';
import { id, latitude, longitude } from '../issues/schema.ts';

const member = {
  name: z.string().trim().min(1).max(100),
  phone: z.string().trim().max(40).nullable().optional(),
  email: z.email().max(200).nullable().optional(),
};
const address = z.string().trim().min(1).max(200);
const note = z.string().trim().max(2000).nullable();
const together = { path: ['lon'], message: 'Latitude and longitude come together.' };
const paired = (input: { lat?: number | null | undefined; lon?: number | null | undefined }): boolean =>
  (input.lat === undefined) === (input.lon === undefined) && (input.lat === null) === (input.lon === null);

export const newHousehold = z
  .strictObject({
    address,
    lat: latitude.nullable().optional(),
    lon: longitude.nullable().optional(),
    note: note.optional(),
    members: z.array(z.strictObject(member)).min(1).max(30),
  })
  .refine(paired, together);

/** `members` is the whole list: with an id they are changed, without one added, those missing are removed. */
export const patchHousehold = z
  .strictObject({
    address: address.optional(),
    lat: latitude.nullable().optional(),
    lon: longitude.nullable().optional(),
    note: note.optional(),
    members: z
      .array(z.strictObject({ id: id.optional(), ...member }))
      .min(1)
      .max(30)
      .optional(),
  })
  .refine(paired, together);

export const householdQuery = z.strictObject({
  /** Name, phone digits or address. */
  text: z.string().trim().min(2).max(100),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});

export type NewHousehold = z.infer<typeof newHousehold>;
export type PatchHousehold = z.infer<typeof patchHousehold>;

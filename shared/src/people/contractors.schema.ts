/** What may be sent about contractors and teams. */
import { z } from 'zod';
import { skills } from '../categories/schema.ts';
import { id, latitude, longitude } from '../issues/schema.ts';
import { certificates, stock } from '../shifts/schema.ts';

const name = z.string().trim().min(1).max(100);
const initials = z.string().trim().min(1).max(3);
const colour = z
  .string()
  .regex(/^#[0-9a-f]{6}$/i, 'A colour is written as #rrggbb.')
  .transform((text) => text.toLowerCase());
const phone = z.string().trim().max(40).nullable();
/** Minutes. */
const travelLimit = z.int().min(1).max(1440).nullable();
const districtIds = z
  .array(id)
  .max(200)
  .transform((list) => [...new Set(list)]);
const together = { path: ['homeLon'], message: 'Latitude and longitude come together.' };
const paired = (input: { homeLat?: number | null | undefined; homeLon?: number | null | undefined }): boolean =>
  (input.homeLat === undefined) === (input.homeLon === undefined) &&
  (input.homeLat === null) === (input.homeLon === null);

/** Initials and colour are made up when left out. */
export const newContractor = z
  .strictObject({
    name,
    initials: initials.optional(),
    colour: colour.optional(),
    phone: phone.optional(),
    skills: skills.optional(),
    certificates: certificates.optional(),
    travelLimit: travelLimit.optional(),
    stock: stock.optional(),
    teamId: id.nullable().optional(),
    /** Where it works; empty = everywhere. */
    districtIds: districtIds.optional(),
    homeLat: latitude.nullable().optional(),
    homeLon: longitude.nullable().optional(),
  })
  .refine(paired, together);
export const patchContractor = z
  .strictObject({
    name: name.optional(),
    initials: initials.optional(),
    colour: colour.optional(),
    phone: phone.optional(),
    skills: skills.optional(),
    certificates: certificates.optional(),
    travelLimit: travelLimit.optional(),
    stock: stock.optional(),
    teamId: id.nullable().optional(),
    districtIds: districtIds.optional(),
    homeLat: latitude.nullable().optional(),
    homeLon: longitude.nullable().optional(),
    active: z.boolean().optional(),
  })
  .refine(paired, together);
export const duty = z.strictObject({ onDuty: z.boolean() });

const teamName = z.string().trim().min(1).max(80);
export const newTeam = z.strictObject({ name: teamName, leadUserId: id.nullable().optional() });
export const patchTeam = z.strictObject({
  name: teamName.optional(),
  leadUserId: id.nullable().optional(),
  active: z.boolean().optional(),
});

export type NewContractor = z.infer<typeof newContractor>;
export type PatchContractor = z.infer<typeof patchContractor>;
export type NewTeam = z.infer<typeof newTeam>;
export type PatchTeam = z.infer<typeof patchTeam>;

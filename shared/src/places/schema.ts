/** What may be sent about districts. */
import { z } from 'zod';
import { geometryFaults, roundGeometry, type Geometry } from './polygon.ts';

const ring = z.array(z.array(z.number()).min(2).max(3));
const shape = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('Polygon'), coordinates: z.array(ring).max(1000) }),
  z.strictObject({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(ring).max(1000)).max(1000) }),
]);

/** A GeoJSON Polygon or MultiPolygon, checked and rounded to six decimals. */
export const geometry = shape
  .superRefine((value, context) => {
    for (const { path, reason } of geometryFaults(value)) context.addIssue({ code: 'custom', path, message: reason });
  })
  .transform((value): Geometry => roundGeometry(value));

const name = z.string().trim().min(1).max(80);

export const newDistrict = z.strictObject({ name, geometry });
export const patchDistrict = z.strictObject({
  name: name.optional(),
  geometry: geometry.optional(),
  active: z.boolean().optional(),
});
export type NewDistrict = z.infer<typeof newDistrict>;
export type PatchDistrict = z.infer<typeof patchDistrict>;

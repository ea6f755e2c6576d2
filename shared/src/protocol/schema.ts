/** What clients may send over the socket; the server validates every message with these. */
import { z } from 'zod';
import { id, latitude, longitude, time } from '../issues/schema.ts';

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
export const room = z
  .string()
  .regex(new RegExp(`^(staff|board:(${UUID}|unplaced)|contractor:${UUID}|issue:${UUID}:(staff|public))$`));

export const join = z.strictObject({ rooms: z.array(room).min(1).max(500), cursor: z.string().max(4000).nullable() });
export const leave = z.strictObject({ rooms: z.array(room).max(500) });
export const presence = z.strictObject({
  looking: id.nullable(),
  drag: z.strictObject({ issueId: id, contractorId: id.nullable() }).nullable(),
});
export const position = z.strictObject({
  lat: latitude,
  lon: longitude,
  heading: z.number().min(0).max(360).nullable(),
  at: time,
});

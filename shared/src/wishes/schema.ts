import { z } from 'zod';
import { WISHES } from './wish.ts';

/** Null takes the wish back. */
export const newWish = z.strictObject({ wish: z.enum(WISHES).nullable() });
export type NewWish = z.infer<typeof newWish>;

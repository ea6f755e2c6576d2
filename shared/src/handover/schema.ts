import { z } from 'zod';
import { id } from '../issues/schema.ts';
import { AUDIENCES } from './handover.ts';

const text = z.string().trim().min(1).max(2000);
/** A reference as people type it, or an id; null takes it away. */
const issue = z.string().trim().min(1).max(40).nullable();
const forTeam = (note: { audience?: string | undefined; teamId?: string | null | undefined }): boolean =>
  note.audience !== 'team' || Boolean(note.teamId);
const teamFault = { path: ['teamId'], message: 'Say which team it is for.' };

export const newNote = z
  .strictObject({
    /** Made by the screen, so that a note sent twice is there once. */
    id,
    text,
    audience: z.enum(AUDIENCES),
    teamId: id.nullable().optional(),
    issue: issue.optional(),
    pinned: z.boolean().optional(),
  })
  .refine(forTeam, teamFault);
export const patchNote = z
  .strictObject({
    text: text.optional(),
    audience: z.enum(AUDIENCES).optional(),
    teamId: id.nullable().optional(),
    issue: issue.optional(),
    pinned: z.boolean().optional(),
    done: z.boolean().optional(),
  })
  .refine(forTeam, teamFault);
export const newHandover = z.strictObject({ id, toId: id.nullable(), text: z.string().trim().max(4000) });

export type NewNote = z.infer<typeof newNote>;
export type PatchNote = z.infer<typeof patchNote>;
export type NewHandover = z.infer<typeof newHandover>;

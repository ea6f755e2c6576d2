import { createReadStream } from 'node:fs';
import { isTimeZone } from '@dispatch/shared/promises/zone';
import { z } from 'zod';
import { idIn } from '../../platform/http/ids.ts';
import { route, type Route } from '../../platform/http/route.ts';
import type { Ability } from '@dispatch/shared/access/abilities';
import { PRESETS } from './formats/formats.ts';
import { mapping } from './formats/mapping.ts';
import { readTime } from './formats/times.ts';
import type { Uploads } from './uploads.ts';

const reading = {
  preset: z.enum(PRESETS).optional(),
  mapping: mapping.optional(),
  timeZone: z.string().refine(isTimeZone, 'This time zone is not known.').optional(),
};
const previewBody = z.strictObject(reading);
const startBody = z.strictObject({
  ...reading,
  asOf: z
    .string()
    .refine((text) => typeof readTime(text, { timeZone: 'UTC' }) === 'number', 'Give a time as in 2011-08-28T18:00.')
    .optional(),
  checkOnly: z.boolean().default(false),
});
const uploadQuery = z.object({ name: z.string().trim().min(1).max(200) });

/** Imports change what everybody sees: they are for those who set the board up. */
const allow = (ability: Ability): boolean => ability.can('manage', 'settings');

export function importRoutes(uploads: Uploads): Route[] {
  return [
    route({
      method: 'GET',
      path: '/imports',
      allow,
      handle: async () => ({ body: await uploads.list() }),
    }),
    route<unknown, z.infer<typeof uploadQuery>>({
      method: 'POST',
      path: '/imports',
      query: uploadQuery,
      streams: true,
      allow,
      handle: async ({ who, query, raw }) => ({
        status: 201,
        body: await uploads.take(query.name, who.userId ?? null, raw.request),
      }),
    }),
    route({
      method: 'GET',
      path: '/imports/:id',
      allow,
      handle: async ({ params }) => ({ body: await uploads.get(idIn(params)) }),
    }),
    route<z.infer<typeof previewBody>>({
      method: 'POST',
      path: '/imports/:id/preview',
      body: previewBody,
      allow,
      handle: async ({ params, body }) => ({ body: await uploads.preview(idIn(params), body) }),
    }),
    route<z.infer<typeof startBody>>({
      method: 'POST',
      path: '/imports/:id/start',
      body: startBody,
      allow,
      async handle({ params, body: { checkOnly, ...options } }) {
        return { status: 202, body: await uploads.begin(idIn(params), options, checkOnly) };
      },
    }),
    route({
      method: 'POST',
      path: '/imports/:id/stop',
      allow,
      handle: async ({ params }) => ({ body: await uploads.stop(idIn(params)) }),
    }),
    route({
      method: 'GET',
      path: '/imports/:id/report',
      allow,
      async handle({ params }) {
        const path = await uploads.reportPath(idIn(params));
        return {
          stream: createReadStream(path, { encoding: 'utf8' }) as AsyncIterable<string>,
          type: 'text/csv; charset=utf-8',
          headers: { 'Content-Disposition': 'attachment; filename="import-report.csv"' },
        };
      },
    }),
    route({
      method: 'DELETE',
      path: '/imports/:id',
      allow,
      async handle({ params }) {
        await uploads.remove(idIn(params));
        return {};
      },
    }),
  ];
}

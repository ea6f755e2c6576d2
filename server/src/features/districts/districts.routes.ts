import { newDistrict, patchDistrict, type NewDistrict, type PatchDistrict } from '@dispatch/shared/places/schema';
import { idIn } from '../../platform/http/ids.ts';
import { route, type Route } from '../../platform/http/route.ts';
import { validate } from '../../platform/http/validate.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Districts } from './districts.service.ts';

/** Borders are larger than other commands: 20,000 corners written with 15 digits. */
const LARGEST = 2 * 1024 * 1024;

export function districtRoutes(districts: Districts): Route[] {
  return [
    route({
      method: 'POST',
      path: '/districts',
      rawBodyLimit: LARGEST,
      allow: (ability) => ability.can('manage', 'district'),
      handle: async ({ who, body }) => ({
        status: 201,
        text: (await districts.create(who, validate<NewDistrict>(newDistrict, parsed(body)))).row,
      }),
    }),
    route({
      method: 'PATCH',
      path: '/districts/:id',
      rawBodyLimit: LARGEST,
      allow: (ability) => ability.can('manage', 'district'),
      handle: async ({ who, params, body }) => ({
        text: (await districts.change(who, idIn(params), validate<PatchDistrict>(patchDistrict, parsed(body)))).row,
      }),
    }),
  ];
}

/** @throws Refusal bad_json. */
function parsed(body: unknown): unknown {
  try {
    return JSON.parse(Buffer.isBuffer(body) ? body.toString('utf8') : '');
  } catch {
    throw new Refusal('bad_json');
  }
}

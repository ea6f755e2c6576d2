import {
  duty,
  newContractor,
  patchContractor,
  type NewContractor,
  type PatchContractor,
} from '@dispatch/shared/people/contractors.schema';
import { idIn } from '../../platform/http/ids.ts';
import { route, type Route } from '../../platform/http/route.ts';
import { Refusal } from '../../platform/refusal.ts';
import { mayChangeDuty, mayChangePicture } from './contractors.policy.ts';
import type { Contractors } from './contractors.service.ts';
import { LARGEST_PICTURE } from './picture.ts';

export function contractorsRoutes(contractors: Contractors): Route[] {
  return [
    route<NewContractor>({
      method: 'POST',
      path: '/contractors',
      body: newContractor,
      allow: (ability) => ability.can('manage', 'contractor'),
      handle: async ({ who, body }) => ({ status: 201, text: (await contractors.create(who, body)).row }),
    }),
    route<PatchContractor>({
      method: 'PATCH',
      path: '/contractors/:id',
      body: patchContractor,
      allow: (ability) => ability.can('manage', 'contractor'),
      handle: async ({ who, params, body }) => ({ text: (await contractors.change(who, idIn(params), body)).row }),
    }),
    route<{ onDuty: boolean }>({
      method: 'PUT',
      path: '/contractors/:id/duty',
      body: duty,
      allow: (ability, who) => ability.can('manage', 'issue') || who.kind === 'contractor',
      async handle({ who, params, body }) {
        const id = idIn(params);
        if (!mayChangeDuty(who, id)) throw new Refusal('not_allowed');
        return { text: (await contractors.setDuty(who, id, body.onDuty)).row };
      },
    }),
    route({
      method: 'GET',
      path: '/contractors/:id/picture',
      allow: (ability) => ability.can('read', 'contractor'),
      async handle({ params }) {
        const { picture, contentType } = await contractors.picture(idIn(params));
        // The address in a contractor's row changes with the picture, so that it may be kept for good.
        return {
          text: picture,
          type: contentType,
          headers: { 'Cache-Control': 'private, max-age=31536000, immutable', 'X-Content-Type-Options': 'nosniff' },
        };
      },
    }),
    route({
      method: 'PUT',
      path: '/contractors/:id/picture',
      rawBodyLimit: LARGEST_PICTURE,
      allow: (ability, who) => ability.can('manage', 'contractor') || who.kind === 'contractor',
      async handle({ who, params, body }) {
        const id = idIn(params);
        if (!mayChangePicture(who, id)) throw new Refusal('not_allowed');
        await contractors.setPicture(who, id, Buffer.isBuffer(body) ? body : Buffer.alloc(0));
        return {};
      },
    }),
    route({
      method: 'DELETE',
      path: '/contractors/:id/picture',
      allow: (ability, who) => ability.can('manage', 'contractor') || who.kind === 'contractor',
      async handle({ who, params }) {
        const id = idIn(params);
        if (!mayChangePicture(who, id)) throw new Refusal('not_allowed');
        await contractors.setPicture(who, id, null);
        return {};
      },
    }),
  ];
}

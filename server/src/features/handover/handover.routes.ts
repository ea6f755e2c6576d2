import {
  newHandover,
  newNote,
  patchNote,
  type NewHandover,
  type NewNote,
  type PatchNote,
} from '@dispatch/shared/handover/schema';
import { idIn } from '../../platform/http/ids.ts';
import { route, type Asker, type Route } from '../../platform/http/route.ts';
import type { HandoverService } from './handover.service.ts';

/** @param limit counts a change against the rate limit; throws Refusal `too_many`. */
export function handoverRoutes(service: HandoverService, limit: (who: Asker) => Promise<void>): Route[] {
  return [
    route({
      method: 'GET',
      path: '/notes',
      allow: (ability) => ability.can('read', 'note'),
      handle: async ({ who }) => ({ body: { notes: await service.notes(who) } }),
    }),
    route<NewNote>({
      method: 'POST',
      path: '/notes',
      body: newNote,
      allow: (ability) => ability.can('manage', 'note'),
      async handle({ who, body }) {
        await limit(who);
        return { status: 201, body: await service.write(who, body) };
      },
    }),
    route<PatchNote>({
      method: 'PATCH',
      path: '/notes/:id',
      body: patchNote,
      allow: (ability) => ability.can('manage', 'note'),
      async handle({ who, params, body }) {
        await limit(who);
        return { body: await service.change(who, idIn(params), body) };
      },
    }),
    route({
      method: 'DELETE',
      path: '/notes/:id',
      allow: (ability) => ability.can('manage', 'note'),
      async handle({ who, params }) {
        await service.remove(who, idIn(params));
        return {};
      },
    }),
    route({
      method: 'GET',
      path: '/handovers',
      allow: (ability) => ability.can('read', 'handover'),
      handle: async () => ({ body: await service.handovers() }),
    }),
    route<NewHandover>({
      method: 'POST',
      path: '/handovers',
      body: newHandover,
      allow: (ability) => ability.can('manage', 'handover'),
      async handle({ who, body }) {
        await limit(who);
        return { status: 201, body: await service.handOver(who, body) };
      },
    }),
    route({
      method: 'PUT',
      path: '/handovers/:id/confirmation',
      allow: (ability) => ability.can('manage', 'handover'),
      async handle({ who, params }) {
        await limit(who);
        return { body: await service.confirm(who, idIn(params)) };
      },
    }),
  ];
}

import { newWish, type NewWish } from '@dispatch/shared/wishes/schema';
import { idIn } from '../../platform/http/ids.ts';
import { route, type Asker, type Route } from '../../platform/http/route.ts';
import { mayManage, maySpeak } from './wishes.policy.ts';
import type { Wishes } from './wishes.service.ts';

const contractorIn = (params: Record<string, string>): string => idIn({ id: params['contractorId'] ?? '' });
const manages = (_: unknown, who: Asker): boolean => mayManage(who);
const speaks = (_: unknown, who: Asker): boolean => maySpeak(who);

/** @param limit counts a change against the rate limits. @throws Refusal too_many. */
export function wishesRoutes(wishes: Wishes, limit: (who: Asker) => Promise<void>): Route[] {
  return [
    route({
      method: 'GET',
      path: '/households/:id/wishes',
      allow: manages,
      handle: async ({ params }) => ({ body: await wishes.of(idIn(params)) }),
    }),
    route<NewWish>({
      method: 'PUT',
      path: '/households/:id/wishes/:contractorId',
      body: newWish,
      allow: manages,
      async handle({ who, params, body, app }) {
        await limit(who);
        return { body: await wishes.set(who, idIn(params), contractorIn(params), body.wish, app) };
      },
    }),
    route({
      method: 'GET',
      path: '/issues/:id/visitors',
      allow: speaks,
      handle: async ({ who, params }) => ({ body: await wishes.visitors(who, idIn(params)) }),
    }),
    route<NewWish>({
      method: 'PUT',
      path: '/issues/:id/visitors/:contractorId',
      body: newWish,
      allow: speaks,
      async handle({ who, params, body, app }) {
        await limit(who);
        return { body: await wishes.setOwn(who, idIn(params), contractorIn(params), body.wish, app) };
      },
    }),
  ];
}

import {
  decision,
  newException,
  newSchedule,
  stockCount,
  type Decision,
  type NewException,
  type NewSchedule,
  type StockCount,
} from '@dispatch/shared/shifts/schema';
import { idIn } from '../../platform/http/ids.ts';
import { route, type Asker, type Route } from '../../platform/http/route.ts';
import type { Shifts } from './shifts.service.ts';

/** Whose shifts they are, and whose lead someone is, the service finds out. */
const allow = (ability: Asker['ability'], who: Asker): boolean =>
  ability.can('manage', 'issue') || who.kind === 'contractor';

const exceptionIn = (params: Record<string, string>): string => idIn({ id: params['exceptionId'] ?? '' });

export function shiftsRoutes(shifts: Shifts): Route[] {
  return [
    route<NewSchedule>({
      method: 'PUT',
      path: '/contractors/:id/schedule',
      body: newSchedule,
      allow,
      handle: async ({ who, params, body }) => ({ text: await shifts.setSchedule(who, idIn(params), body) }),
    }),
    route<NewException>({
      method: 'POST',
      path: '/contractors/:id/exceptions',
      body: newException,
      allow,
      handle: async ({ who, params, body }) => ({
        status: 201,
        text: await shifts.addException(who, idIn(params), body),
      }),
    }),
    route<Decision>({
      method: 'PUT',
      path: '/contractors/:id/exceptions/:exceptionId',
      body: decision,
      allow,
      handle: async ({ who, params, body }) => ({
        text: await shifts.decide(who, idIn(params), exceptionIn(params), body),
      }),
    }),
    route({
      method: 'DELETE',
      path: '/contractors/:id/exceptions/:exceptionId',
      allow,
      handle: async ({ who, params }) => ({ text: await shifts.takeBack(who, idIn(params), exceptionIn(params)) }),
    }),
    route<StockCount>({
      method: 'PUT',
      path: '/contractors/:id/stock',
      body: stockCount,
      allow,
      handle: async ({ who, params, body }) => ({ text: await shifts.count(who, idIn(params), body) }),
    }),
    route({
      method: 'GET',
      path: '/exceptions',
      allow,
      handle: async ({ who }) => ({ text: await shifts.asked(who) }),
    }),
  ];
}

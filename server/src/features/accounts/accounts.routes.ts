import * as people from '@dispatch/shared/people/schema';
import { idIn } from '../../platform/http/ids.ts';
import type { Asker } from '../../platform/http/route.ts';
import { route, type Route } from '../../platform/http/route.ts';
import type { Organisation } from '@dispatch/shared/board/reference';
import { PAGES, type Me } from '@dispatch/shared/people/person';
import type { AskerService } from './asker.ts';
import type { invitationService } from './invitation.service.ts';
import type { passwordService } from './password.service.ts';
import type { registrationService } from './registration.service.ts';
import type { SignInService } from './sign-in.service.ts';
import type { usersService } from './users.service.ts';

export interface AccountServices {
  signIn: SignInService;
  registrations: ReturnType<typeof registrationService>;
  invitations: ReturnType<typeof invitationService>;
  passwords: ReturnType<typeof passwordService>;
  users: ReturnType<typeof usersService>;
  askers: AskerService;
  me(who: Asker): Promise<Me | null>;
  organisation(): Promise<Organisation> | Organisation;
}

const token = (params: Record<string, string>): string => params['token'] ?? '';
const id = (params: Record<string, string>): string => params['id'] ?? '';

/** The doors of accounts. */
export function accountRoutes(services: AccountServices): Route[] {
  const { signIn, registrations, invitations, passwords, users, askers } = services;
  return [
    route({
      method: 'POST',
      path: '/session',
      allow: 'anyone',
      kiosk: true,
      body: people.signIn,
      async handle({ body, app, raw }) {
        const { who, setCookie } = await signIn.signIn(body, { ...askers.fromOf(raw.request), app: body.app ?? app });
        return { body: { who }, headers: { 'Set-Cookie': setCookie } };
      },
    }),
    route({
      method: 'GET',
      path: '/session',
      allow: 'anyone',
      handle: async ({ who }) => ({
        body: { who: await services.me(who), organisation: await services.organisation() },
      }),
    }),
    route({
      method: 'DELETE',
      path: '/session',
      allow: 'anyone',
      kiosk: true,
      async handle({ who, raw }) {
        const { setCookie } = await signIn.signOut(who, askers.fromOf(raw.request));
        return { status: 204, headers: { 'Set-Cookie': setCookie } };
      },
    }),
    route({
      method: 'GET',
      path: '/sessions',
      allow: (ability) => ability.can('read', 'session'),
      handle: async ({ who }) => ({ body: await signIn.ownSessions(who) }),
    }),
    route({
      method: 'DELETE',
      path: '/sessions/:id',
      allow: (ability) => ability.can('manage', 'session'),
      async handle({ who, params }) {
        await signIn.revoke(who, id(params));
        return { status: 204 };
      },
    }),
    route({
      method: 'POST',
      path: '/kiosks',
      allow: (ability) => ability.can('manage', 'board') || ability.can('manage', 'issue'),
      body: people.kiosk,
      async handle({ who }) {
        const secret = await signIn.newWall(who);
        return { status: 201, body: { token: secret, page: PAGES.kiosk(secret) } };
      },
    }),
    route({
      method: 'POST',
      path: '/registrations',
      allow: 'anyone',
      body: people.registration,
      handle: async ({ body, who }) => ({ status: 201, body: await registrations.register(body, who) }),
    }),
    route({
      method: 'POST',
      path: '/password-resets',
      allow: 'anyone',
      body: people.passwordReset,
      async handle({ body, who }) {
        await passwords.askReset(body.email, who);
        return { status: 202 };
      },
    }),
    route({
      method: 'PUT',
      path: '/password-resets/:token',
      allow: 'anyone',
      body: people.newPassword,
      async handle({ params, body, who }) {
        await passwords.reset(token(params), body.password, who);
        return { status: 204 };
      },
    }),
    route({
      method: 'PUT',
      path: '/password',
      allow: (ability) => ability.can('manage', 'session'),
      body: people.passwordChange,
      async handle({ who, body }) {
        await passwords.change(who, body);
        return { status: 204 };
      },
    }),
    route({
      method: 'POST',
      path: '/invitations',
      allow: (ability) => ability.can('manage', 'user'),
      body: people.invitation,
      handle: async ({ who, body }) => ({ status: 201, body: await invitations.invite(who, body) }),
    }),
    route({
      method: 'GET',
      path: '/invitations/:token',
      allow: 'anyone',
      handle: async ({ params }) => ({ body: await invitations.look(token(params)) }),
    }),
    route({
      method: 'PUT',
      path: '/invitations/:token',
      allow: 'anyone',
      body: people.newPassword,
      async handle({ params, body, app, raw }) {
        const from = { ...askers.fromOf(raw.request), app };
        const { who, setCookie } = await invitations.accept(token(params), body.password, from);
        return { body: { who }, headers: { 'Set-Cookie': setCookie } };
      },
    }),
    route({
      method: 'GET',
      path: '/users',
      allow: (ability) => ability.can('read', 'user'),
      query: people.userQuery,
      handle: async ({ query }) => ({ body: await users.list(query) }),
    }),
    route({
      method: 'PATCH',
      path: '/users/:id',
      allow: (ability) => ability.can('manage', 'user'),
      body: people.userChange,
      handle: async ({ who, params, body }) => ({ body: await users.change(who, idIn(params), body) }),
    }),
    route({
      method: 'POST',
      path: '/users/:id/approve',
      allow: (ability) => ability.can('approve', 'user'),
      body: people.approval,
      handle: async ({ who, params, body }) => ({ body: await users.approve(who, idIn(params), body) }),
    }),
  ];
}

import { rejected, textOf } from '#lib/forms/rejection.ts';
import { PAGES } from '@dispatch/shared/people/person';
import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  if (locals.who === null) redirect(303, `${PAGES.signIn}?to=/account`);
  return {
    who: locals.who,
    sessions: await locals.pages.sessions(),
    now: Date.now(),
    said: url.searchParams.get('said'),
  };
};

export const actions: Actions = {
  revoke: async ({ locals, request }) => {
    const form = await request.formData();
    const answer = await locals.pages.command({
      method: 'DELETE',
      path: `/sessions/${encodeURIComponent(textOf(form, 'id'))}`,
    });
    const rejection = rejected(answer, form, 'revoke');
    if (rejection) return fail(rejection.status, rejection);
    redirect(303, '/account?said=revoked');
  },
  password: async ({ locals, request }) => {
    const form = await request.formData();
    const field = (name: string): string => {
      const value = form.get(name);
      return typeof value === 'string' ? value : '';
    };
    const answer = await locals.pages.command({
      method: 'PUT',
      path: '/password',
      body: { current: field('current'), password: field('password') },
    });
    const rejection = rejected(answer, form, 'password');
    if (rejection) return fail(rejection.status, rejection);
    redirect(303, '/account?said=password');
  },
};

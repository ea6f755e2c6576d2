import { rejected } from '#lib/forms/rejection.ts';
import { PAGES } from '@dispatch/shared/people/person';
import { fail, redirect } from '@sveltejs/kit';
import type { Actions } from './$types';

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const form = await request.formData();
    const password = form.get('password');
    const answer = await locals.pages.command({
      method: 'PUT',
      path: `/password-resets/${encodeURIComponent(params.token)}`,
      body: { password: typeof password === 'string' ? password : '' },
    });
    const rejection = rejected(answer, form);
    if (rejection) return fail(rejection.status, rejection);
    redirect(303, `${PAGES.signIn}?said=password-set`);
  },
};

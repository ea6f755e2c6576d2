import { rejected, textOf } from '#lib/forms/rejection.ts';
import { wayOn } from '#lib/access/way-on.ts';
import { fail, redirect } from '@sveltejs/kit';
import type { Me } from '@dispatch/shared/people/person';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
  const to = url.searchParams.get('to');
  if (locals.who !== null) redirect(303, wayOn(locals.who.kind, to));
  return { said: url.searchParams.get('said'), field: to?.startsWith('/field') === true };
};

export const actions: Actions = {
  default: async ({ locals, request, url }) => {
    const form = await request.formData();
    const password = form.get('password');
    const answer = await locals.pages.command({
      method: 'POST',
      path: '/session',
      body: { email: textOf(form, 'email'), password: typeof password === 'string' ? password : '', app: 'home' },
    });
    const rejection = rejected(answer, form);
    if (rejection) return fail(rejection.status, rejection);
    const { who } = (answer as { value: { who: Me } }).value;
    redirect(303, wayOn(who.kind, url.searchParams.get('to')));
  },
};

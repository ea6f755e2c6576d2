import { rejected, textOf } from '#lib/forms/rejection.ts';
import { homeOf } from '#lib/access/way-on.ts';
import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
  if (locals.who !== null) redirect(303, homeOf(locals.who.kind));
  return { kind: url.searchParams.get('kind') === 'staff' ? ('staff' as const) : ('household' as const) };
};

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const form = await request.formData();
    const kind = textOf(form, 'kind') === 'staff' ? 'staff' : 'household';
    const optional = (name: string): Record<string, string> =>
      textOf(form, name) === '' ? {} : { [name]: textOf(form, name) };
    const password = form.get('password');
    const answer = await locals.pages.command({
      method: 'POST',
      path: '/registrations',
      body: {
        kind,
        name: textOf(form, 'name'),
        email: textOf(form, 'email'),
        password: typeof password === 'string' ? password : '',
        ...optional('phone'),
        ...(kind === 'household' ? optional('address') : {}),
      },
    });
    const rejection = rejected(answer, form);
    if (rejection) return fail(rejection.status, { rejection, done: null });
    // The answer is the same when the address is taken; then only the mail says so.
    return { rejection: null, done: { kind, email: textOf(form, 'email') } };
  },
};

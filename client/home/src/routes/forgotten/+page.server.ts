import { rejected, textOf } from '#lib/forms/rejection.ts';
import { fail } from '@sveltejs/kit';
import type { Actions } from './$types';

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const form = await request.formData();
    const email = textOf(form, 'email');
    const answer = await locals.pages.command({ method: 'POST', path: '/password-resets', body: { email } });
    const rejection = rejected(answer, form);
    if (rejection) return fail(rejection.status, { rejection, sentTo: null });
    return { rejection: null, sentTo: email };
  },
};

import { rejected } from '#lib/forms/rejection.ts';
import { homeOf } from '#lib/access/way-on.ts';
import type { Me } from '@dispatch/shared/people/person';
import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => ({
  invited: await locals.pages.invitation(params.token),
});

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const form = await request.formData();
    const password = form.get('password');
    const answer = await locals.pages.command({
      method: 'PUT',
      path: `/invitations/${encodeURIComponent(params.token)}`,
      body: { password: typeof password === 'string' ? password : '' },
    });
    const rejection = rejected(answer, form);
    if (rejection) return fail(rejection.status, rejection);
    const { who } = (answer as { value: { who: Me } }).value;
    redirect(303, homeOf(who.kind));
  },
};

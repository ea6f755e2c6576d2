import { PAGES } from '@dispatch/shared/people/person';
import { redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

// Opening the address changes nothing; the button on the account page posts here.
export const load: PageServerLoad = () => redirect(303, '/account');

export const actions: Actions = {
  default: async ({ locals }) => {
    if (locals.who !== null) await locals.pages.command({ method: 'DELETE', path: '/session' });
    redirect(303, `${PAGES.signIn}?said=signed-out`);
  },
};

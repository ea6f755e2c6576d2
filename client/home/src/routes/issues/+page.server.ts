import { PAGES } from '@dispatch/shared/people/person';
import { redirect } from '@sveltejs/kit';
import { homeOf } from '#lib/access/way-on.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  if (locals.who === null) redirect(303, `${PAGES.signIn}?to=/issues`);
  if (locals.who.kind !== 'household') redirect(303, homeOf(locals.who.kind));
  return { ...(await locals.pages.mine()), now: Date.now() };
};

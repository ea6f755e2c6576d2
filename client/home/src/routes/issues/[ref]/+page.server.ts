import { act, follow, startOf } from '#lib/progress/page.ts';
import { PAGES } from '@dispatch/shared/people/person';
import type { TrackedIssue } from '@dispatch/shared/protocol/pages';
import { error, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

async function own(locals: App.Locals, ref: string): Promise<TrackedIssue> {
  if (locals.who === null) redirect(303, `${PAGES.signIn}?to=${encodeURIComponent(`/issues/${ref}`)}`);
  return (await locals.pages.issue(ref)) ?? error(404, 'There is no such issue of yours.');
}

export const load: PageServerLoad = async ({ locals, params, url }) => ({
  start: startOf(await own(locals, params.ref), locals, url, null),
});

export const actions: Actions = {
  act: async (event) => act(event, (await own(event.locals, event.params.ref)).issue, null),
  follow: async (event) => follow(event, (await own(event.locals, event.params.ref)).issue, null),
};

import { act, follow, startOf } from '#lib/progress/page.ts';
import type { TrackedIssue } from '@dispatch/shared/protocol/pages';
import { error } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

async function tracked(locals: App.Locals, token: string): Promise<TrackedIssue> {
  return (await locals.pages.track(token)) ?? error(404, 'This link is no longer valid. Ask the office for a new one.');
}

export const load: PageServerLoad = async ({ locals, params, url }) => ({
  start: startOf(await tracked(locals, params.token), locals, url, params.token),
});

export const actions: Actions = {
  act: async (event) => act(event, (await tracked(event.locals, event.params.token)).issue, event.params.token),
  follow: async (event) => follow(event, (await tracked(event.locals, event.params.token)).issue, event.params.token),
};

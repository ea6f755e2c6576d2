import { act, startOf } from '#lib/progress/page.ts';
import { ownIssue } from '#lib/progress/tracked.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => ({
  start: startOf(await ownIssue(locals, params.ref), locals, url, null),
});

export const actions: Actions = {
  act: async (event) => act(event, (await ownIssue(event.locals, event.params.ref)).issue, null),
};

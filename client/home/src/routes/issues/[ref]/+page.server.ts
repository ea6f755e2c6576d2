import { act, share, startOf, visitor } from '#lib/progress/page.ts';
import { ownIssue } from '#lib/progress/tracked.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => ({
  start: startOf(await ownIssue(locals, params.ref), locals, url, null),
});

export const actions: Actions = {
  share: async (event) => share(event, (await ownIssue(event.locals, event.params.ref)).issue, null),
  act: async (event) => act(event, (await ownIssue(event.locals, event.params.ref)).issue, null),
  visitor: async (event) => visitor(event, (await ownIssue(event.locals, event.params.ref)).issue, null),
};

import { act, share, startOf, visitor } from '#lib/progress/page.ts';
import { trackedByLink } from '#lib/progress/tracked.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => ({
  start: startOf(await trackedByLink(locals, params.token), locals, url, params.token),
});

export const actions: Actions = {
  share: async (event) =>
    share(event, (await trackedByLink(event.locals, event.params.token)).issue, event.params.token),
  act: async (event) => act(event, (await trackedByLink(event.locals, event.params.token)).issue, event.params.token),
  visitor: async (event) =>
    visitor(event, (await trackedByLink(event.locals, event.params.token)).issue, event.params.token),
};

import { categoryFor, followOf } from '#lib/filing/follow.ts';
import { submit } from '#lib/filing/submit.ts';
import { trackedByLink } from '#lib/progress/tracked.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => ({
  ...(await followOf(locals, (await trackedByLink(locals, params.token)).issue)),
  back: `/t/${params.token}`,
});

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const { issue } = await trackedByLink(locals, params.token);
    const followed = { id: issue.id, link: params.token };
    return submit(locals, await request.formData(), await categoryFor(locals, issue), followed);
  },
};

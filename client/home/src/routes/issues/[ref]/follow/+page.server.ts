import { categoryFor, followOf } from '#lib/filing/follow.ts';
import { submit } from '#lib/filing/submit.ts';
import { ownIssue } from '#lib/progress/tracked.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => ({
  ...(await followOf(locals, (await ownIssue(locals, params.ref)).issue)),
  back: `/issues/${params.ref}`,
});

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const { issue } = await ownIssue(locals, params.ref);
    return submit(locals, await request.formData(), await categoryFor(locals, issue), { id: issue.id, link: null });
  },
};

import { submit } from '#lib/filing/submit.ts';
import { newKey } from '@dispatch/base/lib/key';
import type { Category } from '@dispatch/shared/board/reference';
import { error } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

async function categoryOf(locals: App.Locals, code: string): Promise<Category> {
  const categories = await locals.pages.categories();
  return (
    categories.find((category) => category.code === code) ?? error(404, 'That kind of problem cannot be reported here.')
  );
}

export const load: PageServerLoad = async ({ locals, params }) => ({
  category: await categoryOf(locals, params.code),
  key: newKey(),
});

export const actions: Actions = {
  default: async ({ locals, params, request }) =>
    submit(locals, await request.formData(), await categoryOf(locals, params.code)),
};

import { submit } from '#lib/filing/submit.ts';
import { rejectionOf, textOf } from '#lib/forms/rejection.ts';
import { newKey } from '@dispatch/base/lib/key';
import { fail } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({
  categories: await locals.pages.categories(),
  key: newKey(),
});

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const form = await request.formData();
    const categories = await locals.pages.categories();
    const category = categories.find(({ id }) => id === textOf(form, 'categoryId'));
    if (!category) {
      const reason = 'Choose what comes closest.';
      return fail(
        400,
        rejectionOf(
          {
            type: 'about:blank',
            title: '',
            status: 400,
            code: 'invalid',
            detail: 'What is it about?',
            next: reason,
            fields: [{ field: 'categoryId', code: 'required', reason }],
          },
          form,
        ),
      );
    }
    return submit(locals, form, category);
  },
};

import { rejectionOf, textOf, type Rejection } from '#lib/forms/rejection.ts';
import { newKey } from '@dispatch/base/lib/key';
import type { Category } from '@dispatch/shared/board/reference';
import { fail, redirect, type ActionFailure } from '@sveltejs/kit';
import { filingOf } from './filing.ts';

/** Files the report and goes on to its page: the own one of someone signed in, else that of its tracking link. */
export async function submit(
  locals: App.Locals,
  form: FormData,
  category: Category,
): Promise<ActionFailure<Rejection>> {
  const key = textOf(form, 'key');
  const answer = await locals.pages.command({
    method: 'POST',
    path: '/issues',
    body: filingOf(category, form),
    key: /^[0-9a-f]{32}$/.test(key) ? key : newKey(),
  });
  if (!answer.ok) return fail(answer.problem.status, rejectionOf(answer.problem, form));
  const filed = answer.value as { ref: string; link: string };
  redirect(303, `${locals.who?.kind === 'household' ? `/issues/${filed.ref}` : filed.link}?did=file`);
}

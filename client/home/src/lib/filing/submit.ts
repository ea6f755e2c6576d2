import { rejectionOf, textOf, type Rejection } from '#lib/forms/rejection.ts';
import { newKey } from '@dispatch/base/lib/key';
import type { Category } from '@dispatch/shared/board/reference';
import { fail, redirect, type ActionFailure } from '@sveltejs/kit';
import { filingOf } from './filing.ts';

/** The issue that a report follows. */
export interface Followed {
  readonly id: string;
  /** Token of the link that shows it; null when the session does. */
  readonly link: string | null;
}

/** Files the report and goes on to its page: the own one of someone signed in, else that of its tracking link. */
export async function submit(
  locals: App.Locals,
  form: FormData,
  category: Category,
  followed?: Followed,
): Promise<ActionFailure<Rejection>> {
  const key = textOf(form, 'key');
  const link = followed?.link ?? null;
  const answer = await locals.pages.command({
    method: 'POST',
    path: '/issues',
    body: { ...filingOf(category, form), ...(followed && { follows: followed.id }) },
    key: /^[0-9a-f]{32}$/.test(key) ? key : newKey(),
    ...(link === null ? {} : { link }),
  });
  if (!answer.ok) return fail(answer.problem.status, rejectionOf(answer.problem, form));
  const filed = answer.value as { ref: string; link: string };
  const own = locals.who?.kind === 'household' && link === null;
  redirect(303, `${own ? `/issues/${filed.ref}` : filed.link}?did=${followed ? 'follow' : 'file'}`);
}

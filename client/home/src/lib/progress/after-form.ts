import type { Rejection } from '#lib/forms/rejection.ts';
import type { ProgressStart } from './progress.svelte.ts';

/** What the page adds to its start after a form was sent. */
export function afterForm(
  form: Rejection | { shared: string } | null | undefined,
): Pick<ProgressStart, 'rejection' | 'shared'> {
  if (!form) return { rejection: null, shared: null };
  return 'shared' in form ? { rejection: null, shared: form.shared } : { rejection: form, shared: null };
}

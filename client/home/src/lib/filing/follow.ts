import { newKey } from '@dispatch/base/lib/key';
import type { Category } from '@dispatch/shared/board/reference';
import type { PublicIssue } from '@dispatch/shared/issues/views';
import { redirect } from '@sveltejs/kit';

/** The category of a report that follows an issue: the same one, or the choice of all when it is no longer offered. */
export async function categoryFor(locals: App.Locals, issue: PublicIssue): Promise<Category> {
  const categories = await locals.pages.categories();
  return categories.find(({ name }) => name === issue.category) ?? redirect(303, '/report');
}

/** What the page of such a report shows. */
export async function followOf(
  locals: App.Locals,
  issue: PublicIssue,
): Promise<{ category: Category; ref: string; key: string }> {
  return { category: await categoryFor(locals, issue), ref: issue.ref, key: newKey() };
}

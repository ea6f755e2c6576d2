import { PAGES } from '@dispatch/shared/people/person';
import type { TrackedIssue } from '@dispatch/shared/protocol/pages';
import { error, redirect } from '@sveltejs/kit';

/** The issue of a tracking link, or a page that says that the link is over. */
export async function trackedByLink(locals: App.Locals, token: string): Promise<TrackedIssue> {
  return (await locals.pages.track(token)) ?? error(404, 'This link is no longer valid. Ask the office for a new one.');
}

/** An issue of whoever is signed in; others are sent to sign in and back. */
export async function ownIssue(locals: App.Locals, ref: string): Promise<TrackedIssue> {
  if (locals.who === null) redirect(303, `${PAGES.signIn}?to=${encodeURIComponent(`/issues/${ref}`)}`);
  return (await locals.pages.issue(ref)) ?? error(404, 'There is no such issue of yours.');
}

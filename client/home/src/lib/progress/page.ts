/** What the progress page's two addresses (/t/<token>, /issues/<ref>) do alike on the server. */
import { rejectionOf, type Rejection } from '#lib/forms/rejection.ts';
import { newKey } from '@dispatch/base/lib/key';
import type { PublicIssue } from '@dispatch/shared/issues/views';
import type { PageAnswer, TrackedIssue } from '@dispatch/shared/protocol/pages';
import { fail, redirect, type ActionFailure } from '@sveltejs/kit';
import { commandOf, FORM_ACTIONS, visitorOf, type FormAction } from './command.ts';
import type { ProgressStart } from './progress.svelte.ts';

const DID = [...FORM_ACTIONS, 'follow', 'file'] as const;

/** Everything the page is drawn from. `link` is the token of the address, null on /issues/<ref>. */
export function startOf(
  tracked: TrackedIssue,
  locals: App.Locals,
  url: URL,
  link: string | null,
): Omit<ProgressStart, 'rejection' | 'shared'> {
  const { organisation } = locals;
  return {
    issue: tracked.issue,
    scope: tracked.scope,
    position: tracked.position,
    visitors: tracked.visitors,
    kept: tracked.kept,
    link,
    timeZone: organisation.timeZone,
    undoSeconds: organisation.undoSeconds,
    phone: organisation.phone,
    tileUrl: organisation.tileUrl,
    tileAttribution: organisation.tileAttribution,
    now: Date.now(),
    key: newKey(),
    did: DID.find((known) => known === url.searchParams.get('did')) ?? null,
    focus: FORM_ACTIONS.find((known) => known === url.searchParams.get('answer')) ?? null,
  };
}

/** A form of the page, sent without script. */
export async function act(
  event: { locals: App.Locals; request: Request; url: URL },
  issue: PublicIssue,
  link: string | null,
): Promise<ActionFailure<Rejection>> {
  const form = await event.request.formData();
  const command = commandOf(form);
  if (command === null) return fail(400, unreadable(form));
  const answer = await event.locals.pages.command({
    method: 'POST',
    path: `/issues/${issue.id}/${command.action}`,
    body: command.body,
    key: command.key,
    ...(link === null ? {} : { link }),
  });
  return concluded(answer, form, command.action, `${event.url.pathname}?did=${command.action}`);
}

/** Who should come again, said without script. */
export async function visitor(
  event: { locals: App.Locals; request: Request; url: URL },
  issue: PublicIssue,
  link: string | null,
): Promise<ActionFailure<Rejection>> {
  const form = await event.request.formData();
  const said = visitorOf(form);
  if (said === null) return fail(400, unreadable(form));
  const answer = await event.locals.pages.command({
    method: 'PUT',
    path: `/issues/${issue.id}/visitors/${said.contractorId}`,
    body: { wish: said.wish },
    ...(link === null ? {} : { link }),
  });
  if (!answer.ok) return fail(answer.problem.status, rejectionOf(answer.problem, form, 'visitor'));
  redirect(303, `${event.url.pathname}#visitors`);
}

/** A link for others, who may watch and not act; asked for without script. */
export async function share(
  event: { locals: App.Locals; request: Request },
  issue: PublicIssue,
  link: string | null,
): Promise<ActionFailure<Rejection> | { shared: string }> {
  const answer = await event.locals.pages.command({
    method: 'POST',
    path: `/issues/${issue.id}/links`,
    body: { scope: 'watch' },
    ...(link === null ? {} : { link }),
  });
  if (!answer.ok) return fail(answer.problem.status, rejectionOf(answer.problem, new FormData(), 'share'));
  return { shared: (answer.value as { url: string }).url };
}

function concluded(answer: PageAnswer, form: FormData, name: FormAction, onwards: string): ActionFailure<Rejection> {
  if (!answer.ok) return fail(answer.problem.status, rejectionOf(answer.problem, form, name));
  redirect(303, onwards);
}

function unreadable(form: FormData): Rejection {
  return rejectionOf(
    {
      type: 'about:blank',
      title: '',
      status: 400,
      code: 'invalid',
      detail: 'That form was not complete.',
      next: 'Load the page again and try once more.',
    },
    form,
  );
}

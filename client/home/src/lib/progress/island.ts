/**
 * The one script of the progress page: makes what the server rendered live. It takes over the rendered element, keeps
 * it current over the socket, and sends the page's forms itself so that nothing is loaded anew.
 */
import { rejectionOf } from '#lib/forms/rejection.ts';
import { api, explainAnswer } from '@dispatch/base/lib/api';
import { setZone } from '@dispatch/base/lib/time';
import { LiveConnection } from '@dispatch/base/live/connection';
import { onWake } from '@dispatch/base/live/wake';
import { reloadOnce } from '@dispatch/base/lib/reload';
import { openWire } from '@dispatch/base/live/wire';
import type { PublicIssue } from '@dispatch/shared/issues/views';
import type { Visitor } from '@dispatch/shared/wishes/wish';
import { hydrate } from 'svelte';
import { commandOf, UNDOABLE, visitorOf } from './command.ts';
import View from './Progress.svelte';
import { readStart } from './start.element.ts';
import { Progress, type Freshness, type ProgressStart } from './progress.svelte.ts';

const TICK = 5_000;

const target = document.getElementById('progress');
const start = readStart();
if (target && start) mountIsland(target, start);

function mountIsland(element: HTMLElement, begin: ProgressStart): void {
  setZone(begin.timeZone);
  const progress = new Progress(begin);
  /** Between this device's clock and the server's, ms. */
  let ahead = Date.now() - begin.now;
  hydrate(View, { target: element, props: { progress } });
  progress.perform = (form) => void send(progress, form);
  progress.share = () => void share(progress);
  progress.say = (form) => void say(progress, form);
  setInterval(() => {
    progress.now = Date.now() - ahead;
  }, TICK);

  const link = begin.link ?? undefined;
  const live = new LiveConnection({ wire: openWire(link) });
  live.on('issue', (issue) => {
    progress.take(issue);
  });
  live.on('joined', ({ content }) => {
    for (const issue of content.public) progress.take(issue);
  });
  live.on('public_position', (message) => {
    progress.position = 'gone' in message ? null : message;
  });
  live.on('fresh', ({ at }) => {
    ahead = Date.now() - at;
    progress.freshAt = at;
    if (Math.abs(at - progress.now) > TICK) progress.now = at;
  });
  live.on('state', (state) => {
    if (state.kind === 'outdated') reloadOnce();
    const words: Record<Exclude<typeof state.kind, 'outdated'>, Freshness> = {
      connecting: 'connecting',
      live: 'live',
      behind: 'connecting',
      offline: 'offline',
      refused: 'over',
    };
    if (state.kind !== 'outdated') progress.freshness = words[state.kind];
  });
  live.on('denied', () => {
    progress.freshness = 'over';
  });
  live.join([`issue:${begin.issue.id}:public`]);
  onWake(() => {
    live.check();
  });
  live.start();

  focusAnswer(element, begin);
}

/** A link in a mail is about one answer: it has the focus, so that a keyboard is one key away from giving it. */
function focusAnswer(element: HTMLElement, { focus }: ProgressStart): void {
  const form = focus === null ? null : element.querySelector(`input[name="action"][value="${focus}"]`)?.closest('form');
  const place = form ?? (location.hash === '#answer' ? element.querySelector('#answer') : null);
  place?.querySelector<HTMLElement>('textarea, button')?.focus();
}

/** Makes an address for others to watch, and copies it where the browser lets a page do so. */
async function share(progress: Progress): Promise<void> {
  const { link } = progress.start;
  const answer = await api<{ url: string }>(`/issues/${progress.issue.id}/links`, {
    method: 'POST',
    body: { scope: 'watch' },
    app: 'home',
    ...(link === null ? {} : { link }),
  });
  if (answer.kind !== 'done') {
    const { sentence, next } = explainAnswer(answer);
    progress.rejection = { sentence, next, fields: {}, values: {}, form: 'share', status: 0 };
    return;
  }
  const url = new URL(answer.value.url, location.href).href;
  progress.shared = url;
  progress.copied = await copy(url);
}

/** Says whether somebody should come again; the answer is everybody who has been there. */
async function say(progress: Progress, form: HTMLFormElement): Promise<void> {
  const said = visitorOf(new FormData(form));
  if (said === null) return;
  progress.rejection = null;
  const { link } = progress.start;
  const answer = await api<Visitor[]>(`/issues/${progress.issue.id}/visitors/${said.contractorId}`, {
    method: 'PUT',
    body: { wish: said.wish },
    app: 'home',
    ...(link === null ? {} : { link }),
  });
  if (answer.kind === 'done') progress.visitors = answer.value;
  else {
    const { sentence, next } = explainAnswer(answer);
    progress.rejection = { sentence, next, fields: {}, values: {}, form: 'visitor', status: 0 };
  }
}

/** Pages that did not come over https have no clipboard. */
async function copy(text: string): Promise<boolean> {
  if (!('clipboard' in navigator)) return false;
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
}

/** Sends a form as its command; the page's own forms do the same without this script. */
async function send(progress: Progress, form: HTMLFormElement): Promise<void> {
  const data = new FormData(form);
  const command = commandOf(data);
  if (command === null || progress.sending !== null) return;
  progress.sending = command.action;
  progress.rejection = null;
  const link = progress.start.link;
  const answer = await api<{ issue?: PublicIssue }>(`/issues/${progress.issue.id}/${command.action}`, {
    method: 'POST',
    body: command.body,
    idempotencyKey: command.key,
    app: 'home',
    ...(link === null ? {} : { link }),
  });
  progress.sending = null;
  if (answer.kind === 'offline') {
    // Whether it was done is not known; the same form sent again carries the same key.
    progress.rejection = {
      sentence: answer.sentence,
      next: 'What you entered is kept; send it again in a moment.',
      fields: {},
      values: {},
      form: command.action,
      status: 503,
    };
    return;
  }
  if (answer.kind !== 'done') {
    progress.rejection = rejectionOf(answer.problem, data, command.action);
    return;
  }
  if (answer.value.issue) progress.take(answer.value.issue);
  progress.did = {
    action: command.action,
    undoUntil: UNDOABLE.has(command.action) ? progress.now + progress.start.undoSeconds * 1_000 : null,
  };
  progress.renewKey();
  form.reset();
  for (const details of document.querySelectorAll<HTMLDetailsElement>('#progress details')) details.open = false;
}

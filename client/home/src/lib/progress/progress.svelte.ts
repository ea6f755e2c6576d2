import type { Rejection } from '#lib/forms/rejection.ts';
import { newKey } from '@dispatch/base/lib/key';
import type { PublicIssue } from '@dispatch/shared/issues/views';
import type { PublicPosition } from '@dispatch/shared/protocol/events';
import type { RangesKept } from '@dispatch/shared/arrivals/range';
import type { Visitor } from '@dispatch/shared/wishes/wish';
import type { FormAction } from './command.ts';

/** Everything the page is drawn from, as plain data: the server renders it, the island starts from it. */
export interface ProgressStart {
  readonly issue: PublicIssue;
  readonly scope: 'watch' | 'act';
  readonly position: PublicPosition | null;
  /** Who has been at the household. */
  readonly visitors: readonly Visitor[];
  /** How often arrival ranges were kept. */
  readonly kept: RangesKept;
  /** Token of the link it was opened by; null when the session says who it is. */
  readonly link: string | null;
  readonly timeZone: string;
  readonly undoSeconds: number;
  readonly phone: string | null;
  readonly tileUrl: string | null;
  readonly tileAttribution: string | null;
  /** Unix ms: the server's clock when the page was made. */
  readonly now: number;
  /** One key per form, so that a form sent twice acts once. */
  readonly key: string;
  readonly rejection: Rejection | null;
  /** Address of a page that others may watch, once one was asked for. */
  readonly shared: string | null;
  /** What the visitor has just done here. */
  readonly did: FormAction | 'follow' | 'file' | null;
  /** Which answer the link in a mail was about: that form is open and has the focus. */
  readonly focus: FormAction | null;
}

/** Just done, and until when it can be taken back (Unix ms, null: it cannot). */
export interface Did {
  readonly action: FormAction | 'follow' | 'file';
  readonly undoUntil: number | null;
}

/** Where a link of the page can get its answers from; the island brings one, the server's rendering has none. */
export type Perform = (form: HTMLFormElement) => void;

export type Freshness = 'still' | 'live' | 'connecting' | 'offline' | 'over';

/** The state of the progress page. On the server it never changes; in the browser the island moves it. */
export class Progress {
  readonly start: ProgressStart;
  issue = $state.raw() as PublicIssue;
  position = $state.raw<PublicPosition | null>(null);
  /** Unix ms, the server's clock; moves on each few seconds. */
  now = $state(0);
  freshness = $state<Freshness>('still');
  /** When it was last known to be current, Unix ms. */
  freshAt = $state(0);
  /** The form under way. */
  sending = $state<FormAction | null>(null);
  rejection = $state.raw<Rejection | null>(null);
  did = $state.raw<Did | null>(null);
  key = $state('');
  /** Address of a page that others may watch; null until one is asked for. */
  shared = $state<string | null>(null);
  /** The address lies in the clipboard. */
  copied = $state(false);
  visitors = $state.raw<readonly Visitor[]>([]);
  perform: Perform | null = null;
  /** Says whether somebody should come again. */
  say: Perform | null = null;
  /** Makes such an address and hands it to the device. */
  share: (() => void) | null = null;

  constructor(start: ProgressStart) {
    this.start = start;
    this.issue = start.issue;
    this.position = start.position;
    this.visitors = start.visitors;
    this.now = start.now;
    this.freshAt = start.now;
    this.rejection = start.rejection;
    this.key = start.key;
    this.shared = start.shared;
    const undoUntil = start.issue.changedAt + start.undoSeconds * 1000;
    this.did = start.did === null ? null : { action: start.did, undoUntil: undoUntil > start.now ? undoUntil : null };
  }

  get mayAct(): boolean {
    return this.start.scope === 'act' && this.freshness !== 'over';
  }

  /** Takes a newer view of the issue (rule L3: the higher `rev` stays). */
  take(issue: PublicIssue): void {
    if (issue.rev < this.issue.rev) return;
    // It has moved on: what was said about an earlier step would only be in the way.
    if (issue.status !== this.issue.status) this.did = null;
    this.issue = issue;
    if (issue.status !== 'en_route') this.position = null;
  }

  /** After a command went through: its key is used up. */
  renewKey(): void {
    this.key = newKey();
  }
}

import { LiveConnection } from '@dispatch/base/live/connection';
import { onWake } from '@dispatch/base/live/wake';
import { openWire } from '@dispatch/base/live/wire';
import type { PublicIssue } from '@dispatch/shared/issues/views';

/** A household's own issues, kept current while the page is open. */
export class MyIssues {
  #issues = $state.raw<readonly PublicIssue[]>([]);

  constructor(issues: readonly PublicIssue[]) {
    this.#issues = issues;
  }

  /** Those still under way, and those over; the one that changed last is first. */
  readonly active = $derived(this.#sorted((issue) => !isOver(issue)));
  readonly past = $derived(this.#sorted(isOver));

  #sorted(wanted: (issue: PublicIssue) => boolean): PublicIssue[] {
    return this.#issues.filter(wanted).sort((a, b) => needsYou(b) - needsYou(a) || b.changedAt - a.changedAt);
  }

  #take(issue: PublicIssue): void {
    this.#issues = this.#issues.map((held) => (held.id === issue.id && issue.rev >= held.rev ? issue : held));
  }

  /** Follows the socket; returns the way to stop. */
  follow(): () => void {
    if (this.#issues.length === 0) return () => undefined;
    const live = new LiveConnection({ wire: openWire() });
    live.on('issue', (issue) => {
      this.#take(issue);
    });
    live.on('joined', ({ content }) => {
      for (const issue of content.public) this.#take(issue);
    });
    live.join(this.#issues.map(({ id }) => `issue:${id}:public` as const));
    const stopWaking = onWake(() => {
      live.check();
    });
    live.start();
    return () => {
      stopWaking();
      live.stop();
    };
  }
}

/** Nothing is to come any more; a confirmed one can only come back. */
export function isOver(issue: PublicIssue): boolean {
  return issue.status === 'closed' || issue.status === 'confirmed';
}

/** 1 where a question to the household is open. */
export function needsYou(issue: PublicIssue): 0 | 1 {
  return issue.askedAt !== null || issue.status === 'resolved' ? 1 : 0;
}

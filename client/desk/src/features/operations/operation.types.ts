import type { IssueCard } from '@dispatch/shared/issues/views';
import type { Desk } from '../workspace/desk.svelte.ts';

/** Under which head an operation stands in the palette and the help. */
export type Section = 'issue' | 'selection' | 'go' | 'show' | 'view' | 'you';

/** What an operation works with: the desk, and the issues it is about (one, several or none). */
export interface Hand {
  readonly desk: Desk;
  readonly cards: readonly IssueCard[];
}

/**
 * Something a person can do at the desk. The one list of them is read by buttons, keys, the palette and the help, so
 * that whatever one of them does the others do too.
 */
export interface Operation {
  /** Stable, also from visit to visit: `issue.assign`. */
  readonly id: string;
  readonly section: Section;
  readonly label: string;
  /** The key that does it: `A`, `/`, `Ctrl K`. */
  readonly key?: string | undefined;
  /** Other words it is looked for by. */
  readonly words?: string | undefined;
  /** Asks which issue when none is selected. */
  readonly aboutIssue?: true | undefined;
  /** False: there is no such thing here, for this person. */
  available(hand: Hand): boolean;
  /** Why it cannot be done now; null when it can. */
  disabledReason(hand: Hand): string | null;
  run(hand: Hand): void;
}

import type { Contractor } from '@dispatch/shared/board/reference';

/** A contractor as a choice, with what speaks for and against it. */
export interface Candidate {
  readonly contractor: Contractor;
  /** "not trained: drains", "free 11:46", "fits 3 of 5" */
  readonly note: string;
  /** The note is the first thing to know: it has the issue already. */
  readonly has?: boolean;
  /** Something speaks against it. */
  readonly against?: boolean;
  /** How far, or what it costs: at the end of the line. */
  readonly cost: string;
  /** What there is to say about it in whole sentences, shown for the one that is chosen. */
  readonly detail?: string;
  /** What its rank is made of: words and minutes. */
  readonly parts?: readonly { readonly text: string; readonly minutes: number }[];
}

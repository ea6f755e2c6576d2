import type { HoldReason, Outcome, Urgency } from '@dispatch/shared/issues/status';
import type { CategoryCode } from './categories.ts';
import type { Position } from './town.types.ts';

/** For moves that bring nothing. */
export type Nothing = Readonly<Record<string, never>>;

/** Who does a step; numbers are indices in TownPeople. */
export type HistoryActor =
  | { kind: 'household'; household: number }
  | { kind: 'operator'; operator: number }
  | { kind: 'contractor'; contractor: number }
  | { kind: 'system' };

/**
 * A step of an issue's life: an action of the lifecycle table or a note, with what the command brings. Fields are those
 * of the command's schema, but contractors, categories and issues are named by index or code instead of id.
 */
export type HistoryMove =
  | { action: 'triage'; input: { urgency?: Urgency; category?: CategoryCode } }
  | { action: 'offer'; input: { contractor: number } }
  | { action: 'assign'; input: { contractor: number; windowFrom?: number; windowTo?: number } }
  | { action: 'accept'; input: { etaAt?: number } }
  | { action: 'pass'; input: { reason: string } }
  | { action: 'expire'; input: Nothing }
  | { action: 'withdraw'; input: { reason?: string } }
  | { action: 'depart'; input: { etaAt: number } }
  | { action: 'arrive'; input: Nothing }
  | { action: 'hold'; input: { hold: HoldReason; reason: string } }
  | { action: 'resume'; input: Nothing }
  | { action: 'finish'; input: { note: string } }
  | { action: 'ask'; input: { question: string } }
  | { action: 'answer'; input: { text: string } }
  | { action: 'cancel'; input: { reason: string } }
  | { action: 'reject'; input: { reason: string } }
  /** Index of the other issue in TownHistory.issues; it is always earlier in the list. */
  | { action: 'merge'; input: { into: number; reason: string } }
  | { action: 'confirm'; input: { rating: number } }
  | { action: 'dispute'; input: { reason: string } }
  | { action: 'reopen'; input: { reason: string } }
  | { action: 'lapse'; input: Nothing }
  | { action: 'settle'; input: Nothing }
  | { action: 'comment'; input: { text: string; kind: 'public' | 'internal' } }
  | { action: 'call'; input: { to: 'contractor' | 'household'; outcome: 'reached' | 'no_answer'; note?: string } }
  | { action: 'mark'; input: { call: 'contractor' | 'household'; on: boolean } };

export type HistoryStep = HistoryMove & {
  /** Unix milliseconds; rising within an issue, never after `now`. */
  at: number;
  actor: HistoryActor;
};

/** An issue from its filing to where it stands now. */
export interface HistoryIssue extends Position {
  /** Unix milliseconds. */
  filedAt: number;
  /** The household itself, or an operator for a caller. */
  filedBy: HistoryActor;
  household: number;
  category: CategoryCode;
  urgency: Urgency;
  title: string;
  description: string;
  answers: Record<string, string | number | boolean>;
  /** In words, as shown on cards. */
  place: string;
  district: number;
  /** Asked to be called back instead of describing it. */
  callback: boolean;
  steps: HistoryStep[];
}

export interface TownHistory {
  /** Rising by filedAt. */
  issues: HistoryIssue[];
  /** Where each contractor is at `now`, by index: on the way to, or at, the issue it works on, else at home. */
  positions: (Position & { contractor: number; heading: number | null; at: number })[];
}

export interface HistoryOptions {
  seed: number;
  /** Unix milliseconds: the moment the live day shows. */
  now: number;
  /** How far back; default 6. */
  weeks?: number;
  /** About how many issues come to an end in that time; default 100 a week. */
  perWeek?: number;
  /** Periods and waiting times as the organisation has set them; defaults as in the configuration. */
  confirmDays?: number;
  offerMinutes?: Readonly<Record<Urgency, number>>;
  /**
   * Days after which a confirmed issue settles; default 2. Shorter than a real reopening period, so that the demo's
   * board is not full of confirmed issues; they can still be reopened after it.
   */
  settleDays?: number;
}

/** How an issue of the history stands. */
export interface HistoryStanding {
  stage: 'inbox' | 'to_assign' | 'offered' | 'open' | 'en_route' | 'in_progress' | 'resolved' | 'confirmed' | 'closed';
  outcome: Outcome | null;
}

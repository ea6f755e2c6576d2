/** The dialogs over the workspace, and which one asks for what a deed needs. */
import type { Action } from '@dispatch/shared/issues/lifecycle';
import type { IssueCard } from '@dispatch/shared/issues/views';
import type { FactDraft } from './fact-draft.svelte.ts';
import type { EditField, TriageField } from './fact-fields.ts';

/** A dialog over the workspace. */
export type OpenDialog =
  | { readonly kind: 'assign'; readonly card: IssueCard }
  | { readonly kind: 'triage'; readonly card: IssueCard; readonly draft?: FactDraft<TriageField> }
  | { readonly kind: 'edit'; readonly card: IssueCard; readonly draft?: FactDraft<EditField> }
  | { readonly kind: 'split'; readonly card: IssueCard }
  | { readonly kind: 'link'; readonly card: IssueCard }
  | { readonly kind: 'plan'; readonly card: IssueCard }
  | { readonly kind: 'pin'; readonly card: IssueCard }
  | { readonly kind: 'wish'; readonly card: IssueCard }
  /** With the others that are picked already, if several were. */
  | { readonly kind: 'merge'; readonly card: IssueCard; readonly others?: readonly IssueCard[] }
  /** Asks for a reason, a hold reason, a question or a note. */
  | { readonly kind: 'words'; readonly card: IssueCard; readonly action: Action; readonly title: string }
  /** A call that is being made, and how it ends. */
  | {
      readonly kind: 'call';
      readonly card: IssueCard;
      readonly to: 'household' | 'contractor';
      readonly callee: { readonly name: string; readonly phone: string } | null;
    }
  /** The household's messages and the answer to them. */
  | { readonly kind: 'reply'; readonly card: IssueCard; readonly messages: readonly string[] }
  /** The same for several issues, as they stood when it was opened. */
  | { readonly kind: 'bulk'; readonly action: BulkAction; readonly cards: readonly IssueCard[] }
  | { readonly kind: 'file' }
  | { readonly kind: 'palette' }
  | { readonly kind: 'plan_day' }
  | { readonly kind: 'wall' }
  /** What contractors ask for: time off, extra time. */
  | { readonly kind: 'time_off' }
  | { readonly kind: 'help' };

/** What can be done to several issues at once and has to be asked for first. */
export type BulkAction = 'triage' | 'assign' | 'cancel' | 'reject';

/** A dialog over the facts of an issue, with what has been typed into it. */
export type FactsDialog =
  | { readonly kind: 'triage'; readonly card: IssueCard; readonly draft: FactDraft<TriageField> }
  | { readonly kind: 'edit'; readonly card: IssueCard; readonly draft: FactDraft<EditField> };

const DIALOGS: Partial<Record<Action, 'assign' | 'triage' | 'edit' | 'split' | 'plan' | 'pin' | 'wish' | 'merge'>> = {
  assign: 'assign',
  offer: 'assign',
  reassign: 'assign',
  triage: 'triage',
  edit: 'edit',
  split: 'split',
  plan: 'plan',
  pin: 'pin',
  wish: 'wish',
  merge: 'merge',
};
const WORDS: ReadonlySet<Action> = new Set([
  'hold',
  'ask',
  'answer',
  'cancel',
  'reject',
  'dispute',
  'reopen',
  'finish',
  'confirm',
]);

/** The dialog that asks for what an action needs; null when it needs nothing. @param label what the action is called */
export function dialogFor(card: IssueCard, action: Action, label: string): OpenDialog | null {
  const kind = DIALOGS[action];
  if (kind !== undefined) return { kind, card };
  return WORDS.has(action) ? { kind: 'words', card, action, title: `${label}: ${card.ref}` } : null;
}

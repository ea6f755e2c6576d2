/** How a command ended, in words. */
import type { Outcome } from '@dispatch/base/live/pending-commands';
import { reasonOf } from '@dispatch/base/features/board/operations';
import type { Action, NoteAction } from '@dispatch/shared/issues/lifecycle';
import { STAGE_WORDS } from '@dispatch/shared/issues/stage';
import type { IssueCard } from '@dispatch/shared/issues/views';
import { doneOf, pastOf } from './event-words.ts';

type NameOf = (contractorId: string) => string;
type NotDone = Exclude<Outcome, { kind: 'done' }>;

/** "Bo has been asked already." */
export function hasWords(name: string, card: IssueCard): string {
  return `${name} ${card.stage === 'offered' ? 'has been asked already' : 'has it already'}.`;
}

/** "J-4F7K: Bo Sand has been asked." */
export function doneWords(
  ref: string,
  action: Action | NoteAction,
  card: IssueCard | undefined,
  nameOf: NameOf,
): string {
  const name = card?.contractorId ? nameOf(card.contractorId) : null;
  if (name !== null && card?.stage === 'offered' && (action === 'offer' || action === 'reassign'))
    return `${ref}: ${name} has been asked.`;
  if (name !== null && (action === 'assign' || action === 'reassign')) return `${ref}: assigned to ${name}.`;
  return `${ref}: ${doneOf(action)}.`;
}

/** An outcome that is not done, as a sentence and what to do next. @param card as it was before */
export function explain(outcome: NotDone, card: IssueCard, nameOf: NameOf): { words: string; next: string } {
  switch (outcome.kind) {
    case 'conflict': {
      const { by, action } = outcome.conflict;
      const now = (outcome.conflict.card as IssueCard | null) ?? card;
      const holder = now.contractorId === null ? '' : `, ${nameOf(now.contractorId)}`;
      return {
        words: `${by ?? 'Someone'} ${pastOf(action)} in the meantime. It is now ${STAGE_WORDS[now.stage].toLowerCase()}${holder}.`,
        next: 'Look at it, or try again on what it is now.',
      };
    }
    case 'refused':
    case 'invalid': {
      const fields = outcome.kind === 'invalid' ? outcome.fields.map(({ reason }) => reason) : [];
      return { words: [outcome.problem.detail, ...fields].join(' '), next: outcome.problem.next };
    }
    case 'impossible':
      return { words: reasonOf(outcome.refusal, card), next: '' };
    case 'dropped':
      return { words: 'Not done, since the step before it was not.', next: 'Try again.' };
  }
}

/** What was wrong, beside the issue it is about; null when it is done. */
export function faultOf(outcome: Outcome, card: IssueCard): string | null {
  switch (outcome.kind) {
    case 'done':
      return null;
    case 'conflict':
      return `${outcome.conflict.by ?? 'Someone'} ${pastOf(outcome.conflict.action)} meanwhile.`;
    case 'refused':
    case 'invalid':
      return outcome.problem.detail;
    case 'impossible':
    case 'dropped':
      return explain(outcome, card, () => '').words;
  }
}

/** What can be wanted of several issues at once. */
import { labelOf } from '@dispatch/base/features/board/operations';
import type { IssueCard } from '@dispatch/shared/issues/views';
import { doneOf } from '../issues/event-words.ts';
import { placing, type PlaceMode } from '../issues/placing.ts';
import type { Intent } from './bulk.svelte.ts';

/** Asks a contractor to take them, or puts it in charge. */
export function toPlace(contractorId: string, name: string, mode: PlaceMode): Intent {
  return {
    title: mode === 'offer' ? `Ask ${name}` : `Assign to ${name}`,
    done: mode === 'offer' ? `offered to ${name}` : `assigned to ${name}`,
    plan: (card) => {
      const steps = placing(card, contractorId, mode);
      if (steps !== 'has') return steps;
      return { nothing: card.stage === 'offered' ? `${name} has been asked already.` : `${name} has it already.` };
    },
  };
}

/** What triage sets; what is left out stays as it is. */
export type TriageInput = Partial<Pick<IssueCard, 'urgency' | 'categoryId' | 'teamId' | 'districtId'>>;

export function toTriage(input: TriageInput): Intent {
  return { title: labelOf('triage'), done: doneOf('triage'), plan: () => [{ action: 'triage', input }] };
}

/** Ends them, or takes them back, with a reason where one was given. */
export function toEnd(action: 'cancel' | 'reject' | 'withdraw', reason: string): Intent {
  const input = reason === '' ? {} : { reason };
  return { title: labelOf(action), done: doneOf(action), plan: () => [{ action, input }] };
}

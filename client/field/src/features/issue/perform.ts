import { announce } from '@dispatch/base/ui/announcer.svelte.ts';
import { tell, tellUndo } from '@dispatch/base/ui/toast';
import { nextOf, sentenceOf } from '@dispatch/shared/errors';
import type { Action, NoteAction } from '@dispatch/shared/issues/lifecycle';
import { LIFECYCLE } from '@dispatch/shared/issues/lifecycle';
import { STATUS_WORDS } from '@dispatch/shared/issues/status';
import type { IssueCard } from '@dispatch/shared/issues/views';
import type { Work } from '../work/work.svelte.ts';

/** What is said when it is done. */
const DONE: Partial<Record<Action | NoteAction, string>> = {
  accept: 'Accepted.',
  pass: 'Passed on.',
  depart: 'You are on the way.',
  arrive: 'You have arrived.',
  hold: 'On hold.',
  resume: 'Going on.',
  finish: 'Done. The household is asked.',
  hand_back: 'Handed back to the office.',
  transfer: 'Your colleague has been asked.',
  ask: 'The household has been asked.',
  comment: 'Sent.',
  call: 'The call is noted.',
};
/** Takes away the undo of an issue's earlier step: only the latest can be undone. */
const undoShown = new Map<string, () => void>();
const UNDOABLE: ReadonlySet<string> = new Set(LIFECYCLE.filter((move) => move.undoable).map((move) => move.action));

/**
 * Does something to an issue and says how it went: what can be taken back with a button to do so, a refusal with its
 * reason and what to do.
 *
 * @returns true once the server has done it
 */
export async function perform(
  work: Work,
  card: IssueCard,
  action: Action | NoteAction,
  input: Record<string, unknown> = {},
): Promise<boolean> {
  // Gone at once, not when the server has answered: without a connection that may take hours.
  undoShown.get(card.id)?.();
  undoShown.delete(card.id);
  const outcome = await work.pending.run(card.id, action, input);
  switch (outcome.kind) {
    case 'done': {
      const words = DONE[action];
      if (words === undefined) return true;
      announce(words);
      const { version } = outcome.done;
      undoShown.get(card.id)?.();
      if (UNDOABLE.has(action))
        undoShown.set(
          card.id,
          tellUndo(words, work.organisation.undoSeconds * 1_000, () => void undo(work, card, version)),
        );
      if (action === 'finish') void work.readDone();
      return true;
    }
    case 'conflict': {
      const { by } = outcome.conflict;
      tell(`${by ?? 'Someone'} changed this issue in the meantime.`, {
        detail: 'Look at what changed and decide again.',
        id: card.id,
      });
      return false;
    }
    case 'refused':
    case 'invalid':
      tell(outcome.problem.detail, {
        detail: outcome.problem.fields?.[0]?.reason ?? outcome.problem.next,
        id: card.id,
      });
      return false;
    case 'impossible':
      tell(sentenceOf(outcome.refusal, { status: STATUS_WORDS[card.status] }), {
        detail: nextOf(outcome.refusal),
        id: card.id,
      });
      return false;
    case 'dropped':
      return false;
  }
}

async function undo(work: Work, card: IssueCard, version: number): Promise<void> {
  const outcome = await work.pending.run(card.id, 'undo', {}, version);
  if (outcome.kind === 'done') {
    tell('Taken back.');
    void work.readDone();
  } else if (outcome.kind === 'conflict') tell('Someone has changed it since; it cannot be taken back any more.');
  else if (outcome.kind === 'refused') tell(outcome.problem.detail, { detail: outcome.problem.next });
}

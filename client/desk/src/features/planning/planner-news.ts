/** The day planner of a desk, and what it says by toast: found, applied with the way back, taken back. */
import { announce } from '@dispatch/base/ui/announcer.svelte.ts';
import { tell, tellFault, tellUndo } from '@dispatch/base/ui/toast';
import { toast } from 'svelte-sonner';
import { DayPlanner } from './day-planner.svelte.ts';
import { foundWords, titleOf, worthOf } from './run-words.ts';

/** How long what was found, and the way back, are offered. Milliseconds. */
const FOUND_MS = 15_000;
const UNDO_MS = 20_000;

/**
 * @param own tells that this desk acts on these issues
 * @param look opens what was found
 */
export function openPlanner(own: (ids: readonly string[]) => void, look: () => void): DayPlanner {
  let dismiss: () => void = () => undefined;
  const planner = new DayPlanner({
    say: announce,
    own,
    ended: (run) => {
      toast(foundWords(run), { duration: FOUND_MS, action: { label: 'Look', onClick: look } });
    },
    applied: (change) => {
      const words = `${titleOf(change)}.`;
      dismiss = tellUndo(words, UNDO_MS, () => void planner.undo(change.id), worthOf(change));
      announce(words);
    },
    undone: (words, answer) => {
      dismiss();
      if (answer.kind !== 'done') tellFault(answer, 'plan-undo');
      else {
        tell(words);
        announce(words);
      }
    },
  });
  return planner;
}

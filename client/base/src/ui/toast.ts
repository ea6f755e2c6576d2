import { toast } from 'svelte-sonner';
import type { Answer } from '../lib/api.ts';
import { explainAnswer } from '../lib/api.ts';

/*
 * Toasts are only for what happened elsewhere, or what can still be undone. What went wrong with something a person is
 * looking at belongs next to it (FieldError, ErrorState).
 */

/** Says that something happened elsewhere. `id` replaces an earlier toast of the same id. */
export function tell(text: string, more: { detail?: string; id?: string } = {}): void {
  toast(text, {
    ...(more.detail === undefined ? {} : { description: more.detail }),
    ...(more.id === undefined ? {} : { id: more.id }),
  });
}

/** Says what was done and offers to take it back for `ms` milliseconds. Returns the way to take the toast away. */
export function tellUndo(text: string, ms: number, undo: () => void, detail = ''): () => void {
  const id = toast(text, {
    duration: ms,
    ...(detail !== '' && { description: detail }),
    action: { label: 'Undo', onClick: undo },
  });
  return () => toast.dismiss(id);
}

/** Says why something was refused, and what to do. `done` is no fault and says nothing. */
export function tellFault(answer: Answer<unknown>, id?: string): void {
  if (answer.kind === 'done') return;
  const { sentence, next } = explainAnswer(answer);
  toast.error(sentence, { description: next, duration: 10_000, ...(id === undefined ? {} : { id }) });
}

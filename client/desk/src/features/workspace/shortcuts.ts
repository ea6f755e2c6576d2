/** Keys of the workspace: what each does stands in the table of operations. */
import { keyName, operationFor, perform } from '../operations/operations.ts';
import type { Desk } from './desk.svelte.ts';

/** What picks cards belongs to the cards: elsewhere the blank presses, and Ctrl A marks text. */
const OF_CARDS: ReadonlySet<string> = new Set(['Space', 'Ctrl A']);
const FIELDS = 'input, textarea, select, [contenteditable]';
const OVERLAYS = '[role="dialog"], [role="menu"]';

/** @returns true when the key meant something here */
export function handleKey(desk: Desk, event: KeyboardEvent): boolean {
  if (event.altKey || event.defaultPrevented || event.isComposing) return false;
  if (desk.deeds.dialog || desk.deeds.lost || desk.bulk.open || desk.timeline.ask) return false;
  const target = event.target as HTMLElement | null;
  const key = keyName(event);
  if (target?.closest(OVERLAYS) != null) return false;
  // A field takes what is typed; with Ctrl it is not typed.
  if (target?.closest(FIELDS) != null && key !== 'Ctrl K') return false;
  if (OF_CARDS.has(key) && target?.closest('[data-card]') == null) return false;
  // With Shift the digits are the saved filters; what they type depends on the keyboard, where they lie does not.
  const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
  if (event.shiftKey && !event.ctrlKey && !event.metaKey && digit !== undefined && desk.applyNth(Number(digit)))
    return true;
  const hand = { desk, cards: desk.subject };
  const operation = operationFor(key, hand);
  if (!operation || (key === 'Esc' && operation.disabledReason(hand) !== null)) return false;
  perform(operation, hand);
  return true;
}

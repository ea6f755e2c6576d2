/** Everything that can be done at the desk, and the one way of doing it. */
import { announce } from '@dispatch/base/ui/announcer.svelte.ts';
import type { Action } from '@dispatch/shared/issues/lifecycle';
import { toast } from 'svelte-sonner';
import { DESK_OPERATIONS } from './desk.operations.ts';
import { ISSUE_OPERATIONS, LIFECYCLE_OPERATIONS } from './issue.operations.ts';
import type { Hand, Operation } from './operation.types.ts';
import { SELECTION_OPERATIONS } from './selection.operations.ts';

export const OPERATIONS: readonly Operation[] = [...ISSUE_OPERATIONS, ...SELECTION_OPERATIONS, ...DESK_OPERATIONS];

/** Does it, or says why not. @returns true when it was possible. */
export function perform(operation: Operation, hand: Hand): boolean {
  const reason = operation.disabledReason(hand);
  if (reason === null) {
    operation.run(hand);
    return true;
  }
  toast.error(reason, { id: `refused:${operation.id}` });
  announce(reason, 'urgent');
  return false;
}

/** The name of a key as the table and the screens have it: `A`, `Esc`, `Ctrl K`. */
export function keyName(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>): string {
  const { key } = event;
  const name = key === 'Escape' ? 'Esc' : key === ' ' ? 'Space' : key.length === 1 ? key.toUpperCase() : key;
  return event.ctrlKey || event.metaKey ? `Ctrl ${name}` : name;
}

/**
 * What a key means now: the first operation of that key that can be done, else the first there is. A key of the issue
 * means nothing while none is selected.
 */
export function operationFor(key: string, hand: Hand): Operation | null {
  const own = OPERATIONS.filter((operation) => operation.key === key && operation.available(hand));
  const meant = own.find((operation) => operation.disabledReason(hand) === null) ?? own[0] ?? null;
  const idle = meant !== null && hand.cards.length === 0 && meant.section === 'issue';
  return idle && meant.disabledReason(hand) !== null ? null : meant;
}

export function operationOf(id: string): Operation {
  const operation = OPERATIONS.find((one) => one.id === id);
  if (!operation) throw new Error(`expected an operation of the table, got ${id}`);
  return operation;
}

/** What the lifecycle allows with these, split into what is possible and what is not, with the reason. */
export function lifecycleOf(hand: Hand): { action: Action; operation: Operation; reason: string | null }[] {
  return LIFECYCLE_OPERATIONS.map((operation) => ({
    action: operation.action,
    operation,
    reason: operation.disabledReason(hand),
  }));
}

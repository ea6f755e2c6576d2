/** Keys of the workspace, pressed alone. */
import { operationsOf } from '@dispatch/base/features/board/operations';
import { actionFor } from '../issues/keys.ts';
import type { Desk } from './desk.svelte.ts';

/** True while a key belongs to what is being typed or to an open dialog or menu. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.isComposing) return true;
  const target = event.target as HTMLElement | null;
  return target?.closest('input, textarea, select, [contenteditable], [role="dialog"], [role="menu"]') != null;
}

/** @returns true when the key meant something here */
export function handleKey(desk: Desk, event: KeyboardEvent, focusSearch: () => void): boolean {
  if (isTaken(event) || desk.deeds.dialog || desk.deeds.lost) return false;
  switch (event.key) {
    case '/':
      focusSearch();
      return true;
    case '?':
      desk.deeds.dialog = { kind: 'help' };
      return true;
    case 'n':
    case 'N':
      desk.deeds.dialog = { kind: 'file' };
      return true;
    case 'Escape':
      if (desk.selection.issueId !== null) desk.select(null, 'drawer');
      else if (desk.selection.contractorId !== null) desk.selection.contractorId = null;
      else return false;
      return true;
    case '1':
      desk.arrangement.show(['kanban', 'map', 'strip']);
      return true;
    case '2':
      desk.arrangement.show(['kanban', 'strip']);
      return true;
    case '3':
      desk.arrangement.show(['map', 'strip']);
      return true;
    case '4':
      desk.arrangement.toggle('strip');
      return true;
    case '5':
      desk.openQueue();
      return true;
    default:
      return event.key.length === 1 && handleIssueKey(desk, event.key);
  }
}

function handleIssueKey(desk: Desk, key: string): boolean {
  const id = desk.selection.issueId;
  const card = id === null ? undefined : desk.cardOf(id);
  if (!card) return false;
  if (key === 'u' || key === 'U') {
    void desk.deeds.undo(card.id, card.version);
    return true;
  }
  if (key === 'k' || key === 'K') {
    void desk.deeds.do(card.id, 'mark', { call: 'household', on: !card.callHousehold });
    return true;
  }
  const operations = operationsOf(
    card,
    desk.actor,
    { reopenDays: desk.roster.organisation?.reopenDays ?? 14 },
    Date.now(),
  );
  const action = actionFor(key, (one) =>
    operations.some((operation) => operation.action === one && operation.disabledReason === null),
  );
  const operation = operations.find((one) => one.action === action);
  if (!operation) return false;
  desk.deeds.start(card, operation);
  return true;
}

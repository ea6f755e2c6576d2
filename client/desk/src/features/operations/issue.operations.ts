/** What can be done to the selected issue, or to each of several. */
import { labelOf, reasonOf } from '@dispatch/base/features/board/operations';
import { lifeOf } from '@dispatch/base/live/predict';
import { tell } from '@dispatch/base/ui/toast';
import { findMove, LIFECYCLE, ACTIONS, type Action } from '@dispatch/shared/issues/lifecycle';
import { DISPATCHERS } from '@dispatch/shared/access/roles';
import type { IssueCard } from '@dispatch/shared/issues/views';
import { tick } from 'svelte';
import { ACTION_KEYS } from '../issues/keys.ts';
import type { Hand, Operation } from './operation.types.ts';

/** Made by timers, one way of another (asking is a way of assigning), or standing by itself (undo, swap). */
const NOT_HERE: ReadonlySet<Action> = new Set(['expire', 'give_up', 'lapse', 'settle', 'undo', 'offer', 'swap']);
const NONE = 'Select an issue first.';

const WORDS: Partial<Record<Action, string>> = {
  triage: 'urgency category team district priority',
  assign: 'offer ask contractor place send give',
  reassign: 'offer ask contractor move hand over',
  withdraw: 'unassign free release',
  plan: 'window appointment time schedule',
  pin: 'keep lock fix contractor time unpin',
  wish: 'available visit suits household when flexible',
  merge: 'duplicate same',
  split: 'divide part several',
  ask: 'question household',
  finish: 'resolve fixed complete',
  confirm: 'fixed satisfied',
  dispute: 'not fixed again',
  cancel: 'close end delete',
  edit: 'change title address place',
};

/** What of this can be done to several at once. */
const IN_BULK: ReadonlySet<Action> = new Set(['triage', 'assign', 'withdraw', 'merge', 'cancel', 'reject']);
/** More are not looked at side by side. */
const MOST_MERGED = 20;

export interface IssueOperation extends Operation {
  readonly action: Action;
}

/** Why the table does not allow it for this one; null when it does. */
function refusalFor(action: Action, { desk }: Hand, card: IssueCard): string | null {
  const rules = { reopenDays: desk.roster.organisation?.reopenDays ?? 14 };
  const answer = findMove(lifeOf(card, rules), action, desk.actor, Date.now());
  return 'move' in answer ? null : reasonOf(answer.refusal, card);
}

function reasonFor(action: Action, hand: Hand): string | null {
  const [first] = hand.cards;
  if (!first) return NONE;
  if (hand.cards.length === 1) return refusalFor(action, hand, first);
  if (!IN_BULK.has(action)) return 'This is done to one issue at a time.';
  if (action === 'merge' && hand.cards.length > MOST_MERGED)
    return `Up to ${String(MOST_MERGED)} are merged at once: pick fewer.`;
  // Placing several takes each from where it stands, also those that someone has.
  const ways: readonly Action[] = action === 'assign' ? ['assign', 'reassign'] : [action];
  const possible = hand.cards.some((card) => ways.some((way) => refusalFor(way, hand, card) === null));
  return possible ? null : `With none of the ${String(hand.cards.length)}: ${refusalFor(action, hand, first) ?? ''}`;
}

function start(action: Action, { desk, cards }: Hand): void {
  const [first] = cards;
  if (!first) return;
  if (cards.length === 1) desk.deeds.start(first, { action, label: labelOf(action) });
  else desk.startBulk(action, cards);
}

const isForDispatchers = (action: Action): boolean =>
  LIFECYCLE.some((row) => row.action === action && DISPATCHERS.some((role) => row.actors.includes(role)));

/** The lifecycle's actions, in the order of its table. */
export const LIFECYCLE_OPERATIONS: readonly IssueOperation[] = ACTIONS.filter(
  (action) => !NOT_HERE.has(action) && isForDispatchers(action),
).map((action) => ({
  id: `issue.${action}`,
  section: 'issue',
  action,
  label: labelOf(action),
  key: ACTION_KEYS[action],
  words: WORDS[action],
  aboutIssue: true,
  available: () => true,
  disabledReason: (hand) => reasonFor(action, hand),
  run: (hand) => {
    start(action, hand);
  },
}));

const one = ({ cards }: Hand): string | null =>
  cards.length === 0 ? NONE : cards.length > 1 ? 'This is done to one issue at a time.' : null;

function unplannable({ cards: [card] }: Hand): string | null {
  if (card?.status === 'new' || card?.status === 'open') return null;
  return 'Only what has not begun can be placed.';
}

function unkept(hand: Hand): string | null {
  const [card] = hand.cards;
  if (!card) return NONE;
  const isKept = card.plan?.pinnedTo !== undefined || card.plan?.pinnedAt !== undefined;
  if (card.contractorId === null && !isKept) return 'Nobody has it yet: give it to someone first.';
  return refusalFor('pin', hand, card);
}

/** Opens a part of the drawer and puts the focus on what is meant in it. */
async function enter(
  { desk, cards }: Hand,
  tab: 'facts' | 'messages',
  selector: string,
  otherwise: string,
): Promise<void> {
  const [card] = cards;
  if (!card) return;
  if (desk.selection.issueId !== card.id) desk.select(card.id, 'search');
  desk.detail.tab = tab;
  await desk.detail.loaded();
  await tick();
  const field = document.querySelector<HTMLElement>(`.drawer ${selector}`);
  if (field) field.focus();
  else tell(otherwise, { id: `enter:${card.id}` });
}

/** What was done last was done to several, and to this one among them: it is taken back as a whole. */
function isOfBulk({ desk: { bulk }, cards }: Hand): boolean {
  const [card] = cards;
  if (bulk.run === null || bulk.undoReason !== null) return false;
  if (card === undefined || cards.length > 1) return true;
  return bulk.run.items.some((item) => item.card.id === card.id && item.version === card.version);
}

/** Beside the lifecycle: what is said, noted or taken back. */
const OTHERS: readonly Operation[] = [
  {
    id: 'issue.link',
    section: 'issue',
    label: 'Link to another issue',
    key: 'L',
    words: 'relate related caused by follows connect',
    aboutIssue: true,
    available: () => true,
    disabledReason: one,
    run: ({ desk, cards: [card] }) => {
      if (card) desk.deeds.dialog = { kind: 'link', card };
    },
  },
  {
    id: 'issue.time',
    section: 'issue',
    label: 'Find a place on the timeline',
    key: 'F',
    words: 'plan schedule when who best contractor',
    aboutIssue: true,
    available: () => true,
    disabledReason: (hand) => one(hand) ?? unplannable(hand),
    run: ({ desk, cards: [card] }) => {
      if (card) desk.placeInTime(card);
    },
  },
  {
    id: 'issue.keep',
    section: 'issue',
    label: 'Keep it with its contractor, or let it move again',
    key: 'V',
    words: 'pin lock fix hold unpin',
    aboutIssue: true,
    available: () => true,
    disabledReason: (hand) => one(hand) ?? unkept(hand),
    run: ({ desk, cards: [card] }) => {
      if (card) void desk.timeline.keep(card);
    },
  },
  {
    id: 'issue.undo',
    section: 'issue',
    label: 'Undo the last change',
    key: 'U',
    words: 'take back revert',
    aboutIssue: true,
    available: () => true,
    disabledReason: (hand) => {
      if (isOfBulk(hand)) return hand.desk.bulk.undoReason;
      return hand.cards.length === 1 ? null : hand.desk.bulk.undoReason;
    },
    run: (hand) => {
      const [card] = hand.cards;
      if (isOfBulk(hand)) void hand.desk.bulk.undo();
      else if (card) void hand.desk.deeds.undo(card.id, card.version);
    },
  },
  {
    id: 'issue.mark',
    section: 'issue',
    label: 'Mark the household to be called, or take the mark away',
    key: 'K',
    words: 'phone bell call',
    aboutIssue: true,
    available: () => true,
    disabledReason: one,
    run: ({ desk, cards: [card] }) => {
      if (card) void desk.deeds.do(card.id, 'mark', { call: 'household', on: !card.callHousehold });
    },
  },
  {
    id: 'issue.comment',
    section: 'issue',
    label: 'Write a message or a note',
    words: 'comment internal tell household',
    aboutIssue: true,
    available: () => true,
    disabledReason: one,
    run: (hand) => void enter(hand, 'messages', 'textarea', 'Messages cannot be written here.'),
  },
  {
    id: 'issue.call',
    section: 'issue',
    label: 'Call the household or the contractor',
    words: 'phone ring reached',
    aboutIssue: true,
    available: () => true,
    disabledReason: one,
    run: (hand) => void enter(hand, 'facts', 'a[href^="tel:"]', 'No phone number is known.'),
  },
  {
    id: 'issue.leave',
    section: 'issue',
    label: 'Close the drawer, or let go of the selection',
    key: 'Esc',
    available: () => true,
    disabledReason: ({ desk: { selection } }) =>
      selection.several.size === 0 && selection.issueId === null && selection.contractorId === null
        ? 'Nothing is selected.'
        : null,
    run: ({ desk }) => {
      const { selection } = desk;
      if (selection.several.size > 0) desk.pickNone();
      else if (selection.issueId !== null) desk.select(null, 'drawer');
      else selection.contractorId = null;
    },
  },
];

export const ISSUE_OPERATIONS: readonly Operation[] = [...LIFECYCLE_OPERATIONS, ...OTHERS];

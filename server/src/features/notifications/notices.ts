import type { Status, Urgency } from '@dispatch/shared/issues/status';
import type { FeedEvent } from '../../platform/feed/projection.ts';

/** What a mail tells. */
export const NOTICES = [
  'filed',
  'accepted',
  'moved',
  'en_route',
  'resolved',
  'asked',
  'reopened',
  'closed',
  'message',
  'split_off',
  'offered',
  'assigned',
  'taken_back',
] as const;
export type Notice = (typeof NOTICES)[number];

/**
 * To the household and whoever filed, to those whose reports were merged into the issue, or to the contractor named by
 * the event.
 */
export type Party = 'household' | 'joined' | 'contractor_after' | 'contractor_before';

/** What of an event decides whom to tell, besides what the feed carries. */
export type NoticeEvent = Pick<FeedEvent, 'action' | 'contractorBefore' | 'contractorAfter'> & {
  /** The assignment's state after the event, where the event changed it. */
  assignmentAfter: 'offered' | 'accepted' | null;
  /** Filed by splitting another issue. */
  splitOff: boolean;
  /** A message for everyone whose report stands behind the issue. */
  toAll: boolean;
  /** Other reports were merged into the issue. */
  joined: boolean;
  /** Whoever has it now has only been asked. */
  offered: boolean;
  /** The household was told of the visit together with it. */
  told: boolean;
};

interface Rule {
  notice: Notice;
  to: Party;
  actions: readonly string[];
  applies?(event: NoticeEvent): boolean;
  /** Told at once; everything else waits as long as it may be undone. */
  atOnce?: true;
}

const accepted = (event: NoticeEvent): boolean =>
  !event.offered && (event.assignmentAfter === 'accepted' || (event.assignmentAfter === null && replaced(event)));
const toAll = (event: NoticeEvent): boolean => event.toAll;
const replaced = (event: NoticeEvent): boolean =>
  event.contractorBefore !== null && event.contractorBefore !== event.contractorAfter;

/** The table. */
export const RULES: readonly Rule[] = [
  { notice: 'filed', to: 'household', actions: ['file'], applies: (event) => !event.splitOff, atOnce: true },
  { notice: 'split_off', to: 'household', actions: ['split_off'] },
  {
    notice: 'accepted',
    to: 'household',
    actions: ['assign', 'accept', 'reassign', 'swap'],
    applies: accepted,
  },
  { notice: 'accepted', to: 'joined', actions: ['assign', 'accept', 'reassign', 'swap'], applies: accepted },
  // With a new contractor it is told by `accepted`.
  { notice: 'moved', to: 'household', actions: ['plan'], applies: (event) => event.told },
  { notice: 'en_route', to: 'household', actions: ['depart'] },
  { notice: 'resolved', to: 'household', actions: ['finish'] },
  { notice: 'resolved', to: 'joined', actions: ['finish'] },
  { notice: 'asked', to: 'household', actions: ['ask'], atOnce: true },
  { notice: 'reopened', to: 'household', actions: ['dispute', 'reopen'] },
  { notice: 'reopened', to: 'joined', actions: ['dispute', 'reopen'] },
  { notice: 'closed', to: 'household', actions: ['cancel', 'reject', 'merge'] },
  // Merged on into a third issue, they follow that one: nothing ends for them.
  { notice: 'closed', to: 'joined', actions: ['cancel', 'reject'] },
  { notice: 'message', to: 'household', actions: ['comment'], applies: toAll, atOnce: true },
  { notice: 'message', to: 'joined', actions: ['comment'], applies: toAll, atOnce: true },
  {
    notice: 'offered',
    to: 'contractor_after',
    actions: ['offer', 'transfer', 'reassign', 'swap'],
    // Of a swapped offer only the contractor changes.
    applies: (event) => event.assignmentAfter === 'offered' || (event.action === 'swap' && event.offered),
    atOnce: true,
  },
  {
    notice: 'assigned',
    to: 'contractor_after',
    actions: ['assign', 'reassign', 'swap'],
    applies: (event) =>
      event.assignmentAfter !== 'offered' && !event.offered && event.contractorBefore !== event.contractorAfter,
  },
  {
    notice: 'taken_back',
    to: 'contractor_before',
    actions: ['withdraw', 'reassign', 'swap', 'assign', 'cancel', 'reject', 'merge'],
    applies: replaced,
  },
];

export interface DueNotice {
  notice: Notice;
  to: Party;
  atOnce: boolean;
}

/** Whom to tell what because of an event. Emergencies wait for nothing. */
export function noticesOf(event: NoticeEvent, urgency: Urgency): DueNotice[] {
  return RULES.filter(
    (rule) =>
      rule.actions.includes(event.action) && (rule.to !== 'joined' || event.joined) && (rule.applies?.(event) ?? true),
  ).map(({ notice, to, atOnce }) => ({ notice, to, atOnce: atOnce === true || urgency === 'emergency' }));
}

/** What is asked of the present before a notice is written. */
export interface Present {
  status: Status;
  contractorId: string | null;
  assignmentState: 'offered' | 'accepted' | null;
  asked: boolean;
  /** The event was taken back by an undo. */
  undone: boolean;
}

/** Whether a notice still tells the truth: while it waited, things may have gone on. */
export function stillTrue(
  notice: Notice,
  { contractorBefore, contractorAfter }: Pick<NoticeEvent, 'contractorBefore' | 'contractorAfter'>,
  present: Present,
): boolean {
  if (present.undone) return false;
  switch (notice) {
    case 'offered':
      return present.assignmentState === 'offered' && present.contractorId === contractorAfter;
    case 'accepted':
    case 'assigned':
      return present.assignmentState === 'accepted' && present.contractorId === contractorAfter;
    case 'moved':
      return present.status === 'open' && present.contractorId === contractorAfter;
    case 'en_route':
      return present.status === 'en_route';
    case 'resolved':
      return present.status === 'resolved';
    case 'asked':
      return present.asked;
    case 'reopened':
      return present.status !== 'closed' && present.status !== 'confirmed';
    case 'closed':
      return present.status === 'closed';
    case 'filed':
    case 'message':
      return true;
    case 'split_off':
      return present.status !== 'closed';
    case 'taken_back':
      return present.contractorId !== contractorBefore;
  }
}

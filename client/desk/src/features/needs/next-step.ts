/** Why something waits and what comes next, in words: pure, from the card's reason and what the issue's detail tells. */
import { CALL_WORDS } from '@dispatch/shared/issues/calls';
import type { Entry, NeedKind } from '@dispatch/shared/issues/needs';
import type { IssueCall, IssueDetail } from '@dispatch/shared/issues/views';

export type Step = 'assign' | 'call_household' | 'call_contractor' | 'answer';

/** The one next step for each reason, and what its button says. */
export const NEXT_STEPS: Record<NeedKind, { readonly step: Step; readonly label: string }> = {
  emergency: { step: 'assign', label: 'Find a contractor' },
  emergency_asked: { step: 'assign', label: 'Ask someone else' },
  disputed: { step: 'assign', label: 'Send someone again' },
  unwanted: { step: 'assign', label: 'Send someone else' },
  stuck: { step: 'assign', label: 'Find a contractor' },
  passed: { step: 'assign', label: 'Ask someone else' },
  callback: { step: 'call_household', label: 'Call back' },
  question: { step: 'answer', label: 'Answer' },
  call_household: { step: 'call_household', label: 'Call the household' },
  call_contractor: { step: 'call_contractor', label: 'Call the contractor' },
  late_nobody: { step: 'assign', label: 'Find a contractor' },
  late: { step: 'call_contractor', label: 'Call the contractor' },
};

/** Reasons whose words stand in the issue's detail. */
export const TOLD_BY_DETAIL: ReadonlySet<NeedKind> = new Set<NeedKind>([
  'disputed',
  'stuck',
  'passed',
  'callback',
  'question',
  'call_household',
]);

export interface Line {
  readonly key: string;
  /** Who said it, where that is not plain. */
  readonly who: string | null;
  readonly text: string;
}

/** What was said and tried, oldest first. @param nameOf a contractor's name */
export function linesOf(
  { need }: Pick<Entry, 'need'>,
  detail: IssueDetail,
  nameOf: (id: string) => string | null,
): Line[] {
  switch (need.kind) {
    case 'passed':
      return passesOf(detail, nameOf);
    case 'stuck':
      return [...passesOf(detail, nameOf), ...searchOf(detail)];
    case 'disputed': {
      const said = detail.events.findLast(({ action }) => action === 'dispute' || action === 'reopen');
      return said?.text == null ? [] : [{ key: String(said.id), who: said.actor.name, text: said.text }];
    }
    case 'question': {
      const from = detail.card.waits?.unansweredAt ?? need.since;
      return detail.comments
        .filter(({ kind, at, author }) => kind === 'public' && at >= from && isResident(author.kind))
        .map(({ id, author, text }) => ({ key: id, who: author.name, text }));
    }
    case 'callback':
      return detail.description === '' ? [] : [{ key: 'description', who: null, text: detail.description }];
    default:
      return [];
  }
}

const isResident = (kind: string): boolean => kind === 'household' || kind === 'link';

/** Who was asked since someone last had it, and why each said no. */
function passesOf({ events, card }: IssueDetail, nameOf: (id: string) => string | null): Line[] {
  const lines = events
    .filter(({ action }) => action === 'pass' || action === 'expire')
    .map(({ id, action, changes, text }): Line => {
      const asked = changes['contractorId']?.[0];
      return {
        key: String(id),
        who: typeof asked === 'string' ? (nameOf(asked) ?? 'Someone') : 'Someone',
        text: action === 'expire' ? 'gave no answer in time' : (text ?? 'passed'),
      };
    });
  return lines.slice(-(card.waits?.passes ?? lines.length));
}

/** Why the search by itself ended without anybody, one line for each who was looked at. */
function searchOf({ events }: IssueDetail): Line[] {
  const last = events.findLast(({ action }) => action === 'give_up');
  if (!last?.text) return [];
  return last.text.split('\n').map((text, at) => ({ key: `${last.id}/${at}`, who: null, text }));
}

/** Calls to the household in vain, since it was last reached. */
export function triesOf({ calls }: Pick<IssueDetail, 'calls'>): IssueCall[] {
  const toHousehold = calls.filter(({ to }) => to === 'household');
  const reached = toHousehold.findLastIndex(({ outcome }) => outcome === 'reached');
  return toHousehold.slice(reached + 1);
}

/** "No answer, Ana", with the note where one was made. */
export function tryWords({ outcome, by, note }: IssueCall): string {
  return `${CALL_WORDS[outcome]}${by === null ? '' : `, ${by}`}${note === null || note === '' ? '' : `: ${note}`}`;
}

/** Whom to call: the first contact with a number. */
export function phoneOf(detail: Pick<IssueDetail, 'contacts'>): { name: string; phone: string } | null {
  for (const { name, phone } of detail.contacts) if (phone !== null && phone !== '') return { name, phone };
  return null;
}

/** The life of an issue in a household's words. Pure. */
import { formatMoment } from '@dispatch/base/lib/time';
import type { Outcome } from '@dispatch/shared/issues/status';
import type { JoinedIssue, PublicIssue, PublicStep } from '@dispatch/shared/issues/views';

export interface LineStep {
  readonly key: string;
  readonly words: string;
  /** When it happened, Unix ms; null while it is to come. */
  readonly at: number | null;
  /** The one that comes next, or, when all is over, the last one. */
  readonly bold: boolean;
}

/** The steps of a good course, in order. */
const COURSE: readonly PublicStep[] = ['accepted', 'en_route', 'arrived', 'resolved', 'confirmed'];

/** How many steps of the course each status has behind it. */
const BEHIND: Record<PublicIssue['status'], number> = {
  new: 0,
  open: 1,
  en_route: 2,
  in_progress: 3,
  resolved: 4,
  confirmed: 5,
  closed: 5,
};

const ENDED: Record<Outcome, string> = {
  fixed: 'Closed',
  unanswered: 'Closed without an answer from you',
  cancelled: 'Cancelled',
  rejected: 'Not taken on',
  duplicate: 'Joined with another report of the same',
};

function pastWords(step: PublicStep, outcome: Outcome | null): string {
  switch (step) {
    case 'filed':
      return 'You told us';
    case 'accepted':
      return 'A contractor has taken it';
    case 'en_route':
      return 'On the way to you';
    case 'arrived':
      return 'Arrived, work began';
    case 'resolved':
      return 'Reported as done';
    case 'reopened':
      return 'Not fixed: opened again';
    case 'confirmed':
      return 'You said it is fixed';
    case 'closed':
      return outcome === null ? 'Closed' : ENDED[outcome];
  }
}

function comingWords(step: PublicStep, contractor: string | null): string {
  const who = contractor ?? 'The contractor';
  switch (step) {
    case 'accepted':
      return 'A contractor takes it';
    case 'en_route':
      return `${who} sets out to you`;
    case 'arrived':
      return `${who} arrives`;
    case 'resolved':
      return 'The work is done';
    default:
      return 'You say whether it is fixed';
  }
}

/** For a report that was joined with another one: the own steps, then how it goes there. */
function joinedLine(issue: PublicIssue, joined: JoinedIssue): LineStep[] {
  const own = issue.steps.map(({ step, at }, index) => ({
    key: `own-${String(index)}-${step}`,
    words: step === 'closed' ? `Joined with ${joined.ref}` : pastWords(step, null),
    at,
    bold: false,
  }));
  const there = joined.steps
    .filter(({ step }) => step !== 'filed')
    .map(({ step, at }, index) => ({
      key: `joined-${String(index)}-${step}`,
      words: JOINED_PAST[step] ?? pastWords(step, joined.outcome),
      at,
      bold: false,
    }));
  const coming = COURSE.slice(BEHIND[joined.status], 4).map((step, index) => ({
    key: `coming-${step}`,
    words: JOINED_COMING[step] ?? comingWords(step, joined.contractor),
    at: null,
    bold: index === 0,
  }));
  const past = [...own, ...there].sort((a, b) => a.at - b.at);
  const last = past.at(-1);
  if (coming.length === 0 && last) past[past.length - 1] = { ...last, bold: true };
  return [...past, ...coming];
}

/** The place is another household's: nobody comes to the reader. */
const JOINED_PAST: Partial<Record<PublicStep, string>> = {
  en_route: 'On the way there',
  confirmed: 'Said to be fixed there',
};
const JOINED_COMING: Partial<Record<PublicStep, string>> = {
  en_route: 'Someone sets out there',
  arrived: 'The work begins',
};

/** The vertical line: what happened with its times, then what is to come. */
export function lineOf(issue: PublicIssue): LineStep[] {
  if (issue.joined !== null) return joinedLine(issue, issue.joined);
  const past = issue.steps.map(({ step, at }, index) => ({
    key: `${String(index)}-${step}`,
    words: pastWords(step, issue.outcome),
    at,
    bold: false,
  }));
  const coming = COURSE.slice(BEHIND[issue.status]).map((step, index) => ({
    key: `coming-${step}`,
    words: comingWords(step, issue.contractor),
    at: null,
    bold: index === 0,
  }));
  const line = [...past, ...coming];
  const last = line.at(-1);
  if (coming.length === 0 && last) line[line.length - 1] = { ...last, bold: true };
  return line;
}

/** Where it stands, as a sentence. */
export function headlineOf(issue: PublicIssue): string {
  if (issue.joined !== null) return joinedHeadline(issue.joined);
  const who = issue.contractor ?? 'The contractor';
  if (issue.askedAt !== null) return 'We need an answer from you.';
  switch (issue.status) {
    case 'new':
      return issue.reopened > 0 ? 'We are looking into it again.' : 'We have your report and are finding someone.';
    case 'open':
      return `${who} will take care of it.`;
    case 'en_route':
      return `${who} is on the way to you.`;
    case 'in_progress':
      if (issue.hold === 'parts') return `${who} is waiting for parts.`;
      if (issue.hold === 'household') return `${who} is waiting for you.`;
      if (issue.hold === 'pickup') return `${who} is picking something up.`;
      return `${who} is working on it.`;
    case 'resolved':
      return `${who} says it is done.`;
    case 'confirmed':
      return 'It is fixed. Thank you for telling us.';
    case 'closed':
      return closedHeadline(issue.outcome);
  }
}

function joinedHeadline(joined: JoinedIssue): string {
  const who = joined.contractor ?? 'The contractor';
  switch (joined.status) {
    case 'new':
      return 'The same was reported before; we are finding someone.';
    case 'open':
      return `${who} will take care of it.`;
    case 'en_route':
      return `${who} is on the way there.`;
    case 'in_progress':
      return joined.hold === null ? `${who} is working on it.` : `${who} has begun and is waiting to go on.`;
    case 'resolved':
      return `${who} says it is done.`;
    case 'confirmed':
      return 'It is said to be fixed.';
    case 'closed':
      return joined.outcome === 'cancelled' || joined.outcome === 'rejected'
        ? 'It was closed without work.'
        : 'Fixed and closed.';
  }
}

function closedHeadline(outcome: Outcome | null): string {
  switch (outcome) {
    case 'cancelled':
      return 'This report was cancelled.';
    case 'rejected':
      return 'We could not take this on.';
    case 'duplicate':
      return 'Someone had already reported this; it is followed up there.';
    case 'unanswered':
      return 'Closed: we took it for fixed.';
    default:
      return 'Fixed and closed.';
  }
}

/** "We tried to call you at 14:10 and 14:40."; null while there is nothing to say. @param now Unix ms */
export function triedWords({ triedToCall }: Pick<PublicIssue, 'triedToCall'>, now: number): string | null {
  const times = triedToCall.map((at) => formatMoment(at, now));
  const last = times.pop();
  if (last === undefined) return null;
  return `We tried to call you at ${times.length === 0 ? last : `${times.join(', ')} and ${last}`}.`;
}

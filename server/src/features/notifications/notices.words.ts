import type { Outcome } from '@dispatch/shared/issues/status';
import type { Notice } from './notices.ts';

/** Everything a mail may say. No names but the contractor's first name, no address, nothing that anyone typed. */
export interface NoticeFacts {
  ref: string;
  /** The reader's own report, where it was merged into the issue; null for the issue's own household. */
  report: string | null;
  category: string;
  outcome: Outcome | null;
  /** Asked to be called instead of describing it. */
  callback: boolean;
  contractorFirstName: string | null;
  /** Arrival, deadline of an offer, and until when silence counts as a yes; Unix ms. */
  etaAt: number | null;
  /** The window promised to the household, Unix ms, and what was told of it: a sentence that follows from the plan. */
  windowFrom: number | null;
  windowTo: number | null;
  told: string | null;
  offerUntil: number | null;
  confirmUntil: number | null;
  /** Absolute address of the tracking page, or of the contractor's screen. */
  link: string;
  organisation: { name: string; phone: string | null; timeZone: string };
}

export interface Words {
  subject: string;
  text: string;
}

const CLOSED: Record<Outcome, string> = {
  cancelled: 'It has been cancelled.',
  rejected: 'We looked at it and cannot take it on.',
  duplicate:
    'Someone had reported the same before; we carry on with that report, and you can see on your page how it goes.',
  fixed: 'It is finished.',
  unanswered: 'It is finished.',
};

/** The words of a mail. */
export function wordsOf(notice: Notice, facts: NoticeFacts): Words {
  const { ref, category, link, organisation } = facts;
  const who = facts.contractorFirstName ?? 'Our contractor';
  const subject = (said: string): string => `${said} (${category}, ${facts.report ?? ref})`;
  const mail = (said: string, lines: readonly (string | null)[]): Words => ({
    subject: subject(said),
    text: [...lines.filter((line) => line !== null), signature(organisation)].join('\n\n'),
  });
  if (facts.report !== null) return joinedWords(notice, facts, facts.report, who, mail);
  switch (notice) {
    case 'filed':
      return mail(facts.callback ? 'We will call you back' : 'We have your report', [
        facts.callback
          ? `Thank you. We have your request to be called back; its number is ${ref}.`
          : `Thank you for your report. Its number is ${ref}.`,
        `You can follow each step here, and write to us:\n${link}`,
        'Whoever has this link can see and answer for this report, so keep it to yourself.',
      ]);
    case 'accepted':
      return mail('Someone is taking care of it', [
        `${who} has taken on your report ${ref}.`,
        facts.told,
        facts.etaAt === null
          ? windowWords(facts)
          : `Expected at your place: ${when(facts.etaAt, organisation.timeZone)}.`,
        `Follow each step here:\n${link}`,
      ]);
    case 'moved':
      return mail('Your appointment has moved', [
        facts.told,
        windowWords(facts),
        `See it here, or tell us what suits you:\n${link}`,
      ]);
    case 'en_route':
      return mail(`${who} is on the way`, [
        `${who} is on the way to you.`,
        facts.etaAt === null ? null : `Expected arrival: ${when(facts.etaAt, organisation.timeZone)}.`,
        `Watch the arrival here:\n${link}`,
      ]);
    case 'resolved':
      return mail('Is it fixed?', [
        `${who} says that the work is done. Is it really fixed?`,
        `Please tell us, yes or no, with one tap:\n${link}#answer`,
        facts.confirmUntil === null
          ? null
          : `If we hear nothing until ${when(facts.confirmUntil, organisation.timeZone)}, we take it as a yes.`,
      ]);
    case 'asked':
      return mail('We have a question', [
        `To go on with your report ${ref}, we need an answer from you.`,
        `Read the question and answer it here:\n${link}#answer`,
      ]);
    case 'reopened':
      return mail('We are looking at it again', [
        `Your report ${ref} is open again, more urgent than before. We are sorry that it was not right the first time.`,
        `Follow each step here:\n${link}`,
      ]);
    case 'closed':
      return mail('Your report has been closed', [
        `Your report ${ref} has been closed. ${CLOSED[facts.outcome ?? 'cancelled']}`,
        `If you think that is wrong, please tell us:\n${link}`,
      ]);
    case 'message':
      return mail('The office has written to you', [
        `There is a message for you about ${ref}.`,
        `Read it here:\n${link}`,
      ]);
    case 'split_off':
      return mail('Part of your report is followed up by itself', [
        `What you told us is more than one piece of work. One part of it now has the number ${ref}.`,
        `Follow this part here; your first page stays as it is:\n${link}`,
      ]);
    case 'offered':
      return mail('Can you take this one?', [
        `There is work for you: ${category}, ${ref}.`,
        facts.offerUntil === null ? null : `Please accept or pass by ${when(facts.offerUntil, organisation.timeZone)}.`,
        link,
      ]);
    case 'assigned':
      return mail('New on your list', [`${category}, ${ref}, has been put on your list.`, link]);
    case 'taken_back':
      return mail('No longer on your list', [
        `${category}, ${ref}, is no longer on your list: it was cancelled or given to someone else. You need not go there.`,
        link,
      ]);
  }
}

/** For those whose report was merged into the issue: how it goes there, and that theirs may be opened again. */
function joinedWords(
  notice: Notice,
  { ref, link, outcome }: NoticeFacts,
  report: string,
  who: string,
  mail: (said: string, lines: readonly (string | null)[]) => Words,
): Words {
  const joined = `Your report ${report} was joined with ${ref}, where the same had been reported.`;
  const follow = `Follow each step here:\n${link}`;
  const stillBroken = `If it is still broken at your place, open your own report again, with one tap:\n${link}#answer`;
  switch (notice) {
    case 'accepted':
      return mail('Someone is taking care of it', [joined, `${who} has taken it on.`, follow]);
    case 'resolved':
      return mail('The work is done', [joined, `${who} says that the work is done.`, stillBroken]);
    case 'reopened':
      return mail('We are looking at it again', [joined, 'It was not right the first time and is open again.', follow]);
    case 'message':
      return mail('The office has written to you', [joined, `There is a message for you. Read it here:\n${link}`]);
    default:
      return mail('The work has ended', [joined, CLOSED[outcome ?? 'cancelled'], stillBroken]);
  }
}

function signature({ name, phone }: NoticeFacts['organisation']): string {
  return phone === null ? name : `${name}\n${phone}`;
}

/** "Arrival between Friday 4 September, 14:10, and Friday 4 September, 14:40."; null without a window. */
function windowWords({ windowFrom, windowTo, organisation }: NoticeFacts): string | null {
  if (windowFrom === null || windowTo === null) return null;
  const [from, to] = [when(windowFrom, organisation.timeZone), when(windowTo, organisation.timeZone)];
  const [day, time] = to.split(', ');
  const until = from.startsWith(`${day ?? ''}, `) ? (time ?? to) : to;
  return `Arrival between ${from} and ${until}.`;
}

/** For example `Friday 4 September, 14:30`. */
function when(at: number, timeZone: string): string {
  const day = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'long', day: 'numeric', month: 'long' });
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
  return `${day.format(at)}, ${time.format(at)}`;
}

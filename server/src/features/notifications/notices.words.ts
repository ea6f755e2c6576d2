import type { Outcome } from '@dispatch/shared/issues/status';
import type { Notice } from './notices.ts';

/** Everything a mail may say. No names but the contractor's first name, no address, nothing that anyone typed. */
export interface NoticeFacts {
  ref: string;
  category: string;
  outcome: Outcome | null;
  /** Asked to be called instead of describing it. */
  callback: boolean;
  contractorFirstName: string | null;
  /** Arrival, deadline of an offer, and until when silence counts as a yes; Unix ms. */
  etaAt: number | null;
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
  duplicate: 'Someone had reported the same before; we carry on with that report.',
  fixed: 'It is finished.',
  unanswered: 'It is finished.',
};

/** The words of a mail. */
export function wordsOf(notice: Notice, facts: NoticeFacts): Words {
  const { ref, category, link, organisation } = facts;
  const who = facts.contractorFirstName ?? 'Our contractor';
  const subject = (said: string): string => `${said} (${category}, ${ref})`;
  const mail = (said: string, lines: readonly (string | null)[]): Words => ({
    subject: subject(said),
    text: [...lines.filter((line) => line !== null), signature(organisation)].join('\n\n'),
  });
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
        facts.etaAt === null ? null : `Expected at your place: ${when(facts.etaAt, organisation.timeZone)}.`,
        `Follow each step here:\n${link}`,
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

function signature({ name, phone }: NoticeFacts['organisation']): string {
  return phone === null ? name : `${name}\n${phone}`;
}

/** For example `Friday 4 September, 14:30`. */
function when(at: number, timeZone: string): string {
  const day = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'long', day: 'numeric', month: 'long' });
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
  return `${day.format(at)}, ${time.format(at)}`;
}

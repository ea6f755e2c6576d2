/** A bar and a conflict in words, for the line below the timeline and for those who hear it. */
import type { IssueCard } from '@dispatch/shared/issues/views';
import { STAGE_WORDS } from '@dispatch/shared/issues/stage';
import type { Conflict } from '@dispatch/shared/planning/conflicts';
import { minuteOf } from '@dispatch/shared/planning/jobs';
import type { Window } from '@dispatch/shared/planning/model';
import { momentOf, timeOf } from '../planning/words.ts';
import type { Bar } from './bars.ts';

const URGENCY: Record<IssueCard['urgency'], string> = {
  low: 'low urgency',
  normal: 'normal urgency',
  high: 'high urgency',
  emergency: 'emergency',
};
const YEAR = 525_600;

export const minutesWords = (minutes: number): string => {
  const whole = Math.max(1, Math.round(minutes));
  if (whole < 90) return `${String(whole)} min`;
  const hours = Math.floor(whole / 60);
  return whole < 2_880
    ? `${String(hours)} h ${String(whole % 60).padStart(2, '0')}`
    : `${String(Math.floor(hours / 24))} d`;
};

/** "14:00 to 16:00", "from 14:00", "by 16:00": ends that are years away are none. */
export function windowWords({ from, until }: Window, now: number): string {
  const at = minuteOf(now);
  const begins = from > at - YEAR;
  const ends = until < at + YEAR;
  if (begins && ends) return `${momentOf(from, now)} to ${timeOf(until)}`;
  return begins ? `from ${momentOf(from, now)}` : `by ${momentOf(until, now)}`;
}

/** What a bar shows, in the order of what matters. */
export function barFacts(bar: Bar, card: IssueCard | undefined, now: number): string[] {
  if (!card) return [];
  const facts = [bar.loose ? 'in no shift' : `${momentOf(bar.from, now)} to ${timeOf(bar.until)}`];
  if (bar.late > 0) facts.push(`${minutesWords(bar.late)} late`);
  if (card.stage !== 'open') facts.push(STAGE_WORDS[card.stage].toLowerCase());
  if (bar.drive >= 1) facts.push(`${minutesWords(bar.drive)} drive`);
  if (bar.window) facts.push(`household can ${windowWords(bar.window, now)}`);
  if (bar.promised !== null && bar.promised < minuteOf(now) + YEAR)
    facts.push(`promised by ${momentOf(bar.promised, now)}`);
  if (bar.pinned.time) facts.push('time is fixed');
  if (bar.pinned.contractor) facts.push('contractor is fixed');
  return facts;
}

/** The whole of a bar as one sentence. */
export function speakBar(bar: Bar, card: IssueCard | undefined, now: number): string {
  if (!card) return 'an issue';
  return `${card.ref} ${card.title}, ${[URGENCY[card.urgency], ...barFacts(bar, card, now)].join(', ')}`;
}

/** What is wrong, after the issue's reference. */
export function conflictWords(conflict: Conflict, refOf: (id: string) => string): string {
  const minutes = minutesWords(conflict.minutes);
  switch (conflict.kind) {
    case 'late':
      return `${minutes} after the promise`;
    case 'window':
      return `${minutes} after the household’s window`;
    case 'pin':
      return `${minutes} after the fixed time`;
    case 'shift_end':
      return `day ends ${minutes} after the shift`;
    case 'unwanted':
      return 'not wanted by the household';
    case 'no_shift':
      return 'no shift to do it in';
    case 'double':
      return `at the same time as ${refOf(conflict.other)}`;
  }
}

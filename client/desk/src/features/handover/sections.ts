/** What the next operator has to know of the board, in sections; pure. */
import { askingNeed, compareNeeds, NEED_WORDS, type Entry } from '@dispatch/shared/issues/needs';
import type { HoldReason } from '@dispatch/shared/issues/status';
import type { IssueCard } from '@dispatch/shared/issues/views';
import { dueAt, isOverdue } from '@dispatch/shared/promises/due';

export interface Section {
  readonly key: string;
  readonly title: string;
  /** What to say when there is nothing. */
  readonly none: string;
  readonly lines: readonly { readonly card: IssueCard; readonly why: string }[];
}

const HOLD_WORDS: Record<HoldReason, string> = {
  parts: 'waiting for parts',
  household: 'waiting for the household',
  pickup: 'fetching something',
};

/** @param words of a time: "14:10" @param now Unix ms */
export function sectionsOf(cards: readonly IssueCard[], now: number, words: (at: number) => string): Section[] {
  const open = cards.filter(({ status }) => status !== 'closed' && status !== 'resolved' && status !== 'confirmed');
  const needs = cards
    .flatMap((card): Entry[] => {
      const need = askingNeed(card, now);
      return need === null || need.kind === 'emergency' || need.kind === 'late_nobody' ? [] : [{ card, need }];
    })
    .sort(compareNeeds);
  const byTime = (at: (card: IssueCard) => number) => (a: IssueCard, b: IssueCard) => at(a) - at(b);
  return [
    {
      key: 'emergencies',
      title: 'Open emergencies',
      none: 'No emergency is open.',
      lines: open
        .filter(({ urgency }) => urgency === 'emergency')
        .sort(byTime(({ filedAt }) => filedAt))
        .map((card) => ({ card, why: card.contractorId === null ? 'nobody has it' : '' })),
    },
    {
      key: 'needs',
      title: 'What needs a person',
      none: 'Nothing waits for a person.',
      lines: needs.map(({ card, need }) => ({ card, why: NEED_WORDS[need.kind].toLowerCase() })),
    },
    {
      key: 'callbacks',
      title: 'Calls put off',
      none: 'No call has been put off.',
      lines: cards
        .filter(({ callHousehold, waits }) => callHousehold && (waits?.callAt ?? 0) > now)
        .sort(byTime(({ waits }) => waits?.callAt ?? 0))
        .map((card) => ({ card, why: `call again ${words(card.waits?.callAt ?? 0)}` })),
    },
    {
      key: 'late',
      title: 'Late',
      none: 'Nothing is late.',
      lines: open
        .filter((card) => isOverdue(card, now))
        .sort(byTime((card) => dueAt(card) ?? 0))
        .map((card) => ({ card, why: `since ${words(dueAt(card) ?? now)}` })),
    },
    {
      key: 'hold',
      title: 'On hold',
      none: 'Nothing is on hold.',
      lines: open.flatMap((card) => (card.hold === null ? [] : [{ card, why: HOLD_WORDS[card.hold] }])),
    },
  ];
}

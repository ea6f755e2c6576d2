/** What can be named in the palette, and what of it fits what is typed. */
import { api } from '@dispatch/base/lib/api';
import { countOf } from '@dispatch/base/lib/count';
import { STAGE_WORDS } from '@dispatch/shared/issues/stage';
import type { IssueCard } from '@dispatch/shared/issues/views';
import { computeCommandScore } from 'bits-ui';
import type { Hand, Operation, Section } from '../operations/operation.types.ts';
import { OPERATIONS, perform } from '../operations/operations.ts';
import type { Desk } from '../workspace/desk.svelte.ts';
import { placesOf } from './places.ts';
import { Recent } from './recent.ts';

/** One line of the palette. */
export interface Entry {
  /** Stable: what was chosen before is kept by it. */
  readonly id: string;
  readonly label: string;
  /** More about it, shown behind. */
  readonly detail?: string | undefined;
  readonly key?: string | undefined;
  /** Other words it is found by. */
  readonly words?: string | undefined;
  /** Why it cannot be done now. */
  readonly reason: string | null;
  /** The issue it stands for. */
  readonly card?: IssueCard;
  /** `stay`: it leads to the next question instead of doing something. */
  readonly choose: () => 'stay' | undefined;
}

export interface EntryGroup {
  readonly heading: string;
  readonly entries: readonly Entry[];
}

const HEADINGS: Record<Exclude<Section, 'issue'>, string> = {
  selection: 'Pick several',
  go: 'Go to',
  show: 'Show',
  view: 'Panels',
  you: 'You and this page',
};
const SECTIONS = Object.keys(HEADINGS) as (keyof typeof HEADINGS)[];
/** Lines of a group while something is typed. */
const MOST = 8;
/** Below this letters only happen to stand in the right order. */
const LEAST = 0.015;
/** Beside what fits well, what fits so much less is noise. */
const LEAST_OF_BEST = 0.1;
/** Ask the server once the typing pauses. Milliseconds. */
const PAUSE = 150;

export class Palette {
  text = $state('');
  /** Asks which issue this is to be done to. */
  which = $state.raw<Operation | null>(null);
  /** The issue that was named: what is chosen next is about it. */
  named = $state.raw<IssueCard | null>(null);
  #found = $state.raw<readonly IssueCard[]>([]);
  readonly #desk: Desk;
  readonly #recent: Recent;
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(desk: Desk) {
    this.#desk = desk;
    this.#recent = new Recent(desk.me.userId);
  }

  /** What is chosen is about the issue named here, else about what is selected on the desk. */
  readonly #hand = $derived.by<Hand>(() => ({
    desk: this.#desk,
    cards: this.named ? [this.#desk.cardOf(this.named.id) ?? this.named] : this.#desk.subject,
  }));

  /** What it is about, as words; null when nothing is selected. */
  readonly about = $derived.by(() => {
    const { cards } = this.#hand;
    const [card] = cards;
    if (!card) return null;
    return cards.length === 1 ? `${card.ref}  ${card.title}` : `${countOf(cards.length, 'issue')} picked`;
  });

  readonly groups = $derived.by((): EntryGroup[] => {
    const text = this.text.trim();
    if (this.which) return [{ heading: `${this.which.label}: which issue?`, entries: this.#issues(text, this.which) }];
    const groups = text === '' ? this.#everything() : this.#fitting(text);
    return groups.filter(({ entries }) => entries.length > 0);
  });

  readonly count = $derived(this.groups.reduce((sum, { entries }) => sum + entries.length, 0));

  /** Something was typed. */
  typed(): void {
    clearTimeout(this.#timer);
    const query = this.text.trim();
    if (query === '') {
      this.#found = [];
      return;
    }
    this.#timer = setTimeout(() => void this.#find(query), PAUSE);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
  }

  /** To the question before; false when this was the first. */
  back(): boolean {
    if (!this.which && !this.named) return false;
    if (this.which) this.which = null;
    else this.named = null;
    return true;
  }

  /** Names an issue: what is chosen next is about it. */
  name(card: IssueCard): void {
    this.named = card;
    this.which = null;
    this.text = '';
    this.#found = [];
  }

  async #find(query: string): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const answer = await api<{ items: IssueCard[] }>(`/issues?limit=8&text=${encodeURIComponent(query)}`);
    if (turn === this.#turn && answer.kind === 'done') this.#found = answer.value.items;
  }

  #entryOf(operation: Operation): Entry {
    const hand = this.#hand;
    const asks = operation.aboutIssue === true && hand.cards.length === 0;
    return {
      id: operation.id,
      label: operation.label,
      detail: asks ? 'asks which issue' : undefined,
      key: operation.key,
      words: operation.words,
      reason: asks ? null : operation.disabledReason(hand),
      choose: () => {
        this.#recent.add(operation.id);
        if (asks) {
          this.which = operation;
          this.text = '';
          return 'stay';
        }
        perform(operation, hand);
        return undefined;
      },
    };
  }

  #operations(): { operation: Operation; entry: Entry }[] {
    return OPERATIONS.filter((operation) => operation.available(this.#hand) && operation.id !== 'go.palette').map(
      (operation) => ({ operation, entry: this.#entryOf(operation) }),
    );
  }

  /** Nothing typed: what was chosen lately, then the table by its sections, what can be done first. */
  #everything(): EntryGroup[] {
    const all = this.#operations();
    const recent = this.#recent.ids.flatMap((id) => all.find(({ entry }) => entry.id === id)?.entry ?? []);
    const of = (section: Section): Entry[] =>
      all
        .filter(({ operation }) => operation.section === section)
        .map(({ entry }) => entry)
        .sort((a, b) => Number(a.reason !== null) - Number(b.reason !== null));
    return [
      // Under another id: the same line may not stand there twice.
      { heading: 'Chosen lately', entries: recent.map((entry) => ({ ...entry, id: `recent:${entry.id}` })) },
      { heading: this.about ?? 'An issue', entries: of('issue') },
      ...SECTIONS.map((section) => ({ heading: HEADINGS[section], entries: of(section) })),
    ];
  }

  /** What fits what is typed, the group with the best line first. */
  #fitting(text: string): EntryGroup[] {
    const operations = this.#operations();
    const of = (section: Section): Entry[] =>
      operations.filter(({ operation }) => operation.section === section).map(({ entry }) => entry);
    const places = placesOf(this.#hand, text);
    const groups: [string, readonly Entry[]][] = [
      [this.about ?? 'An issue', of('issue')],
      ...SECTIONS.map((section): [string, readonly Entry[]] => [
        HEADINGS[section],
        [...of(section), ...(section === 'show' ? places.show : section === 'view' ? places.panels : [])],
      ]),
      ['Contractors', places.contractors],
    ];
    const all = groups.map(([heading, entries]) => ({
      heading,
      entries: entries.map((entry) => ({ entry, score: scoreOf(entry, text) })),
    }));
    const best = Math.max(0, ...all.flatMap(({ entries }) => entries.map(({ score }) => score)));
    const scored = all.map(({ heading, entries }) => {
      const fitting = entries
        .filter(({ score }) => score > Math.max(LEAST, best * LEAST_OF_BEST))
        .sort((a, b) => b.score - a.score)
        .slice(0, MOST);
      return { heading, entries: fitting.map(({ entry }) => entry), best: fitting[0]?.score ?? 0 };
    });
    const issues = this.#issues(text, null);
    const [first] = issues;
    const named = first?.card?.ref.replace('-', '') === text.toUpperCase().replace(/[\s-]/g, '');
    scored.push({ heading: 'Issues', entries: issues, best: named ? 2 : 0.3 });
    return scored.sort((a, b) => b.best - a.best);
  }

  /** On the board by parts of words, elsewhere as the server finds them. */
  #issues(text: string, then: Operation | null): Entry[] {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const here: IssueCard[] = [];
    for (const card of this.#desk.commands.values()) {
      if (here.length === (then === null ? MOST : 5 * MOST)) break;
      const hay = `${card.ref} ${card.ref.replace('-', '')} ${card.title} ${card.place ?? ''}`.toLowerCase();
      if (words.every((word) => hay.includes(word))) here.push(card);
    }
    const found = [...here, ...this.#found.filter(({ id }) => !here.some((card) => card.id === id))];
    const entries = found.map((card): Entry => {
      const reason = then === null ? null : then.disabledReason({ desk: this.#desk, cards: [card] });
      return {
        id: `card:${card.id}`,
        label: `${card.ref}  ${card.title}`,
        detail: `${STAGE_WORDS[card.stage].toLowerCase()}${card.place === null ? '' : `, ${card.place}`}`,
        reason,
        card,
        choose: () => {
          this.#desk.select(card.id, 'search');
          if (then !== null) perform(then, { desk: this.#desk, cards: [card] });
          return undefined;
        },
      };
    });
    return entries.sort((a, b) => Number(a.reason !== null) - Number(b.reason !== null)).slice(0, MOST);
  }
}

/** What cannot be done now is found too, below what can. */
function scoreOf(entry: Entry, text: string): number {
  const score = computeCommandScore(entry.label, text, entry.words === undefined ? [] : entry.words.split(' '));
  return entry.reason === null ? score : score * 0.5;
}

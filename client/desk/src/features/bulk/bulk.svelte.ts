/**
 * The same done to many issues: each item is a command of its own with an answer of its own, and what is said of it is
 * that answer, never the sum. What was not done stays selected, to be tried again or looked at.
 */
import type { Outcome, PendingCommands } from '@dispatch/base/live/pending-commands';
import { announce } from '@dispatch/base/ui/announcer.svelte.ts';
import { countOf } from '@dispatch/base/lib/count';
import type { IssueCard } from '@dispatch/shared/issues/views';
import { placing, type Step } from '../issues/placing.ts';

/** What is to be done to one issue as it stands; words when there is nothing to do to it. */
export type Plan = (card: IssueCard) => readonly Step[] | { readonly nothing: string };

/** What is wanted of all of them. */
export interface Intent {
  /** "Assign to Bo", for the head of the list. */
  readonly title: string;
  /** "assigned to Bo", of one that is done. */
  readonly done: string;
  readonly plan: Plan;
}

export interface BulkItem {
  /** As it was when it was decided, or as the answer brought it. */
  readonly card: IssueCard;
  /** As it was when it was decided. */
  readonly before: IssueCard;
  /** `nothing`: it was so already. */
  readonly state: 'waiting' | 'done' | 'nothing' | 'failed';
  /** What became of it, as a sentence. */
  readonly words: string;
  /** What can be done about it; empty when nothing has to be. */
  readonly next: string;
  /** The version it led to. */
  readonly version: number | null;
}

/** One time of doing it, with the last word on each of its items. */
export interface BulkRun {
  readonly intent: Intent;
  readonly items: readonly BulkItem[];
  /** When the last answer came, Unix ms; null while some are waited for. */
  readonly endedAt: number | null;
  /** The run that this one takes back. */
  readonly undoes: boolean;
}

export interface BulkOptions {
  readonly commands: PendingCommands;
  readonly cardOf: (id: string) => IssueCard | undefined;
  /** How an outcome that is not `done` is said. */
  readonly explain: (outcome: Exclude<Outcome, { kind: 'done' }>, card: IssueCard) => { words: string; next: string };
  /** This desk has acted on them: their changes are told here. */
  readonly own: (ids: Iterable<string>) => void;
  readonly undoMs: () => number;
  /** All answers are there. */
  readonly ended: (run: BulkRun) => void;
  readonly now?: () => number;
}

/** Takes back what was done to these. Who was asked before someone else was asked is asked again. */
function toUndo(done: readonly BulkItem[]): Intent {
  const before = new Map(done.map((item) => [item.card.id, item.before]));
  return {
    title: 'Undo',
    done: 'undone',
    plan: (card) => {
      const was = before.get(card.id);
      const asked = was?.stage === 'offered' && card.stage === 'offered' ? was.contractorId : null;
      const steps = asked === null ? 'has' : placing(card, asked, 'offer');
      return steps === 'has' ? [{ action: 'undo', input: {} }] : steps;
    },
  };
}

export const countIn = (run: BulkRun, state: BulkItem['state']): number =>
  run.items.filter((item) => item.state === state).length;

/** "9 of 12 assigned to Bo, 3 not." */
export function summaryOf(run: BulkRun): string {
  const total = run.items.length;
  const done = countIn(run, 'done');
  const failed = countIn(run, 'failed');
  const nothing = countIn(run, 'nothing');
  const waiting = countIn(run, 'waiting');
  const head =
    done === total
      ? `${countOf(total, 'issue')} ${run.intent.done}`
      : `${String(done)} of ${countOf(total, 'issue')} ${run.intent.done}`;
  return `${[
    head,
    ...(failed > 0 ? [`${String(failed)} not`] : []),
    ...(nothing > 0 ? [`${String(nothing)} unchanged`] : []),
    ...(waiting > 0 ? [`${String(waiting)} on the way`] : []),
  ].join(', ')}.`;
}

export class Bulk {
  /** What was done last; null when it has been put away. */
  run = $state.raw<BulkRun | null>(null);
  /** The list of its items is shown. */
  open = $state(false);
  readonly #options: BulkOptions;
  readonly #now: () => number;
  #turn = 0;

  constructor(options: BulkOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /**
   * Does it to each, as it stood when it was decided.
   *
   * @param cards as the person saw them
   */
  async do(intent: Intent, cards: readonly IssueCard[]): Promise<void> {
    await this.#start(intent, cards, (card) => card.version, false);
  }

  /** The failed ones once more, decided on what they are now. */
  async retry(): Promise<void> {
    const { run } = this;
    if (!run || countIn(run, 'failed') === 0) return;
    const cards = run.items.flatMap(({ card, state }) =>
      state === 'failed' ? [this.#options.cardOf(card.id) ?? card] : [],
    );
    const kept = run.items.filter(({ state }) => state !== 'failed');
    await this.#start(run.intent, cards, (card) => card.version, run.undoes, kept);
  }

  /** Takes back what was done to each, unless it has changed since. */
  async undo(): Promise<void> {
    const { run } = this;
    if (!run || this.undoReason !== null) return;
    const done = run.items.filter(({ state }) => state === 'done');
    const versions = new Map(done.map(({ card, version }) => [card.id, version]));
    const cards = done.map(({ card }) => this.#options.cardOf(card.id) ?? card);
    await this.#start(toUndo(done), cards, (card) => versions.get(card.id) ?? card.version, true);
  }

  /** Why what was done last cannot be taken back together; null when it can. */
  get undoReason(): string | null {
    const { run } = this;
    if (!run || run.undoes || countIn(run, 'done') === 0)
      return 'Nothing has been done to several issues that could be undone.';
    if (run.endedAt === null) return 'Some answers are still on the way.';
    return this.#now() - run.endedAt > this.#options.undoMs() ? 'The time for undoing is over.' : null;
  }

  /** Puts the last run away. */
  dismiss(): void {
    this.run = null;
    this.open = false;
    this.#turn += 1;
  }

  async #start(
    intent: Intent,
    cards: readonly IssueCard[],
    versionOf: (card: IssueCard) => number,
    undoes: boolean,
    kept: readonly BulkItem[] = [],
  ): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const ids = cards.map(({ id }) => id);
    const waiting = cards.map((card) => itemOf(card, 'waiting', 'on the way'));
    this.run = { intent, items: [...kept, ...waiting], endedAt: null, undoes };
    this.#options.own(ids);
    announce(`${intent.title}: ${countOf(cards.length, 'issue')}.`);
    // All are given in one turn, so that they go out together.
    const items = await Promise.all(
      cards.map(async (card) => {
        const item = await this.#doOne(intent, card, versionOf(card));
        if (turn === this.#turn) this.#show(item);
        return item;
      }),
    );
    this.#options.own(ids);
    const ended: BulkRun = { intent, items: [...kept, ...items], endedAt: this.#now(), undoes };
    if (turn === this.#turn) this.run = ended;
    announce(summaryOf(ended), countIn(ended, 'failed') > 0 ? 'urgent' : 'polite');
    this.#options.ended(ended);
  }

  #show(item: BulkItem): void {
    if (!this.run) return;
    this.run = { ...this.run, items: this.run.items.map((other) => (other.card.id === item.card.id ? item : other)) };
  }

  async #doOne(intent: Intent, card: IssueCard, version: number): Promise<BulkItem> {
    const plan = intent.plan(card);
    if ('nothing' in plan) return itemOf(card, 'nothing', plan.nothing);
    const outcomes = await Promise.all(
      plan.map(({ action, input }, i) =>
        this.#options.commands.run(card.id, action, { ...input }, i === 0 ? version : undefined),
      ),
    );
    for (const outcome of outcomes) {
      if (outcome.kind === 'done') continue;
      const told = outcome.kind === 'conflict' ? (outcome.conflict.card as IssueCard | null) : null;
      const now = this.#options.cardOf(card.id) ?? told ?? card;
      return { ...itemOf(now, 'failed', ''), before: card, ...this.#options.explain(outcome, now) };
    }
    const last = outcomes.at(-1);
    const done = last?.kind === 'done' ? last.done : null;
    return { ...itemOf(done?.card ?? card, 'done', intent.done), before: card, version: done?.version ?? null };
  }
}

function itemOf(card: IssueCard, state: BulkItem['state'], words: string): BulkItem {
  return { card, before: card, state, words, next: '', version: null };
}

/** The board as columns: follows the cards, keeps each column in order, counts what waits. */
import { clock } from '@dispatch/base/lib/clock';
import type { CardSource } from '@dispatch/base/live/issue-store';
import { markShown } from '@dispatch/base/lib/shown';
import type { Schedule } from '@dispatch/base/live/timer';
import { EVERYTHING, followsTime, matcher, type IssueFilter } from '@dispatch/shared/issues/filter';
import { STAGES, type Stage } from '@dispatch/shared/issues/stage';
import type { IssueCard } from '@dispatch/shared/issues/views';
import { compareCards, SortedCards } from './sorted-cards.ts';

/** More changes than this at once and the whole board is sorted anew, which is then quicker than placing each. */
const REBUILD_FROM = 500;
/** More changes than this at once do not light up: the eye could not follow them. */
const GLOW_UP_TO = 20;
/** As long as the animation runs (theme.css). Milliseconds. */
const GLOW = 1_500;

/** One batch per frame; a hidden page gets no frames and must still keep up. */
const eachFrame: Schedule = (flush) => {
  if (document.visibilityState === 'visible') requestAnimationFrame(flush);
  else setTimeout(flush, 100);
};

/** The work under way first, then what is ahead, then what is only asked. */
const ORDER: Partial<Record<Stage, number>> = { in_progress: 0, en_route: 1, open: 2, offered: 3 };
const byStageAndDue = (a: IssueCard, b: IssueCard): number =>
  (ORDER[a.stage] ?? 4) - (ORDER[b.stage] ?? 4) || compareCards(a, b);

const now = (): number => clock.exact();

export class Column {
  readonly stage: Stage;
  readonly sorted = new SortedCards();
  cards = $state.raw<readonly IssueCard[]>([]);

  constructor(stage: Stage) {
    this.stage = stage;
  }
}

export class Board {
  readonly columns: readonly Column[] = STAGES.map((stage) => new Column(stage));
  /** Ids of cards that someone has just changed. */
  glowing = $state.raw<ReadonlySet<string>>(new Set());
  /** Raised with each batch: what reads cards by id depends on it. */
  revision = $state.raw(0);
  /** Cards shown. */
  shown = $state.raw(0);
  #filter = $state.raw<IssueFilter>(EVERYTHING);
  readonly #byStage = new Map<Stage, Column>(this.columns.map((column) => [column.stage, column]));
  readonly #source: CardSource;
  readonly #schedule: Schedule;
  /** Cards as they stand in the columns. */
  readonly #placed = new Map<string, IssueCard>();
  #changed = new Set<string>();
  #scheduled = false;
  #matches = matcher(EVERYTHING);
  #dimming: ReturnType<typeof setTimeout> | undefined;
  readonly #stop: () => void;

  constructor(source: CardSource, schedule: Schedule = eachFrame) {
    this.#source = source;
    this.#schedule = schedule;
    this.#rebuild();
    this.#stop = source.subscribe((ids) => {
      for (const id of ids) this.#changed.add(id);
      if (this.#scheduled) return;
      this.#scheduled = true;
      this.#schedule(() => {
        this.#scheduled = false;
        this.#flush();
      });
    });
  }

  stop(): void {
    this.#stop();
    clearTimeout(this.#dimming);
  }

  get filter(): IssueFilter {
    return this.#filter;
  }

  set filter(filter: IssueFilter) {
    this.#filter = filter;
    this.#matches = matcher(filter);
    this.#rebuild();
  }

  /** Tries the filter anew: what is late or needs a person changes with the time alone. */
  refresh(): void {
    if (followsTime(this.#filter)) this.#rebuild();
  }

  column(stage: Stage): Column {
    const column = this.#byStage.get(stage);
    if (!column) throw new Error(`expected a stage, got ${stage}`);
    return column;
  }

  /** The card with what is pending over it, whether the filter shows it or not. Read again when `revision` rises. */
  get(id: string): IssueCard | undefined {
    return this.#source.get(id);
  }

  /** What a contractor has or is asked for, whether the filter shows it or not; by contractor. */
  readonly byContractor = $derived.by(() => {
    const jobs = new Map<string, IssueCard[]>();
    if (this.revision < 0) return jobs;
    for (const card of this.#source.values()) {
      if (card.contractorId === null) continue;
      const list = jobs.get(card.contractorId);
      if (list) list.push(card);
      else jobs.set(card.contractorId, [card]);
    }
    for (const list of jobs.values()) list.sort(byStageAndDue);
    return jobs;
  });

  /** Whether the filter shows it. Read again when `revision` rises. */
  shows(id: string): boolean {
    return this.#placed.has(id);
  }

  /** Every card shown, in no order. */
  values(): Iterable<IssueCard> {
    return this.#placed.values();
  }

  #flush(): void {
    const ids = this.#changed;
    this.#changed = new Set();
    if (ids.size === 0) return;
    const touched = new Set<Column>();
    if (ids.size > REBUILD_FROM) this.#rebuild();
    else {
      for (const id of ids) this.#place(id, touched);
      for (const column of touched) column.cards = column.sorted.list();
      this.#count();
    }
    this.#glow(ids);
  }

  #place(id: string, touched: Set<Column>): void {
    const before = this.#placed.get(id);
    const card = this.#source.get(id);
    const after = card && this.#matches(card, now()) ? card : undefined;
    if (before === after) return;
    if (before) {
      const column = this.column(before.stage);
      column.sorted.remove(before);
      touched.add(column);
      this.#placed.delete(id);
    }
    if (after) {
      const column = this.column(after.stage);
      column.sorted.insert(after);
      touched.add(column);
      this.#placed.set(id, after);
    }
  }

  #rebuild(): void {
    const lists = new Map<Stage, IssueCard[]>();
    const at = now();
    this.#placed.clear();
    for (const card of this.#source.values()) {
      if (!this.#matches(card, at)) continue;
      this.#placed.set(card.id, card);
      const list = lists.get(card.stage);
      if (list) list.push(card);
      else lists.set(card.stage, [card]);
    }
    for (const column of this.columns) {
      column.sorted.fill(lists.get(column.stage) ?? []);
      column.cards = column.sorted.list();
    }
    this.#count();
  }

  #count(): void {
    this.revision += 1;
    if (this.shown !== this.#placed.size) markShown('board', this.#placed.size);
    this.shown = this.#placed.size;
  }

  #glow(ids: ReadonlySet<string>): void {
    if (ids.size > GLOW_UP_TO) return;
    this.glowing = new Set([...this.glowing, ...ids]);
    clearTimeout(this.#dimming);
    this.#dimming = setTimeout(() => (this.glowing = new Set()), GLOW);
  }
}

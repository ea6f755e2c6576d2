/**
 * The plan of what the desk shows: made anew some time after things have changed, and only while something asks for it.
 * The rows of the timeline, the candidates of a dialog and the numbers under a drag all come from this one plan.
 */
import type { CardSource } from '@dispatch/base/live/issue-store';
import { every as intervals, type Every } from '@dispatch/base/live/timer';
import type { IssueCard } from '@dispatch/shared/issues/views';
import type { Stage } from '@dispatch/shared/issues/stage';
import { toldOf, type Candidates } from '@dispatch/shared/planning/candidates';
import { conflictsOf, type Conflict } from '@dispatch/shared/planning/conflicts';
import { emergency, type Alternative } from '@dispatch/shared/planning/emergency';
import type { Names } from '@dispatch/shared/planning/explain';
import { isToDo } from '@dispatch/shared/planning/jobs';
import type { Job, Minute } from '@dispatch/shared/planning/model';
import { applyChange, visitIn, type Plan } from '@dispatch/shared/planning/plan';
import { PlanError } from '@dispatch/shared/planning/plan.errors';
import { hold, previewAt, previewIn, type Held, type Preview } from '@dispatch/shared/planning/preview';
import { rank, type Ranking } from '@dispatch/shared/planning/rank';
import { suggest, type Suggestion } from '@dispatch/shared/planning/repair';
import { createSubscriber } from 'svelte/reactivity';

/** Changes come in bursts; one new plan for all within this time. Milliseconds. */
const PAUSE = 250;
/** So often the plan is made anew because time has passed. Milliseconds. */
const AGE = 30_000;
/** Stages in which a contractor has an issue or is asked to take it. */
const HELD: ReadonlySet<Stage> = new Set(['offered', 'open', 'en_route', 'in_progress']);

export interface PlanViewOptions {
  readonly source: CardSource;
  /** The plan of these cards, as things stand now. */
  readonly build: (cards: readonly IssueCard[]) => Plan;
  readonly jobOf: (card: IssueCard) => Job;
  /** How people and issues are called in sentences. */
  readonly names: () => Names;
  /** Calls back when what stands around the issues has changed. @returns the way to stop */
  readonly watch: (changed: () => void) => () => void;
  readonly every?: Every;
  /** Calls back once, so many milliseconds later. */
  readonly later?: (ms: number, done: () => void) => void;
  readonly now?: () => number;
  /** Svelte's: calls `start` when something that follows changes begins to read, and what it returns when nothing does. */
  readonly subscriber?: typeof createSubscriber;
}

/** Ways to be at an emergency, and the plan that they change. */
export interface Ways {
  readonly before: Plan;
  /** The least disturbing first. */
  readonly ways: readonly Alternative[];
}

export class PlanView {
  readonly #options: PlanViewOptions;
  readonly #read: () => void;
  #plan: Plan | null = null;
  #builtAt = -Infinity;
  #stale = true;
  #watched = false;
  #frozen = false;
  #update: () => void = () => undefined;
  /** Of the plan as it is. */
  #rankings = new Map<string, Ranking | null>();
  #helps = new Map<string, Suggestion | null>();
  #told = new Map<string, Candidates>();
  #ways = new Map<string, Ways | null>();
  #held: { readonly key: string; readonly held: Held | null } | null = null;
  #conflicts: readonly Conflict[] | null = null;

  constructor(options: PlanViewOptions) {
    this.#options = options;
    const { subscriber = createSubscriber } = options;
    this.#read = subscriber((update) => this.#follow(update));
  }

  /** As it is now, or was a moment ago; while something is dragged, as it was when that began. */
  get plan(): Plan {
    this.#read();
    const now = this.#now();
    const old = now - this.#builtAt >= PAUSE && (this.#stale || !this.#watched);
    if (this.#plan && (this.#frozen || !old)) return this.#plan;
    return this.#build();
  }

  /** Keeps the plan as it is, so that nothing moves under what is being dragged. */
  freeze(): void {
    this.#frozen = true;
  }

  thaw(): void {
    if (!this.#frozen) return;
    this.#frozen = false;
    this.#held = null;
    if (this.#stale) this.#update();
  }

  /** How people and issues are called in sentences. */
  names(): Names {
    return this.#options.names();
  }

  /** Every contractor for an issue; null when it is not to be done, or under way. */
  rankFor(issueId: string): Ranking | null {
    const plan = this.#planWith(issueId);
    const known = this.#rankings.get(issueId);
    if (known !== undefined) return known;
    const ranking = plan && attempt(() => timed('rank', () => rank(plan, issueId)));
    this.#rankings.set(issueId, ranking);
    return ranking;
  }

  /** The same in words, with what a command has to bring: what `GET /issues/:id/candidates` answers. */
  toldFor(issueId: string): Candidates | null {
    const ranking = this.rankFor(issueId);
    if (!ranking) return null;
    const known = this.#told.get(issueId);
    if (known) return known;
    const { source, names } = this.#options;
    const told = toldOf(this.plan, ranking, Array.from(source.values()), names());
    this.#told.set(issueId, told);
    return told;
  }

  /** What putting an issue where it suits a contractor best would mean; null when it suits nowhere. */
  best(contractorId: string, issueId: string): Preview | null {
    const candidate = this.rankFor(issueId)?.candidates.find(({ contractor }) => contractor === contractorId);
    if (!candidate) return null;
    const held = this.#hold(issueId, undefined);
    const tour = held?.plan.tours[held.plan.shifts.get(candidate.shift) ?? -1];
    return held && tour ? previewIn(held, tour, candidate.place) : null;
  }

  /**
   * What putting an issue there would mean.
   *
   * @param pinned it would be kept at that time
   * @returns null when it is not to be done, or under way
   */
  at(contractorId: string, time: Minute, issueId: string, pinned = false): Preview | null {
    const held = this.#hold(issueId, pinned ? time : undefined);
    return held && previewAt(held, contractorId, time);
  }

  /** The least disturbing ways to be there in time. */
  emergencyFor(issueId: string): Ways | null {
    const before = this.#planWith(issueId);
    const known = this.#ways.get(issueId);
    if (known !== undefined) return known;
    const ways = before && attempt(() => ({ before, ways: emergency(before, issueId) }));
    this.#ways.set(issueId, ways);
    return ways;
  }

  /** What cannot stay as it is, the gravest first. */
  get conflicts(): readonly Conflict[] {
    const { plan } = this;
    this.#conflicts ??= conflictsOf(plan, this.#holders());
    return this.#conflicts;
  }

  /** The best other place for an issue of the plan, when it gains something. Looks at all contractors. */
  helpFor(issueId: string): Suggestion | null {
    const { plan } = this;
    const known = this.#helps.get(issueId);
    if (known !== undefined) return known;
    const help = attempt(() => suggest(plan, visitIn(plan, issueId), null));
    this.#helps.set(issueId, help);
    return help;
  }

  #hold(issueId: string, pinAt: Minute | undefined): Held | null {
    const plan = this.#planWith(issueId);
    const key = `${issueId} ${String(pinAt)}`;
    if (this.#held?.key === key && plan) return this.#held.held;
    const held = plan && attempt(() => hold(plan, issueId, pinAt));
    this.#held = { key, held };
    return held;
  }

  /** The plan that knows this issue, whether somebody has it or not. */
  #planWith(issueId: string): Plan | null {
    const { plan } = this;
    const slot = plan.slots.get(issueId);
    if (slot !== undefined && plan.visits[slot]?.job.id === issueId) return plan;
    const card = this.#options.source.get(issueId);
    if (!card || !isToDo(card)) return null;
    this.#plan = applyChange(plan, { kind: 'put', job: this.#options.jobOf(card) });
    return this.#plan;
  }

  #holders(): Map<string, string> {
    const holders = new Map<string, string>();
    for (const { id, contractorId, stage } of this.#options.source.values())
      if (contractorId !== null && HELD.has(stage)) holders.set(id, contractorId);
    return holders;
  }

  #build(): Plan {
    const cards = Array.from(this.#options.source.values()).filter(
      ({ contractorId, stage }) => contractorId !== null && HELD.has(stage),
    );
    this.#plan = timed('plan', () => this.#options.build(cards));
    this.#builtAt = this.#now();
    this.#stale = false;
    this.#rankings = new Map();
    this.#helps = new Map();
    this.#told = new Map();
    this.#ways = new Map();
    this.#held = null;
    this.#conflicts = null;
    return this.#plan;
  }

  /** While something on the screen reads the plan. */
  #follow(update: () => void): () => void {
    const { source, watch, every = intervals, later = timeout } = this.#options;
    let waits = false;
    let isOver = false;
    const changed = (): void => {
      this.#stale = true;
      if (waits) return;
      waits = true;
      later(PAUSE, () => {
        waits = false;
        if (!this.#frozen && !isOver) update();
      });
    };
    this.#update = update;
    this.#watched = true;
    const stops = [source.subscribe(changed), watch(changed), every(AGE, changed)];
    return () => {
      isOver = true;
      this.#watched = false;
      this.#update = () => undefined;
      for (const stop of stops) stop();
    };
  }

  #now(): number {
    return (this.#options.now ?? Date.now)();
  }
}

/** What has begun is not placed anew: the one error that a card on the screen can lead to. */
function attempt<T>(ask: () => T): T | null {
  try {
    return ask();
  } catch (error) {
    if (error instanceof PlanError) return null;
    throw error;
  }
}

/** Notes how long the latest took, for traces in the browser's tools and `npm run bench -- preview`. */
function timed<T>(what: 'plan' | 'rank', ask: () => T): T {
  const name = `planning:${what}`;
  const start = performance.now();
  const answer = ask();
  performance.clearMeasures(name);
  performance.measure(name, { start });
  return answer;
}

function timeout(ms: number, done: () => void): void {
  setTimeout(done, ms);
}

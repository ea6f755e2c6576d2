/** Planning the day: a search on the server, what it found so far, the review of it, and what was applied before. */
import { api as ask, type Answer, type Request } from '@dispatch/base/lib/api';
import { newKey } from '@dispatch/base/lib/key';
import { every as intervals, type Every } from '@dispatch/base/live/timer';
import type { DayChanged, Problem } from '@dispatch/shared/errors';
import { uuidv7 } from '@dispatch/shared/ids/uuid';
import type { ChangeSet } from '@dispatch/shared/planning/change-set';
import type { PlanRun, RunMove, RunProgress, RunResult } from '@dispatch/shared/planning/plan-run';
import type { NewRun } from '@dispatch/shared/planning/plan-run.schema';
import { SvelteSet } from 'svelte/reactivity';
import { foundWords, undoneWords } from './run-words.ts';

type Ask = <T>(path: string, request?: Request) => Promise<Answer<T>>;

export type Days = NewRun['days'];
export const SECONDS = [10, 20, 60] as const;

/** What stood in the way of applying. */
export interface InTheWay {
  readonly sentence: string;
  readonly next: string;
  /** Issues that changed meanwhile; they can be left out. */
  readonly issues: readonly { readonly id: string; readonly problem: Problem }[];
  readonly days: readonly DayChanged[];
}

export interface DayPlannerOptions {
  /** Tells screen readers. */
  readonly say: (words: string) => void;
  /** The search has ended while nobody was looking. */
  readonly ended: (run: PlanRun) => void;
  /** Issues this desk acts on: their changes are told by what it says itself. */
  readonly own: (ids: readonly string[]) => void;
  /** A plan was applied. */
  readonly applied: (change: ChangeSet) => void;
  /** A plan was undone, or could not be. */
  readonly undone: (words: string, answer: Answer<ChangeSet>) => void;
  readonly ask?: Ask;
  readonly every?: Every;
}

/** So often a search is asked how far it is, ms. */
const LOOK_MS = 500;

export class DayPlanner {
  /** Chosen: nothing is all districts. */
  readonly districts = new SvelteSet<string>();
  days = $state<Days>(1);
  seconds = $state<(typeof SECONDS)[number]>(20);
  /** The search that is shown; null while one is chosen. */
  run = $state.raw<PlanRun | null>(null);
  /** Moves that are not wanted. */
  readonly left = new SvelteSet<string>();
  /** Contractors are asked to take what nobody has, instead of being given it. */
  asks = $state(true);
  /** An answer is waited for. */
  busy = $state(false);
  /** What went wrong with what was asked for last. */
  fault = $state.raw<{ readonly sentence: string; readonly next: string } | null>(null);
  inTheWay = $state.raw<InTheWay | null>(null);
  /** Applied before, the latest first; null while it is not known. */
  changes = $state.raw<readonly ChangeSet[] | null>(null);
  /** Someone looks at it. */
  shown = $state(false);
  readonly #options: DayPlannerOptions;
  readonly #ask: Ask;
  readonly #every: Every;
  #stopLooking: () => void = () => undefined;
  /** Also where days have changed: decided after they were named. */
  #anyDay = false;
  /** Of the change set that is being applied: the same on each try. */
  #applying: { key: string; changeId: string } | null = null;

  constructor(options: DayPlannerOptions) {
    this.#options = options;
    this.#ask = options.ask ?? ask;
    this.#every = options.every ?? intervals;
  }

  get searching(): boolean {
    return this.run !== null && isUnderWay(this.run);
  }

  get progress(): RunProgress | null {
    return this.run?.progress ?? null;
  }

  get result(): RunResult | null {
    return this.run?.result ?? null;
  }

  /** Those that are ticked. */
  get wanted(): readonly RunMove[] {
    return this.result?.moves.filter(({ id }) => !this.left.has(id)) ?? [];
  }

  stop(): void {
    this.#stopLooking();
  }

  async start(): Promise<void> {
    const body: NewRun = {
      id: uuidv7(),
      districtIds: this.districts.size === 0 ? null : [...this.districts],
      days: this.days,
      seconds: this.seconds,
    };
    this.#begin();
    const answer = await this.#asking(() => this.#ask<PlanRun>('/plan/runs', { method: 'POST', body, app: 'desk' }));
    if (answer.kind !== 'done') {
      this.fault = faultOf(answer);
      return;
    }
    this.#options.say('The search for a better plan has begun.');
    this.#follow(answer.value);
  }

  /** Shows the search that runs, or the last one whose result can still be applied; after a reload. */
  async resume(): Promise<void> {
    if (this.run !== null) return;
    const answer = await this.#ask<PlanRun[]>('/plan/runs');
    const under = answer.kind === 'done' ? answer.value.find(isUnderWay) : undefined;
    if (under) this.#takeUp(under);
  }

  /** Unless one was begun meanwhile. */
  #takeUp(run: PlanRun): void {
    if (this.run === null) this.#follow(run);
  }

  /** Ends the search with the best so far. */
  async halt(): Promise<void> {
    const { run } = this;
    if (!run) return;
    const answer = await this.#asking(() => this.#ask<PlanRun>(`/plan/runs/${run.id}`, { method: 'DELETE' }));
    if (answer.kind !== 'done') this.fault = faultOf(answer);
  }

  /** Back to choosing; the result is left as it is. */
  anew(): void {
    this.#stopLooking();
    this.#begin();
  }

  toggle(id: string): void {
    if (!this.left.delete(id)) this.left.add(id);
    this.#applying = null;
  }

  /** All of these, or none. */
  tick(moves: readonly RunMove[], wanted: boolean): void {
    for (const { id } of moves) {
      if (wanted) this.left.delete(id);
      else this.left.add(id);
    }
    this.#applying = null;
  }

  async apply(): Promise<void> {
    const { run } = this;
    if (!run) return;
    this.#applying ??= { key: newKey(), changeId: uuidv7() };
    const { key, changeId } = this.#applying;
    this.#options.own(this.wanted.map(({ id }) => id));
    const body = { changeId, without: [...this.left], ask: this.asks, ...(this.#anyDay && { days: 'any' }) };
    const answer = await this.#asking(() =>
      this.#ask<ChangeSet>(`/plan/runs/${run.id}/apply`, { method: 'POST', body, idempotencyKey: key, app: 'desk' }),
    );
    if (answer.kind === 'done') {
      this.#begin();
      void this.load();
      this.#options.applied(answer.value);
      return;
    }
    // What was refused is decided anew under a key of its own; what was not answered is sent again as it was.
    if (answer.kind !== 'offline') this.#applying = null;
    if (answer.kind === 'refused' && answer.problem.code === 'change_refused') {
      const { detail: sentence, next, commands: issues = [], days = [] } = answer.problem;
      this.inTheWay = { sentence, next, issues, days };
      this.#options.say(`${sentence} ${next}`);
    } else this.fault = faultOf(answer);
  }

  /** Leaves out what changed meanwhile, takes days as they are now, and applies the rest. */
  async applyRest(): Promise<void> {
    for (const { id } of this.inTheWay?.issues ?? []) this.left.add(id);
    this.#anyDay = true;
    this.inTheWay = null;
    await this.apply();
  }

  async load(): Promise<void> {
    const answer = await this.#ask<ChangeSet[]>('/plan/changes');
    if (answer.kind === 'done') this.changes = answer.value;
    else this.fault = faultOf(answer);
  }

  async undo(id: string): Promise<void> {
    this.#options.own(this.changes?.find((change) => change.id === id)?.jobs.map((job) => job.id) ?? []);
    const answer = await this.#asking(() =>
      this.#ask<ChangeSet>(`/plan/changes/${id}/undo`, { method: 'POST', idempotencyKey: newKey(), app: 'desk' }),
    );
    this.#options.undone(answer.kind === 'done' ? undoneWords(answer.value) : '', answer);
    await this.load();
  }

  #begin(): void {
    this.run = null;
    this.fault = null;
    this.inTheWay = null;
    this.left.clear();
    this.#anyDay = false;
    this.#applying = null;
  }

  async #asking<T>(request: () => Promise<Answer<T>>): Promise<Answer<T>> {
    this.busy = true;
    this.fault = null;
    this.inTheWay = null;
    try {
      return await request();
    } finally {
      this.busy = false;
    }
  }

  /** Looks at a search until it has ended. */
  #follow(run: PlanRun): void {
    this.run = run;
    this.#stopLooking();
    let asking = false;
    this.#stopLooking = this.#every(LOOK_MS, () => {
      if (asking) return;
      asking = true;
      void this.#ask<PlanRun>(`/plan/runs/${run.id}`).then((answer) => {
        asking = false;
        // One that was left meanwhile, or a server that is away for a moment
        if (answer.kind !== 'done' || this.run?.id !== run.id || !this.searching) return;
        this.run = answer.value;
        if (!isUnderWay(answer.value)) this.#end(answer.value);
      });
    });
  }

  #end(run: PlanRun): void {
    this.#stopLooking();
    this.#options.say(foundWords(run));
    if (!this.shown) this.#options.ended(run);
  }
}

function isUnderWay({ state }: PlanRun): boolean {
  return state === 'waiting' || state === 'running';
}

function faultOf(answer: Exclude<Answer<unknown>, { kind: 'done' }>): { sentence: string; next: string } {
  return answer.kind === 'offline'
    ? { sentence: answer.sentence, next: 'Try again in a moment.' }
    : { sentence: answer.problem.detail, next: answer.problem.next };
}

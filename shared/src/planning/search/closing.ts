/**
 * Closes routes one by one and works the jobs left over back into the others. Which plan is better goes by how often
 * its absent jobs have been absent already: jobs that are hard to place weigh most (sum of absences, Christiaens and
 * Vanden Berghe 2020, fleet minimisation). The route closed next is the one whose jobs have the fewest absences.
 */
import { Best, type Plan } from './best.ts';
import { Draft } from './draft.ts';
import { Random } from './random.ts';
import { Recreation } from './recreate.ts';
import type { Routing } from './routing.ts';
import { ruin } from './ruin.ts';

interface ClosingOptions {
  readonly seed: number;
  readonly start?: readonly (readonly number[])[];
  /** No plan has fewer routes; closing ends there. */
  readonly atLeast?: number;
}

/** Of the mean cost of an edge: where annealing begins and ends. */
const HOT = 0.5;
const COLD = 0.02;

export class Closing {
  iterations = 0;
  private readonly draft: Draft;
  private readonly random: Random;
  private readonly recreation: Recreation;
  private readonly kept: Best;
  private readonly atLeast: number;
  /** By job: iterations that ended without it. */
  private readonly absences: Float64Array;
  private hot: number;
  private temperature: number;
  private done = false;

  constructor(routing: Routing, { seed, start, atLeast = 1 }: ClosingOptions) {
    this.random = new Random(seed);
    this.draft = new Draft(routing);
    this.recreation = new Recreation(this.draft, this.random);
    this.kept = new Best(this.draft);
    this.atLeast = atLeast;
    this.absences = new Float64Array(routing.jobs);
    this.draft.begin();
    if (start !== undefined) this.draft.load(start);
    this.recreation.run();
    this.draft.settle();
    this.kept.keep(this.draft);
    this.hot = HOT * this.draft.edgeCost();
    this.temperature = this.hot;
    this.advance();
  }

  /** The plan with the fewest routes of those in which all are served; the first where there is none. */
  best(): Plan {
    return this.kept.plan();
  }

  /**
   * @param spent part of the time for closing that is used up
   * @returns false when nothing more can be closed
   */
  iterate(spent: number): boolean {
    if (this.done) return false;
    const { draft, random } = this;
    this.iterations += 1;
    this.temperature = this.hot * (COLD / HOT) ** spent;
    const before = this.weight();
    const costBefore = draft.total - this.omitted();
    draft.begin();
    ruin(draft, random);
    this.recreation.run();
    draft.settle();
    const after = this.weight();
    for (let index = 0; index < draft.absentCount; index += 1) this.absences[draft.absent[index]!]! += 1;
    if (draft.absentCount === 0) this.advance();
    else if (after > before || (after === before && this.isWorse(costBefore))) draft.undo();
    return !this.done;
  }

  private isWorse(costBefore: number): boolean {
    const cost = this.draft.total - this.omitted();
    return cost >= costBefore - this.temperature * Math.log(this.random.next());
  }

  /** Everything is served: keeps the plan and closes the next route, and all that are empty. */
  private advance(): void {
    const { draft } = this;
    if (draft.absentCount > 0) return;
    this.kept.keep(draft);
    const fixed = draft.routing.fixed;
    let least = Infinity;
    let easiest = -1;
    for (let index = 0; index < draft.usedCount; index += 1) {
      const route = draft.used[index]!;
      const sum = this.absencesOn(route);
      if ((fixed?.[route] ?? 0) === 0 && sum < least) {
        least = sum;
        easiest = route;
      }
    }
    if (draft.usedCount <= this.atLeast || easiest < 0) {
      this.done = true;
      return;
    }
    for (let route = 0; route < draft.length.length; route += 1) if (draft.length[route] === 0) draft.close(route);
    draft.close(easiest);
  }

  private absencesOn(route: number): number {
    const first = route * this.draft.longest;
    let sum = 0;
    for (let at = first; at < first + this.draft.length[route]!; at += 1) {
      sum += this.absences[this.draft.stops[at]!]!;
    }
    return sum;
  }

  private weight(): number {
    const { absent, absentCount } = this.draft;
    let sum = 0;
    for (let index = 0; index < absentCount; index += 1) sum += 1 + this.absences[absent[index]!]!;
    return sum;
  }

  private omitted(): number {
    const { absent, absentCount, routing } = this.draft;
    let sum = 0;
    for (let index = 0; index < absentCount; index += 1) sum += routing.omission[absent[index]!]!;
    return sum;
  }
}

/** When a search ends. */
export interface LimitOptions {
  /** The search ends after so many iterations … */
  readonly iterations?: number;
  /** … or after so many milliseconds of `now`, whichever is first. One of the two must be given. */
  readonly milliseconds?: number;
  /** A clock in milliseconds; needed for `milliseconds`. */
  readonly now?: () => number;
}

/** Counts from when it is made. */
export class Limit {
  readonly iterations: number;
  readonly milliseconds: number;
  private readonly now: () => number;
  private readonly began: number;

  /** @throws Error without a limit, or of a time limit without a clock */
  constructor(options: LimitOptions) {
    this.iterations = options.iterations ?? Infinity;
    this.milliseconds = options.milliseconds ?? Infinity;
    if (this.iterations === Infinity && this.milliseconds === Infinity) throw new Error('a search needs a limit');
    if (this.milliseconds < Infinity && options.now === undefined) throw new Error('a time limit needs a clock');
    this.now = options.now ?? (() => 0);
    this.began = this.now();
  }

  /** @returns the part of the limit used up: 0 at the start, 1 when it is reached, more when it is passed. */
  spent(iterations: number): number {
    const counted = iterations >= this.iterations ? 1 : iterations / this.iterations;
    if (this.milliseconds === Infinity) return counted;
    const passed = this.now() - this.began;
    return Math.max(counted, passed >= this.milliseconds ? 1 : passed / this.milliseconds);
  }
}

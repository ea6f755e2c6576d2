/** What is to be done later; ended as a whole, with everything under way brought to its end first. */
export class Agenda {
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #running = new Set<Promise<void>>();
  readonly #failed: (error: unknown) => void;
  #over = false;

  /** @param failed told when something that was to be done threw. */
  constructor(failed: (error: unknown) => void) {
    this.#failed = failed;
  }

  get over(): boolean {
    return this.#over;
  }

  /** Does something once, after so many ms. */
  after(ms: number, work: () => Promise<void> | void): void {
    if (this.#over) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#run(work);
    }, ms);
    this.#timers.add(timer);
  }

  /** Does something again and again; the pause begins when it is done. @param ms drawn anew each time. */
  each(ms: () => number, work: () => Promise<void> | void): void {
    this.after(ms(), async () => {
      try {
        await work();
      } finally {
        this.each(ms, work);
      }
    });
  }

  /** Nothing new begins; resolves when what is under way is done. */
  async end(): Promise<void> {
    this.#over = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  #run(work: () => Promise<void> | void): void {
    const running = (async () => {
      try {
        await work();
      } catch (error) {
        this.#failed(error);
      }
    })();
    this.#running.add(running);
    void running.finally(() => this.#running.delete(running));
  }
}

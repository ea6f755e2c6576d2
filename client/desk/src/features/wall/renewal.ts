/** A wall runs for weeks: when a newer build of the page is served, it loads itself again, without a person. */

const KEY = 'dispatch:wall:reloaded';
/** However often the server changes its mind, no more often than this. Milliseconds. */
const AT_MOST_EVERY = 60_000;
const TRY_AGAIN = 3_000;

export interface RenewalOptions {
  /** Loads the page again. */
  reload(): void;
  /** Whether the server serves its pages again: after a deploy the socket may be back sooner. */
  served(): Promise<boolean>;
  /** Unix ms of the device. */
  now?: () => number;
  storage?: Pick<Storage, 'getItem' | 'setItem'>;
  wait?: (ms: number, then: () => void) => ReturnType<typeof setTimeout>;
}

export class Renewal {
  readonly #options: Required<RenewalOptions>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wanted = false;

  constructor(options: RenewalOptions) {
    // Reading sessionStorage where there is none throws.
    this.#options = {
      now: Date.now,
      wait: (ms, then) => setTimeout(then, ms),
      ...options,
      storage: options.storage ?? sessionStorage,
    };
  }

  /** Loads the page again as soon as it can be had. */
  request(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    void this.#try();
  }

  stop(): void {
    this.#wanted = false;
    clearTimeout(this.#timer);
  }

  async #try(): Promise<void> {
    const { now, storage, served, reload, wait } = this.#options;
    const last = Number(storage.getItem(KEY) ?? 0);
    const early = AT_MOST_EVERY - (now() - last);
    const ready = early <= 0 && (await served().catch(() => false));
    if (!this.#wanted) return;
    if (!ready) {
      this.#timer = wait(Math.max(TRY_AGAIN, early), () => void this.#try());
      return;
    }
    storage.setItem(KEY, String(now()));
    reload();
  }
}

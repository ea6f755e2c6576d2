import { createContext } from 'svelte';
import { createSubscriber } from 'svelte/reactivity';

/** Starts calling `tick` every `ms` and returns the way to stop; replaced in tests. */
export type Ticker = (tick: () => void, ms: number) => () => void;

const intervals: Ticker = (tick, ms) => {
  const timer = setInterval(tick, ms);
  // A laptop that wakes shows the right time at once rather than at the next tick.
  const woken = (): void => {
    if (document.visibilityState === 'visible') tick();
  };
  document.addEventListener('visibilitychange', woken);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', woken);
  };
};

/**
 * The time, as something components can depend on: reading `now` or `slow` in markup or a `$derived` makes them update
 * by themselves. It only ticks while something reads it. Milliseconds since 1970, on the server's clock once `adjust`
 * has been called, so that a tablet with a wrong clock shows the same lateness as the board.
 */
export class Clock {
  readonly #read: () => number;
  #offset = 0;
  readonly #seconds: () => void;
  readonly #slow: () => void;
  #slowNow: number;

  constructor(read: () => number = Date.now, ticker: Ticker = intervals) {
    this.#read = read;
    this.#slowNow = read();
    this.#seconds = createSubscriber((update) => ticker(update, 1_000));
    this.#slow = createSubscriber((update) => {
      this.#slowNow = this.exact();
      return ticker(() => {
        this.#slowNow = this.exact();
        update();
      }, 10_000);
    });
  }

  /** Updates each second: countdowns, ages of data. */
  get now(): number {
    this.#seconds();
    return this.exact();
  }

  /** Updates each ten seconds: cards, markers, anything of which there are hundreds. */
  get slow(): number {
    this.#slow();
    return this.#slowNow;
  }

  /** The time this instant; nothing depends on it. */
  exact(): number {
    return this.#read() + this.#offset;
  }

  /** Sets the clock by a time the server gave. Differences under two seconds are the network's, not the clock's. */
  adjust(serverNow: number): void {
    const offset = serverNow - this.#read();
    this.#offset = Math.abs(offset) < 2_000 ? 0 : offset;
    this.#slowNow = this.exact();
  }
}

/** The one clock of the page. */
export const clock = new Clock();

const [provided, provideClock, isProvided] = createContext<Clock>();

/** Puts another clock in force for the components below, as tests and replays do. */
export { provideClock };

/** The clock in force here: the provided one, else the page's. Call while a component is being set up. */
export function useClock(): Clock {
  return isProvided() ? provided() : clock;
}

/** Calls `tick` every `ms` milliseconds; returns the way to stop. Replaced in tests. */
export type Every = (ms: number, tick: () => void) => () => void;

export const every: Every = (ms, tick) => {
  const timer = setInterval(tick, ms);
  return () => {
    clearInterval(timer);
  };
};

/** Collects calls into one flush; replaced in tests by one that flushes on demand. */
export type Schedule = (flush: () => void) => void;

/** At the end of this turn. (Wrapped, since browsers refuse `queueMicrotask` called as another object's method.) */
export const soon: Schedule = (flush) => {
  queueMicrotask(flush);
};

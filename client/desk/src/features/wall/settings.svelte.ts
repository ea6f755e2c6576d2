/** How this wall display behaves: remembered in its browser, and settable by its address for screens without a keyboard. */

export type Dimming = 'auto' | 'on' | 'off';

interface Stored {
  /** Seconds each district is shown. */
  turn: number;
  paused: boolean;
  sound: boolean;
  dim: Dimming;
}

const KEY = 'dispatch:wall';
const FIRST: Stored = { turn: 30, paused: false, sound: false, dim: 'auto' };
/** Slower than ten seconds cannot be read from afar, and ten minutes is standing still. */
const TURN = { least: 10, most: 600 };
const NEXT: Record<Dimming, Dimming> = { auto: 'on', on: 'off', off: 'auto' };

/** Reads what is remembered, with what the address says over it (`turn`, `paused`, `sound`, `dim`). */
export function parseSettings(text: string | null, search: Pick<URLSearchParams, 'get'>): Stored {
  let given: Partial<Record<keyof Stored, unknown>> = {};
  try {
    const parsed: unknown = text === null ? null : JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null) given = parsed;
  } catch {
    // What someone else wrote there; the defaults do.
  }
  const flag = (name: 'paused' | 'sound'): boolean => {
    const said = search.get(name);
    return said === null ? given[name] === true : said === '1' || said === 'on';
  };
  const turn = Number(search.get('turn') ?? given.turn ?? FIRST.turn);
  const dim = search.get('dim') ?? given.dim;
  return {
    turn: Number.isFinite(turn) ? Math.min(TURN.most, Math.max(TURN.least, Math.round(turn))) : FIRST.turn,
    paused: flag('paused'),
    sound: flag('sound'),
    dim: dim === 'on' || dim === 'off' ? dim : 'auto',
  };
}

export class WallSettings {
  #stored: Stored;
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>;

  constructor(search: Pick<URLSearchParams, 'get'>, storage: Pick<Storage, 'getItem' | 'setItem'> = localStorage) {
    this.#storage = storage;
    this.#stored = $state(parseSettings(storage.getItem(KEY), search));
  }

  get turn(): number {
    return this.#stored.turn;
  }
  get paused(): boolean {
    return this.#stored.paused;
  }
  get sound(): boolean {
    return this.#stored.sound;
  }
  get dim(): Dimming {
    return this.#stored.dim;
  }

  /** Half as fast, or twice as fast, in steps that can be said: 10, 15, 20, 30, 45 s, 1, 1½, 2, 3, 5, 10 min. */
  turnBy(direction: 1 | -1): void {
    const steps = [10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600];
    const next = direction > 0 ? steps.find((step) => step > this.turn) : steps.findLast((step) => step < this.turn);
    this.#set({ turn: next ?? this.turn });
  }
  pause(paused: boolean): void {
    this.#set({ paused });
  }
  switchSound(sound: boolean): void {
    this.#set({ sound });
  }
  nextDimming(): void {
    this.#set({ dim: NEXT[this.dim] });
  }

  #set(change: Partial<Stored>): void {
    Object.assign(this.#stored, change);
    try {
      this.#storage.setItem(KEY, JSON.stringify(this.#stored));
    } catch {
      // A browser that keeps nothing costs the memory of these, nothing else.
    }
  }
}

/** Nine in the evening to six in the morning, where the organisation is. @param time "21:05" */
export function isNight(time: string): boolean {
  return time >= '21:00' || time < '06:00';
}

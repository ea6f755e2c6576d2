/** The simulated time of day, so many times as fast as the clock on the wall. */
import { HOUR, MINUTE } from './day.types.ts';

export class DayClock {
  readonly speed: number;
  readonly #from: number;
  readonly #began: number;
  readonly #real: () => number;

  /**
   * @param from ms since midnight at which the day begins.
   * @param real the clock on the wall, Unix ms.
   */
  constructor(speed: number, from: number, real: () => number = Date.now) {
    this.speed = speed;
    this.#from = from;
    this.#real = real;
    this.#began = real();
  }

  /** Ms since midnight. */
  now(): number {
    return this.#from + (this.#real() - this.#began) * this.speed;
  }

  /** How long simulated time takes on the wall, ms. */
  real(simulated: number): number {
    return simulated / this.speed;
  }

  /** How long until a time of the day, ms on the wall; 0 when it is over. */
  until(time: number): number {
    return Math.max(0, this.real(time - this.now()));
  }
}

/** `08:24` of ms since midnight; after 24 hours it begins anew. */
export function timeOfDay(ms: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${two((ms / HOUR) % 24)}:${two((ms / MINUTE) % 60)}`;
}

/** Ms since midnight of `8`, `08:24`; null for anything else. */
export function timeFrom(text: string): number | null {
  const match = /^(\d{1,2})(?::(\d\d))?$/.exec(text);
  const [hours, minutes] = [Number(match?.[1]), Number(match?.[2] ?? 0)];
  return match && hours <= 24 && minutes < 60 ? hours * HOUR + minutes * MINUTE : null;
}

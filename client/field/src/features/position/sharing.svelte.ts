import type { Position } from '@dispatch/shared/board/reference';

export type SharingState = 'off' | 'waiting' | 'sharing' | 'denied' | 'unavailable';

export interface SharingOptions {
  /** Sends one position; not kept for later when there is no connection. */
  readonly send: (position: Position) => void;
  readonly heard: (position: Position) => void;
  readonly geolocation?: Geolocation | undefined;
  readonly now?: () => number;
}

/** A device that stands still reports nothing new; others should still see that the position is current. Milliseconds. */
const REPEAT = 10_000;
/** The server takes no more than one a second. */
const SHORTEST = 1_000;

/** Shares the device's position while it is switched on: only ever while on the way. */
export class Sharing {
  state = $state<SharingState>('off');
  /** The device's last known position; null before the first. */
  last = $state.raw<Position | null>(null);
  readonly #options: SharingOptions;
  #watch: number | null = null;
  #repeat: ReturnType<typeof setInterval> | null = null;
  #later: ReturnType<typeof setTimeout> | null = null;
  #sentAt = 0;

  constructor(options: SharingOptions) {
    this.#options = options;
  }

  switch(on: boolean): void {
    if (on === (this.#watch !== null)) return;
    if (on) this.#start();
    else this.#stop();
  }

  #start(): void {
    const geolocation =
      this.#options.geolocation ?? (typeof navigator === 'undefined' ? undefined : navigator.geolocation);
    if (!geolocation) {
      this.state = 'unavailable';
      return;
    }
    this.state = 'waiting';
    this.#watch = geolocation.watchPosition(
      ({ coords, timestamp }) => {
        this.#take({ lat: coords.latitude, lon: coords.longitude, heading: headingOf(coords.heading), at: timestamp });
      },
      (error) => {
        this.state = error.code === error.PERMISSION_DENIED ? 'denied' : this.last === null ? 'unavailable' : 'waiting';
      },
      { enableHighAccuracy: true, maximumAge: 5_000, timeout: 30_000 },
    );
    this.#repeat = setInterval(() => {
      if (this.last !== null && this.state === 'sharing') this.#send({ ...this.last, at: this.#now() });
    }, REPEAT);
  }

  #stop(): void {
    const geolocation = this.#options.geolocation ?? navigator.geolocation;
    if (this.#watch !== null) geolocation.clearWatch(this.#watch);
    if (this.#repeat !== null) clearInterval(this.#repeat);
    if (this.#later !== null) clearTimeout(this.#later);
    this.#watch = null;
    this.#repeat = null;
    this.#later = null;
    this.state = 'off';
  }

  #take(position: Position): void {
    this.state = 'sharing';
    this.last = position;
    this.#options.heard(position);
    const wait = this.#sentAt + SHORTEST - this.#now();
    if (wait <= 0) this.#send(position);
    else
      // The last of a quick series counts: a device that then stands still reports nothing more.
      this.#later ??= setTimeout(() => {
        this.#later = null;
        if (this.last !== null && this.state === 'sharing') this.#send(this.last);
      }, wait);
  }

  #send(position: Position): void {
    this.#sentAt = this.#now();
    this.#options.send(position);
  }

  #now(): number {
    return (this.#options.now ?? Date.now)();
  }
}

/** Devices give NaN or a negative number when they do not know. */
function headingOf(heading: number | null): number | null {
  return heading !== null && heading >= 0 && heading <= 360 ? heading : null;
}

/** Picking issues on the map by drawing a ring round them. */
import type { MapController } from '@dispatch/base/features/map/map.controller';
import type { Place } from '@dispatch/shared/places/distance';

export interface LassoOptions {
  /** What the ring holds. `beside`: Ctrl was held, what is picked stays. */
  readonly picked: (ids: string[], beside: boolean) => void;
}

/** A ring of fewer points is a slip of the hand. */
const FEWEST = 4;

export class Lasso {
  /** Switched on by its button, until something has been drawn. */
  isOn = $state(false);
  readonly #options: LassoOptions;
  #map: MapController | null = null;
  #release: (() => void) | null = null;
  #held = false;
  #ring: Place[] = [];

  constructor(options: LassoOptions) {
    this.#options = options;
  }

  attach(map: MapController): void {
    this.#map = map;
    this.#follow();
  }

  toggle(): void {
    this.isOn = !this.isOn;
    this.#follow();
  }

  /** Shift is held over the map, or no longer. */
  hold(held: boolean): void {
    this.#held = held;
    // A ring that has been begun is ended by letting go of the pointer.
    if (held || this.#ring.length === 0) this.#follow();
  }

  #follow(): void {
    const map = this.#map;
    const wanted = map !== null && (this.isOn || this.#held);
    if (wanted && this.#release === null)
      this.#release = map.takeStrokes(({ phase, lat, lon, ctrlKey }) => {
        if (phase === 'begin') this.#ring = [];
        if (phase === 'begin' || phase === 'move') {
          this.#ring.push({ lat, lon });
          map.setRing(this.#ring);
        } else this.#end(map, phase === 'end', ctrlKey);
      });
    else if (!wanted && this.#release !== null) {
      this.#release();
      this.#release = null;
    }
  }

  #end(map: MapController, drawn: boolean, beside: boolean): void {
    const ring = this.#ring;
    this.#ring = [];
    map.setRing(null);
    if (drawn && ring.length >= FEWEST) {
      this.isOn = false;
      this.#options.picked(
        map.issuesInside(ring).map(({ id }) => id),
        beside,
      );
    }
    // The click that follows the letting go is still the lasso's: on the map it would choose the ground.
    setTimeout(() => {
      this.#follow();
    }, 0);
  }
}

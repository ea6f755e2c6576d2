import type { MapTarget } from './map.types.ts';
import { keyOf } from './markers.order.ts';

/** Where the keyboard is among the markers that can be seen. */
export interface WalkStop {
  readonly target: MapTarget;
  /** From 1. */
  readonly position: number;
  readonly of: number;
}

/** The keyboard's walk from marker to marker. A marker that moves or changes keeps the walk; one that goes ends it. */
export class MapWalk {
  current = $state.raw<WalkStop | null>(null);

  /** Goes on by so many markers, round and round, or to an end. */
  go(steps: number | 'first' | 'last', targets: readonly MapTarget[]): WalkStop | null {
    const here = this.current && keyOf(this.current.target);
    const at = here === null ? -1 : targets.findIndex((target) => keyOf(target) === here);
    const index =
      steps === 'last'
        ? targets.length - 1
        : steps === 'first' || at === -1
          ? 0
          : (at + steps + targets.length) % targets.length;
    const target = targets[index];
    this.current = target ? { target, position: index + 1, of: targets.length } : null;
    return this.current;
  }

  leave(): void {
    this.current = null;
  }
}

import type { Place } from '@dispatch/shared/places/distance';
import type { Map as LeafletMap } from 'leaflet';
import { DomUtil, LayerGroup, Polygon } from 'leaflet';

/** A stroke of the pointer over the map, in degrees. */
export interface StrokePoint extends Place {
  readonly phase: 'begin' | 'move' | 'end' | 'cancel';
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
}

/** Lets the pointer draw on the map instead of moving it, and shows the ring that is drawn. */
export class StrokeLayer extends LayerGroup {
  #ring: Polygon | null = null;
  #release: (() => void) | null = null;

  override onRemove(map: LeafletMap): this {
    this.#release?.();
    return super.onRemove(map);
  }

  /** Whether the pointer draws at the moment. */
  get isTaken(): boolean {
    return this.#release !== null;
  }

  /** Draws a ring round places, or takes it away. */
  setRing(places: readonly Place[] | null): void {
    const line = (places ?? []).map(({ lat, lon }): [number, number] => [lat, lon]);
    if (!this.#ring) {
      if (line.length === 0) return;
      this.#ring = new Polygon(line, { interactive: false, className: 'map-ring-drawn' });
      this.addLayer(this.#ring);
    } else this.#ring.setLatLngs(line);
  }

  /**
   * Hands every stroke of the first button, finger or pen to `drawn` until given back: the map neither pans nor chooses
   * meanwhile. Returns the way to give it back.
   */
  take(map: LeafletMap, drawn: (point: StrokePoint) => void): () => void {
    this.#release?.();
    const container = map.getContainer();
    let pointer: number | null = null;
    const tell = (phase: StrokePoint['phase'], event: PointerEvent): void => {
      const { lat, lng } = map.mouseEventToLatLng(event);
      drawn({ phase, lat, lon: lng, shiftKey: event.shiftKey, ctrlKey: event.ctrlKey || event.metaKey });
    };
    const down = (event: PointerEvent): void => {
      if (event.button !== 0 || pointer !== null) return;
      pointer = event.pointerId;
      container.setPointerCapture(pointer);
      event.preventDefault();
      tell('begin', event);
    };
    const move = (event: PointerEvent): void => {
      if (event.pointerId === pointer) tell('move', event);
    };
    const end = (event: PointerEvent): void => {
      if (event.pointerId !== pointer) return;
      pointer = null;
      tell(event.type === 'pointerup' ? 'end' : 'cancel', event);
    };
    const wasPanning = map.dragging.enabled();
    map.dragging.disable();
    DomUtil.addClass(container, 'is-drawn-on');
    const stop = new AbortController();
    const listen = (
      type: 'pointerdown' | 'pointermove' | 'pointerup' | 'pointercancel',
      heard: (event: PointerEvent) => void,
    ): void => {
      container.addEventListener(type, heard, { signal: stop.signal });
    };
    listen('pointerdown', down);
    listen('pointermove', move);
    listen('pointerup', end);
    listen('pointercancel', end);
    const release = (): void => {
      if (this.#release !== release) return;
      this.#release = null;
      stop.abort();
      if (wasPanning) map.dragging.enable();
      DomUtil.removeClass(container, 'is-drawn-on');
    };
    this.#release = release;
    return release;
  }
}

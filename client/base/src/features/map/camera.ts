import type { Place } from '@dispatch/shared/places/distance';
import type { Map as LeafletMap } from 'leaflet';
import { LatLngBounds } from 'leaflet';
import type { Box } from './basemap.index.ts';
import { latOf, lonOf } from './mercator.ts';

/** What is in view, in degrees. */
export interface MapView {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
  readonly zoom: number;
}

/** Markers at the rim stay clear of controls. Pixels. */
const PADDING = 40;
/** Fitting to one issue must not end in a view of a single doorstep. */
const CLOSEST_FIT = 16;

/** Where the map looks, and what it was last asked to show. */
export class MapCamera {
  readonly #map: LeafletMap;
  readonly #ground: () => readonly Box[];
  /** What was asked to be in view, until someone moves the map; held on to while sizes and shapes still come in. */
  #wished: { readonly places: readonly Place[] } | 'ground' | null = null;

  /** @param ground the boxes of what the ground is: districts, or without any the base */
  constructor(map: LeafletMap, ground: () => readonly Box[]) {
    this.#map = map;
    this.#ground = ground;
  }

  /** Whether it still shows what it was last asked to: nobody has moved the map since. */
  get isAsked(): boolean {
    return this.#wished !== null;
  }

  /** Shows all the given places, also after the container has changed its size; nothing happens for none. */
  fit(places: readonly Place[], animate = true): void {
    if (places.length === 0) return;
    this.#wished = { places };
    const bounds = new LatLngBounds(places.map(({ lat, lon }) => [lat, lon]));
    this.#map.fitBounds(bounds, { padding: [PADDING, PADDING], maxZoom: CLOSEST_FIT, animate });
  }

  /** Shows all districts, or without any the whole base; false when there is neither yet, then it is shown once it comes. */
  fitGround(animate = true): boolean {
    this.#wished = 'ground';
    const corners = this.#ground().flatMap(([west, north, east, south]) => [
      cornerOf(west, north),
      cornerOf(east, south),
    ]);
    if (corners.length === 0) return false;
    this.#map.fitBounds(new LatLngBounds(corners), { padding: [8, 8], animate });
    return true;
  }

  /** The ground has changed. */
  groundCame(): void {
    if (this.#wished === 'ground') this.fitGround(false);
  }

  /** Lets go of what was asked for once someone moves the map, and keeps it in view when the container changes its size. */
  follow(container: HTMLElement): () => void {
    const moved = (): void => {
      this.#wished = null;
    };
    this.#map.on('dragstart dblclick', moved);
    for (const gesture of ['wheel', 'touchmove']) container.addEventListener(gesture, moved, { passive: true });
    const resize = new ResizeObserver(() => {
      this.#resized();
    });
    resize.observe(container);
    return () => {
      resize.disconnect();
      for (const gesture of ['wheel', 'touchmove']) container.removeEventListener(gesture, moved);
    };
  }

  /** Brings a place into view without changing the zoom, unless it is there already. */
  reveal({ lat, lon }: Place): void {
    if (this.#map.getBounds().pad(-0.08).contains([lat, lon])) return;
    this.#wished = null;
    this.#map.panTo([lat, lon]);
  }

  centreOn({ lat, lon }: Place, zoom = this.#map.getZoom()): void {
    this.#wished = null;
    this.#map.setView([lat, lon], zoom);
  }

  /** Pixels. */
  panBy(x: number, y: number): void {
    this.#wished = null;
    this.#map.panBy([x, y]);
  }

  zoomBy(steps: number): void {
    this.#wished = null;
    this.#map.setZoom(this.#map.getZoom() + steps);
  }

  view(): MapView {
    const bounds = this.#map.getBounds();
    return {
      west: bounds.getWest(),
      south: bounds.getSouth(),
      east: bounds.getEast(),
      north: bounds.getNorth(),
      zoom: this.#map.getZoom(),
    };
  }

  #resized(): void {
    this.#map.invalidateSize({ pan: false });
    if (this.#wished === 'ground') this.fitGround(false);
    else if (this.#wished) this.fit(this.#wished.places, false);
  }
}

/** World coordinates as the pair Leaflet takes. */
function cornerOf(x: number, y: number): [lat: number, lon: number] {
  return [latOf(y), lonOf(x)];
}

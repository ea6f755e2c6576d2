import type { Place } from '@dispatch/shared/places/distance';
import { Map as LeafletMap } from 'leaflet';
import { onThemeChange } from '../../lib/theme.ts';
import type { MapView } from './camera.ts';
import { MapCamera } from './camera.ts';
import type { AttachContractor } from './contractors.layer.ts';
import { ContractorsLayer } from './contractors.layer.ts';
import { GroundLayer } from './ground.layer.ts';
import type { Marked } from './issues.layer.ts';
import { IssuesLayer, UNMARKED } from './issues.layer.ts';
import type {
  MapBase,
  MapCentre,
  MapCluster,
  MapContractor,
  MapDistrict,
  MapIssue,
  MapRoute,
  MapTarget,
} from './map.types.ts';
import { inOrder, keyOf } from './markers.order.ts';
import { readPalette } from './palette.ts';
import { PinLayer } from './pin.layer.ts';
import type { Point } from './pointer.ts';
import { MapPointer } from './pointer.ts';
import type { StrokePoint } from './stroke.layer.ts';
import { StrokeLayer } from './stroke.layer.ts';

/** What the map tells its owner. Points are pixels from the map's corner. */
export interface MapEvents {
  /** A marker was clicked, or the ground (null). */
  readonly chosen: (target: MapTarget | null) => void;
  /** The pointer is over a marker, or over none. */
  readonly hovered: (target: MapTarget | null, point: Point) => void;
  /** A place on the ground was clicked or the pin was moved, while one is being picked. */
  readonly picked: (place: Place) => void;
  /** The view has come to rest: bounds and zoom may have changed. */
  readonly moved: (view: MapView) => void;
}

export interface MapOptions {
  readonly centre: MapCentre;
  readonly attach: AttachContractor;
  /** Shows only: no panning, no zooming by hand. */
  readonly still: boolean;
  /** How much larger than usual markers and names are drawn. */
  readonly scale?: number;
}

/**
 * The map: one Leaflet map and its layers, driven by plain data. Screens use MapView.svelte; this is what it drives.
 * Where it looks is `camera`, what lies under the pointer is `pointer`.
 */
export class MapController {
  readonly camera: MapCamera;
  readonly pointer: MapPointer;
  readonly #map: LeafletMap;
  readonly #ground: GroundLayer;
  readonly #issues: IssuesLayer;
  readonly #contractors: ContractorsLayer;
  readonly #pin: PinLayer;
  readonly #stroke = new StrokeLayer();
  readonly #stop: (() => void)[] = [];
  #marked = UNMARKED;

  constructor(container: HTMLElement, options: MapOptions, events: MapEvents) {
    const scale = options.scale ?? 1;
    const palette = readPalette(container);
    container.style.setProperty('--map-scale', String(scale));
    this.#map = mapOn(container, options);
    this.#ground = new GroundLayer(palette, scale);
    this.#issues = new IssuesLayer(palette, scale);
    this.#contractors = new ContractorsLayer(options.attach);
    this.#pin = new PinLayer(events.picked);
    for (const layer of [this.#ground, this.#issues, this.#contractors, this.#stroke, this.#pin])
      this.#map.addLayer(layer);
    this.camera = new MapCamera(this.#map, () => this.#ground.boxes);
    this.pointer = new MapPointer(this.#map, this.#issues, this.#contractors, {
      ...events,
      hovered: (target, point) => {
        this.mark({ hovered: target && keyOf(target) });
        events.hovered(target, point);
      },
      ignored: ({ target }) => this.#stroke.isTaken || this.#pin.owns(target),
    });
    this.#map.on('moveend', () => {
      events.moved(this.camera.view());
    });
    this.#map.on('zoomstart', () => {
      for (const gliding of container.querySelectorAll('.gliding')) gliding.classList.remove('gliding');
    });
    this.#stop.push(
      this.camera.follow(container),
      onThemeChange(() => {
        const fresh = readPalette(container);
        this.#ground.setPalette(fresh);
        this.#issues.setPalette(fresh);
      }),
    );
  }

  destroy(): void {
    for (const stop of this.#stop) stop();
    this.#map.remove();
    // Leaflet 1.9 ends a zoom that was under way a quarter of a second later, on a map that is gone by then.
    Object.assign(this.#map, { _animatingZoom: false });
  }

  setBase(base: MapBase | null): void {
    this.#ground.setBase(base);
    this.camera.groundCame();
  }

  setDistricts(districts: readonly MapDistrict[]): void {
    this.#ground.setDistricts(districts);
    this.camera.groundCame();
  }

  setRoute(route: MapRoute | null): void {
    this.#ground.setRoute(route);
  }

  setIssues(issues: readonly MapIssue[]): void {
    this.#issues.setIssues(issues);
  }

  setContractors(contractors: readonly MapContractor[]): void {
    this.#contractors.setContractors(contractors);
    this.#contractors.mark(this.#marked);
  }

  /** Unix ms, by which positions fade. */
  setNow(now: number): void {
    this.#contractors.setNow(now);
  }

  /** Rings markers by id: the selected one, the one the keyboard is on, and where a drag would land. */
  mark(marked: Partial<Marked>): void {
    const next = { ...this.#marked, ...marked };
    const keys = ['selected', 'hovered', 'current', 'target', 'picked'] as const;
    if (keys.every((key) => next[key] === this.#marked[key])) return;
    this.#marked = next;
    this.#issues.mark(next);
    this.#contractors.mark(next);
  }

  /** Shows a pin that can be dragged, or takes it away. */
  setPin(place: Place | null): void {
    this.#pin.setPlace(place);
  }

  /** Shows a ring round places, as a lasso draws it, or takes it away. */
  setRing(places: readonly Place[] | null): void {
    this.#stroke.setRing(places);
  }

  /** Hands the pointer's strokes to `drawn` in place of panning and choosing; returns the way to give them back. */
  takeStrokes(drawn: (point: StrokePoint) => void): () => void {
    return this.#stroke.take(this.#map, drawn);
  }

  /** The issues inside a ring on the ground, also those in clusters. */
  issuesInside(ring: readonly Place[]): MapIssue[] {
    return this.#issues.inside(ring);
  }

  /** The issue, or all that the cluster holds; [] for a contractor. */
  async issuesOf(target: MapTarget): Promise<readonly MapIssue[]> {
    if (target.kind === 'cluster') return this.#issues.members(target.cluster);
    return target.kind === 'issue' ? [target.issue] : [];
  }

  /** The issues that can be seen, also those in clusters. */
  issuesInView(): MapIssue[] {
    const { west, south, east, north } = this.camera.view();
    return this.#issues.inside([
      { lat: north, lon: west },
      { lat: north, lon: east },
      { lat: south, lon: east },
      { lat: south, lon: west },
    ]);
  }

  /** Opens a cluster by zooming in; gives its issues when they lie at one place and zooming cannot part them. */
  async open(cluster: MapCluster): Promise<readonly MapIssue[] | null> {
    const zoom = await this.#issues.opensAt(cluster);
    if (zoom !== null && zoom > this.#map.getMaxZoom()) return this.#issues.members(cluster);
    this.camera.centreOn(cluster, zoom ?? this.#map.getZoom() + 1);
    return null;
  }

  /** Where a place is, in pixels from the map's corner. */
  pointOf({ lat, lon }: Place): Point {
    const { x, y } = this.#map.latLngToContainerPoint([lat, lon]);
    return { x, y };
  }

  /** All that can be seen, in the order the keyboard walks through it. */
  visible(): MapTarget[] {
    return inOrder([
      ...this.#issues.visible(),
      ...this.#contractors.visible(this.#map).map((contractor) => ({ kind: 'contractor', contractor }) as const),
    ]);
  }
}

function mapOn(container: HTMLElement, { centre, still }: MapOptions): LeafletMap {
  const isMoving = !matchMedia('(prefers-reduced-motion: reduce)').matches;
  const map = new LeafletMap(container, {
    center: [centre.lat, centre.lon],
    zoom: centre.zoom,
    minZoom: 3,
    maxZoom: 19,
    zoomControl: false,
    // Arrow keys walk through the markers; the view moves by Shift and arrows (MapView).
    keyboard: false,
    // A stroke with Shift belongs to selecting.
    boxZoom: false,
    // Half steps, so that a town that is fitted into the view fills it.
    zoomSnap: still ? 0.25 : 0.5,
    wheelPxPerZoomLevel: 90,
    attributionControl: true,
    inertia: isMoving,
    zoomAnimation: isMoving,
    ...(still ? { dragging: false, scrollWheelZoom: false, doubleClickZoom: false, touchZoom: false } : {}),
  });
  map.attributionControl.setPrefix(false);
  for (const [pane, z] of [
    ['ground', '350'],
    ['issues', '450'],
  ] as const) {
    map.createPane(pane).style.zIndex = z;
  }
  return map;
}

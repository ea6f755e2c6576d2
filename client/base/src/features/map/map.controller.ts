import type { LatLngBoundsExpression, LeafletMouseEvent } from 'leaflet';
import { LatLngBounds, Map as LeafletMap, Marker, DivIcon, TileLayer } from 'leaflet';
import { onThemeChange } from '../../lib/theme.ts';
import type { Position } from '../../lib/distance.ts';
import type { Frame } from './basemap.draw.ts';
import { BasemapIndex } from './basemap.index.ts';
import { BasemapLayer } from './basemap.layer.ts';
import type { AttachContractor } from './contractors.layer.ts';
import { ContractorsLayer } from './contractors.layer.ts';
import type { Ground } from './ground.draw.ts';
import { boxOfFrame, drawBorders, drawRoute, groundOf } from './ground.draw.ts';
import type { Marked } from './issues.layer.ts';
import { IssuesLayer } from './issues.layer.ts';
import { drawNames } from './labels.draw.ts';
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
import { latOf, lonOf } from './mercator.ts';
import type { Palette } from './palette.ts';
import { readPalette } from './palette.ts';
import { ViewportLayer } from './viewport.layer.ts';

/** What the map tells its owner. Points are pixels from the map's corner. */
export interface MapEvents {
  /** A marker was clicked, or the ground (null). */
  readonly chosen: (target: MapTarget | null) => void;
  /** The pointer is over a marker, or over none. */
  readonly hovered: (target: MapTarget | null, point: { x: number; y: number }) => void;
  /** A place on the ground was clicked or the pin was moved, while one is being picked. */
  readonly picked: (place: Position) => void;
  /** The view has come to rest: bounds and zoom may have changed. */
  readonly moved: (view: MapView) => void;
}

/** What is in view, in degrees. */
export interface MapView {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
  readonly zoom: number;
}

const NOTHING: Marked = { selected: null, hovered: null, current: null, target: null };
/** Markers at the rim stay clear of controls. Pixels. */
const PADDING = 40;
/** Fitting to one issue must not end in a view of a single doorstep. */
const CLOSEST_FIT = 16;

/**
 * The map: one Leaflet map and its layers, driven by plain data. Screens use MapView.svelte; this is what it drives and
 * what a drag asks where it is (`issueAt`, `contractorAt`).
 */
export class MapController {
  readonly #container: HTMLElement;
  readonly #events: MapEvents;
  readonly #map: LeafletMap;
  readonly #ground: ViewportLayer;
  readonly #issues: IssuesLayer;
  readonly #contractors: ContractorsLayer;
  readonly #stop: (() => void)[] = [];
  readonly #scale: number;
  #palette: Palette;
  #base: TileLayer | BasemapLayer | null = null;
  #index: BasemapIndex | null = null;
  #grounds: readonly Ground[] = [];
  #route: MapRoute | null = null;
  #marked: Marked = NOTHING;
  #pin: Marker | null = null;
  /** What was asked to be in view, until someone moves the map; held on to while sizes and shapes still come in. */
  #wished: { readonly places: readonly Position[] } | 'ground' | null = null;

  constructor(
    container: HTMLElement,
    options: {
      readonly centre: MapCentre;
      readonly attach: AttachContractor;
      /** Shows only: no panning, no zooming by hand. */
      readonly still: boolean;
      /** How much larger than usual markers and names are drawn. */
      readonly scale?: number;
    },
    events: MapEvents,
  ) {
    this.#container = container;
    this.#events = events;
    this.#scale = options.scale ?? 1;
    this.#palette = readPalette(container);
    container.style.setProperty('--map-scale', String(this.#scale));
    this.#map = new LeafletMap(container, {
      center: [options.centre.lat, options.centre.lon],
      zoom: options.centre.zoom,
      minZoom: 3,
      maxZoom: 19,
      zoomControl: false,
      // Arrow keys walk through the markers; the view moves by Shift and arrows (MapView).
      keyboard: false,
      // Half steps, so that a town that is fitted into the view fills it.
      zoomSnap: options.still ? 0.25 : 0.5,
      wheelPxPerZoomLevel: 90,
      attributionControl: true,
      inertia: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      zoomAnimation: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      ...(options.still ? { dragging: false, scrollWheelZoom: false, doubleClickZoom: false, touchZoom: false } : {}),
    });
    this.#map.attributionControl.setPrefix(false);
    for (const [pane, z] of [
      ['ground', '350'],
      ['issues', '450'],
    ] as const) {
      this.#map.createPane(pane).style.zIndex = z;
    }
    this.#ground = new ViewportLayer('ground', (ctx, frame) => {
      this.#paintGround(ctx, frame);
    });
    this.#issues = new IssuesLayer(this.#palette, this.#scale);
    this.#contractors = new ContractorsLayer(options.attach);
    this.#map.addLayer(this.#ground).addLayer(this.#issues).addLayer(this.#contractors);
    this.#listen();
  }

  destroy(): void {
    for (const stop of this.#stop) stop();
    this.#map.remove();
    // Leaflet 1.9 ends a zoom that was under way a quarter of a second later, on a map that is gone by then.
    Object.assign(this.#map, { _animatingZoom: false });
  }

  // ── What is shown ─────────────────────────────────────────────────────────────────────────────────────────────

  setBase(base: MapBase | null): void {
    this.#base?.remove();
    this.#base = null;
    this.#index = null;
    if (base?.kind === 'tiles') {
      this.#base = new TileLayer(base.url, { attribution: base.attribution, maxZoom: 19, detectRetina: true });
    } else if (base) {
      this.#index = new BasemapIndex(base.data);
      this.#base = new BasemapLayer(this.#index, this.#palette, base.data.attribution ?? '');
    }
    this.#base?.addTo(this.#map);
    this.#ground.refresh();
    if (this.#wished === 'ground') this.#fitAgain();
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

  setDistricts(districts: readonly MapDistrict[]): void {
    this.#grounds = districts.map(groundOf);
    this.#ground.refresh();
    if (this.#wished === 'ground') this.#fitAgain();
  }

  setRoute(route: MapRoute | null): void {
    this.#route = route;
    this.#ground.refresh();
  }

  /** Rings markers by id: the selected one, the one the keyboard is on, and where a drag would land. */
  mark(marked: Partial<Marked>): void {
    this.#marked = { ...this.#marked, ...marked };
    this.#issues.mark(this.#marked);
    this.#contractors.mark(this.#marked);
  }

  /** Shows a pin that can be dragged, or takes it away. */
  setPin(place: Position | null): void {
    if (!place) {
      this.#pin?.remove();
      this.#pin = null;
      return;
    }
    if (this.#pin) {
      this.#pin.setLatLng([place.lat, place.lon]);
      return;
    }
    const icon = new DivIcon({
      html: '<span class="map-pin"></span>',
      className: 'map-pin-anchor',
      iconSize: [36, 44],
      iconAnchor: [18, 44],
    });
    this.#pin = new Marker([place.lat, place.lon], {
      icon,
      draggable: true,
      autoPan: true,
      keyboard: false,
      zIndexOffset: 2000,
    });
    this.#pin.on('dragend', () => {
      const at = this.#pin?.getLatLng();
      if (at) this.#events.picked({ lat: at.lat, lon: at.lng });
    });
    this.#pin.addTo(this.#map);
  }

  // ── Where it looks ────────────────────────────────────────────────────────────────────────────────────────────

  /** Shows all the given places, also after the container has changed its size; nothing happens for none. */
  fit(places: readonly Position[], animate = true): void {
    if (places.length === 0) return;
    this.#wished = { places };
    const bounds: LatLngBoundsExpression = new LatLngBounds(places.map(({ lat, lon }) => [lat, lon]));
    this.#map.fitBounds(bounds, { padding: [PADDING, PADDING], maxZoom: CLOSEST_FIT, animate });
  }

  /** Shows all districts, or without any the whole base; false when there is neither yet, then it is shown once it comes. */
  fitGround(animate = true): boolean {
    this.#wished = 'ground';
    const boxes =
      this.#grounds.length > 0 ? this.#grounds.map((ground) => ground.box) : this.#index ? [this.#index.box] : [];
    const corners = boxes.flatMap(([west, north, east, south]) => [cornerOf(west, north), cornerOf(east, south)]);
    if (corners.length === 0) return false;
    this.#map.fitBounds(new LatLngBounds(corners), { padding: [8, 8], animate });
    return true;
  }

  #fitAgain(): void {
    if (this.#wished === 'ground') this.fitGround(false);
    else if (this.#wished) this.fit(this.#wished.places, false);
  }

  /** Brings a place into view without changing the zoom, unless it is there already. */
  reveal({ lat, lon }: Position): void {
    if (this.#map.getBounds().pad(-0.08).contains([lat, lon])) return;
    this.#wished = null;
    this.#map.panTo([lat, lon]);
  }

  centreOn({ lat, lon }: Position, zoom = this.#map.getZoom()): void {
    this.#wished = null;
    this.#map.setView([lat, lon], zoom);
  }

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

  /** The container changed its size. */
  resized(): void {
    this.#map.invalidateSize({ pan: false });
    this.#fitAgain();
  }

  /** Opens a cluster by zooming in; gives its issues when they lie at one place and zooming cannot part them. */
  open(cluster: MapCluster): readonly MapIssue[] | null {
    const zoom = this.#issues.opensAt(cluster);
    if (zoom > this.#map.getMaxZoom()) return this.#issues.members(cluster);
    this.#wished = null;
    this.#map.setView([cluster.lat, cluster.lon], zoom);
    return null;
  }

  // ── What lies where ───────────────────────────────────────────────────────────────────────────────────────────

  /** The issue under a point of the page (clientX, clientY), for a drag; null over none or over a cluster. */
  issueAt(clientX: number, clientY: number): MapIssue | null {
    const hit = this.#issues.hit(this.#inside(clientX, clientY));
    return hit?.kind === 'issue' ? hit.issue : null;
  }

  /** The contractor whose marker is under a point of the page. */
  contractorAt(clientX: number, clientY: number): MapContractor | null {
    return (
      document
        .elementsFromPoint(clientX, clientY)
        .map((element) => (this.#container.contains(element) ? this.#contractors.of(element) : null))
        .find((contractor) => contractor !== null) ?? null
    );
  }

  /** The place under a point of the page. */
  placeAt(clientX: number, clientY: number): Position {
    const { lat, lng } = this.#map.containerPointToLatLng(this.#pointOf(clientX, clientY));
    return { lat, lon: lng };
  }

  /** Where a place is, in pixels from the map's corner. */
  pointOf({ lat, lon }: Position): { x: number; y: number } {
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

  // ── Inside ────────────────────────────────────────────────────────────────────────────────────────────────────

  #listen(): void {
    this.#map.on('click', (event: LeafletMouseEvent) => {
      const { target } = event.originalEvent;
      if (target instanceof Element && target.closest('.map-pin-anchor')) return;
      const contractor = this.#contractorUnder(event);
      this.#events.chosen(contractor ?? this.#issues.hit(event.containerPoint));
      if (!contractor) this.#events.picked({ lat: event.latlng.lat, lon: event.latlng.lng });
    });
    this.#map.on('mousemove', (event: LeafletMouseEvent) => {
      const target = this.#contractorUnder(event) ?? this.#issues.hit(event.containerPoint);
      this.#hover(target, event.containerPoint);
    });
    this.#map.on('mouseout movestart zoomstart', () => {
      this.#hover(null, { x: 0, y: 0 });
    });
    this.#map.on('moveend', () => {
      this.#events.moved(this.view());
    });
    this.#map.on('zoomstart', () => {
      for (const gliding of this.#container.querySelectorAll('.gliding')) gliding.classList.remove('gliding');
    });
    const moved = (): void => {
      this.#wished = null;
    };
    this.#map.on('dragstart dblclick', moved);
    for (const gesture of ['wheel', 'touchmove']) this.#container.addEventListener(gesture, moved, { passive: true });
    const resize = new ResizeObserver(() => {
      this.resized();
    });
    resize.observe(this.#container);
    this.#stop.push(
      () => {
        resize.disconnect();
      },
      onThemeChange(() => {
        this.#recolour();
      }),
    );
  }

  #contractorUnder(event: LeafletMouseEvent): MapTarget | null {
    const target = event.originalEvent.target;
    const contractor = target instanceof Element ? this.#contractors.of(target) : null;
    return contractor && { kind: 'contractor', contractor };
  }

  #hover(target: MapTarget | null, point: { x: number; y: number }): void {
    const key = target && keyOf(target);
    if (key === null && this.#marked.hovered === null) return;
    if (key !== this.#marked.hovered) this.mark({ hovered: key });
    this.#container.style.cursor = target ? 'pointer' : '';
    this.#events.hovered(target, point);
  }

  #recolour(): void {
    this.#palette = readPalette(this.#container);
    if (this.#base instanceof BasemapLayer) this.#base.setPalette(this.#palette);
    this.#issues.setPalette(this.#palette);
    this.#ground.refresh();
  }

  #paintGround(ctx: CanvasRenderingContext2D, frame: Frame): void {
    drawBorders(ctx, this.#grounds, frame, this.#palette, this.#index?.shapes.length === 0);
    if (this.#route && this.#route.points.length > 1) drawRoute(ctx, this.#route, frame, this.#palette);
    const shapes = this.#index && frame.zoom >= 14 ? this.#index.within(boxOfFrame(frame)) : [];
    drawNames(ctx, this.#grounds, shapes, frame, this.#palette, this.#scale);
  }

  #pointOf(clientX: number, clientY: number): [number, number] {
    const { left, top } = this.#container.getBoundingClientRect();
    return [clientX - left, clientY - top];
  }

  #inside(clientX: number, clientY: number): { x: number; y: number } {
    const [x, y] = this.#pointOf(clientX, clientY);
    return { x, y };
  }
}

/** World coordinates as the pair Leaflet takes. */
function cornerOf(x: number, y: number): [lat: number, lon: number] {
  return [latOf(y), lonOf(x)];
}

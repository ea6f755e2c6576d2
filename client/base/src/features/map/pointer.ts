import type { Place } from '@dispatch/shared/places/distance';
import type { LeafletMouseEvent, Map as LeafletMap } from 'leaflet';
import type { ContractorsLayer } from './contractors.layer.ts';
import type { IssuesLayer } from './issues.layer.ts';
import type { MapContractor, MapIssue, MapTarget } from './map.types.ts';
import { keyOf } from './markers.order.ts';

/** Pixels from the map's corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PointerEvents {
  /** A marker was clicked, or the ground (null). */
  readonly chosen: (target: MapTarget | null) => void;
  /** The pointer is over a marker, or over none. */
  readonly hovered: (target: MapTarget | null, point: Point) => void;
  /** A place on the ground was clicked. */
  readonly picked: (place: Place) => void;
  /** True for what is not to be heard: a stroke, a click on the pin. */
  readonly ignored: (event: MouseEvent) => boolean;
}

/** What lies under the pointer, asked by the map itself and by drags over it. */
export class MapPointer {
  readonly #map: LeafletMap;
  readonly #issues: IssuesLayer;
  readonly #contractors: ContractorsLayer;
  readonly #events: PointerEvents;
  #over: string | null = null;

  constructor(map: LeafletMap, issues: IssuesLayer, contractors: ContractorsLayer, events: PointerEvents) {
    this.#map = map;
    this.#issues = issues;
    this.#contractors = contractors;
    this.#events = events;
    map.on('click', (event: LeafletMouseEvent) => {
      if (events.ignored(event.originalEvent)) return;
      const contractor = this.#contractorUnder(event);
      events.chosen(contractor ?? issues.hit(event.containerPoint));
      if (!contractor) events.picked({ lat: event.latlng.lat, lon: event.latlng.lng });
    });
    map.on('mousemove', (event: LeafletMouseEvent) => {
      this.#hover(this.#contractorUnder(event) ?? issues.hit(event.containerPoint), event.containerPoint);
    });
    map.on('mouseout movestart zoomstart', () => {
      this.#hover(null, { x: 0, y: 0 });
    });
  }

  /** The issue under a point of the page (clientX, clientY), for a drag; null over none or over a cluster. */
  issueAt(clientX: number, clientY: number): MapIssue | null {
    const hit = this.#issues.hit(this.#inside(clientX, clientY));
    return hit?.kind === 'issue' ? hit.issue : null;
  }

  /** The contractor whose marker is under a point of the page. */
  contractorAt(clientX: number, clientY: number): MapContractor | null {
    const container = this.#map.getContainer();
    return (
      document
        .elementsFromPoint(clientX, clientY)
        .map((element) => (container.contains(element) ? this.#contractors.of(element) : null))
        .find((contractor) => contractor !== null) ?? null
    );
  }

  /** The place under a point of the page. */
  placeAt(clientX: number, clientY: number): Place {
    const { x, y } = this.#inside(clientX, clientY);
    const { lat, lng } = this.#map.containerPointToLatLng([x, y]);
    return { lat, lon: lng };
  }

  #contractorUnder({ originalEvent: { target } }: LeafletMouseEvent): MapTarget | null {
    const contractor = target instanceof Element ? this.#contractors.of(target) : null;
    return contractor && { kind: 'contractor', contractor };
  }

  #hover(target: MapTarget | null, point: Point): void {
    const key = target && keyOf(target);
    if (key === null && this.#over === null) return;
    this.#over = key;
    this.#map.getContainer().style.cursor = target ? 'pointer' : '';
    this.#events.hovered(target, point);
  }

  #inside(clientX: number, clientY: number): Point {
    const { left, top } = this.#map.getContainer().getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }
}

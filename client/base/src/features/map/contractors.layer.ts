import type { Map as LeafletMap } from 'leaflet';
import { DivIcon, LayerGroup, Marker } from 'leaflet';
import { inkOn } from '../../lib/person.ts';
import type { MapContractor } from './map.types.ts';

/** A position fades from this age on, and is at its faintest at `faded`. Milliseconds. */
const fresh = 2 * 60_000;
const faded = 15 * 60_000;
/** A longer way is not glided but jumped: the contractor was out of reach in between. Pixels. */
const jump = 400;
const size = 34;

/** Called when a contractor's marker comes to be; returns what to do when it goes. Drag and drop hooks in here. */
export type AttachContractor = (element: HTMLElement, contractor: () => MapContractor) => () => void;

interface Entry {
  contractor: MapContractor;
  readonly marker: Marker;
  readonly face: HTMLElement;
  detach: () => void;
}

/** How faint a position is, from 0 (fresh) to 1. */
export function staleness(at: number, now: number): number {
  return Math.min(1, Math.max(0, (now - at - fresh) / (faded - fresh)));
}

/** Contractors as elements of the page, since things are dragged onto them; a town has dozens, not thousands. */
export class ContractorsLayer extends LayerGroup {
  readonly #entries = new Map<string, Entry>();
  readonly #attach: AttachContractor;
  #now = 0;

  constructor(attach: AttachContractor) {
    super();
    this.#attach = attach;
  }

  override onRemove(map: LeafletMap): this {
    for (const entry of this.#entries.values()) entry.detach();
    this.#entries.clear();
    return super.onRemove(map);
  }

  /** Draws the list; who is no longer in it goes. */
  setContractors(contractors: readonly MapContractor[]): void {
    const ids = new Set(contractors.map((contractor) => contractor.id));
    for (const [id, entry] of this.#entries) {
      if (ids.has(id)) continue;
      entry.detach();
      this.removeLayer(entry.marker);
      this.#entries.delete(id);
    }
    for (const contractor of contractors) this.#put(contractor);
  }

  /** Positions fade as time passes. */
  setNow(now: number): void {
    this.#now = now;
    for (const entry of this.#entries.values()) this.#fade(entry);
  }

  mark(marked: {
    selected: string | null;
    hovered: string | null;
    current: string | null;
    target: string | null;
  }): void {
    for (const [id, { face, marker }] of this.#entries) {
      face.classList.toggle('selected', marked.selected === id);
      face.classList.toggle('current', marked.current === id || marked.target === id);
      marker.setZIndexOffset(marked.selected === id || marked.current === id ? 1000 : 0);
    }
  }

  get(id: string): MapContractor | null {
    return this.#entries.get(id)?.contractor ?? null;
  }

  /** Whose marker a page element belongs to. */
  of(element: Element | null): MapContractor | null {
    const id = element?.closest<HTMLElement>('[data-contractor]')?.dataset['contractor'];
    return id === undefined ? null : this.get(id);
  }

  /** Those within the visible part. */
  visible(map: LeafletMap): MapContractor[] {
    const bounds = map.getBounds();
    return [...this.#entries.values()]
      .map((entry) => entry.contractor)
      .filter(({ lat, lon }) => bounds.contains([lat, lon]));
  }

  #put(contractor: MapContractor): void {
    const known = this.#entries.get(contractor.id);
    if (known?.contractor === contractor) return;
    if (known) {
      const moved = known.contractor.lat !== contractor.lat || known.contractor.lon !== contractor.lon;
      known.contractor = contractor;
      if (moved) this.#move(known);
      this.#dress(known);
      return;
    }
    const face = document.createElement('div');
    face.className = 'map-contractor';
    face.dataset['contractor'] = contractor.id;
    const marker = new Marker([contractor.lat, contractor.lon], {
      icon: new DivIcon({ html: face, className: 'map-contractor-anchor', iconSize: [size, size] }),
      // The list of markers is walked by the map's own keys; a tab stop for each would be in the way.
      keyboard: false,
      riseOnHover: true,
    });
    const entry: Entry = { contractor, marker, face, detach: () => undefined };
    this.#entries.set(contractor.id, entry);
    this.addLayer(marker);
    this.#dress(entry);
    entry.detach = this.#attach(face, () => entry.contractor);
  }

  /** Glides to the new place rather than jumping, unless it is far. */
  #move({ marker, contractor }: Entry): void {
    const element = marker.getElement();
    const map = this._map as LeafletMap | null;
    if (element && map) {
      const way = map
        .latLngToLayerPoint(marker.getLatLng())
        .distanceTo(map.latLngToLayerPoint([contractor.lat, contractor.lon]));
      element.classList.toggle('gliding', way < jump);
    }
    marker.setLatLng([contractor.lat, contractor.lon]);
  }

  #dress(entry: Entry): void {
    const { contractor, face } = entry;
    const driving = contractor.state === 'driving' && contractor.heading !== null;
    face.className = face.className.replace(/ ?state-\w+/g, '');
    face.classList.add(`state-${contractor.state}`);
    face.classList.toggle('heading', driving);
    face.style.setProperty('--fill', contractor.colour);
    face.style.setProperty('--ink', inkOn(contractor.colour));
    if (driving) face.style.setProperty('--heading', `${String(contractor.heading)}deg`);
    if (face.textContent !== contractor.initials) face.textContent = contractor.initials;
    this.#fade(entry);
  }

  #fade({ contractor, face }: Entry): void {
    const stale = this.#now === 0 ? 0 : staleness(contractor.at, this.#now);
    face.style.setProperty('--stale', stale.toFixed(2));
    face.classList.toggle('is-stale', stale > 0);
  }
}

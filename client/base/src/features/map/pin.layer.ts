import type { Place } from '@dispatch/shared/places/distance';
import { DivIcon, LayerGroup, Marker } from 'leaflet';

/** A pin that can be dragged; `picked` says where it was put. */
export class PinLayer extends LayerGroup {
  readonly #picked: (place: Place) => void;
  #pin: Marker | null = null;

  constructor(picked: (place: Place) => void) {
    super();
    this.#picked = picked;
  }

  /** Shows the pin, or takes it away. */
  setPlace(place: Place | null): void {
    if (!place) {
      if (this.#pin) this.removeLayer(this.#pin);
      this.#pin = null;
    } else if (this.#pin) this.#pin.setLatLng([place.lat, place.lon]);
    else {
      this.#pin = this.#made(place);
      this.addLayer(this.#pin);
    }
  }

  /** Whether a page element is the pin's. */
  owns(element: EventTarget | null): boolean {
    return element instanceof Element && element.closest('.map-pin-anchor') !== null;
  }

  #made({ lat, lon }: Place): Marker {
    const icon = new DivIcon({
      html: '<span class="map-pin"></span>',
      className: 'map-pin-anchor',
      iconSize: [36, 44],
      iconAnchor: [18, 44],
    });
    const pin = new Marker([lat, lon], { icon, draggable: true, autoPan: true, keyboard: false, zIndexOffset: 2000 });
    pin.on('dragend', () => {
      const at = pin.getLatLng();
      this.#picked({ lat: at.lat, lon: at.lng });
    });
    return pin;
  }
}

import type { LatLng, Map as LeafletMap, ZoomAnimEvent } from 'leaflet';
import { DomUtil, Layer, point } from 'leaflet';
import type { Frame } from './basemap.draw.ts';
import { WORLD } from './mercator.ts';

/** How far beyond the visible part is drawn, as a share of it on each side, so that a short pan shows no gap. */
const MARGIN = 0.25;

/**
 * A canvas over the whole view that is redrawn when the map has moved and scaled while it zooms. `paint` draws in CSS
 * pixels from the frame's corner.
 */
export class ViewportLayer extends Layer {
  readonly #pane: string;
  readonly #paint: (ctx: CanvasRenderingContext2D, frame: Frame) => void;
  #canvas: HTMLCanvasElement | null = null;
  #centre: LatLng | null = null;
  #frame: Frame | null = null;
  #request = 0;

  constructor(pane: string, paint: (ctx: CanvasRenderingContext2D, frame: Frame) => void) {
    super();
    this.#pane = pane;
    this.#paint = paint;
  }

  /** What is drawn at the moment; null before the first time. */
  get frame(): Frame | null {
    return this.#frame;
  }

  override onAdd(map: LeafletMap): this {
    this.#canvas = document.createElement('canvas');
    this.#canvas.className = 'leaflet-zoom-animated';
    this.#canvas.style.pointerEvents = 'none';
    map.getPane(this.#pane)?.append(this.#canvas);
    map.on('moveend resize viewreset', this.#redraw, this);
    map.on('move', this.#moved, this);
    map.on('zoomanim', this.#zooming, this);
    this.#redraw();
    return this;
  }

  override onRemove(map: LeafletMap): this {
    map.off('moveend resize viewreset', this.#redraw, this);
    map.off('move', this.#moved, this);
    map.off('zoomanim', this.#zooming, this);
    cancelAnimationFrame(this.#request);
    this.#canvas?.remove();
    this.#canvas = null;
    return this;
  }

  /** Draws again with the next picture of the screen; many calls cost one drawing. */
  refresh(): void {
    cancelAnimationFrame(this.#request);
    this.#request = requestAnimationFrame(this.#redraw);
  }

  /** A long pan runs out of the margin before it ends. */
  readonly #moved = (): void => {
    const frame = this.#frame;
    if (!frame || this._map.getZoom() !== frame.zoom) return;
    const size = this._map.getSize();
    const shown = this.#cornerOf(size.multiplyBy(0));
    const scale = WORLD * 2 ** frame.zoom;
    const x = (shown.west - frame.west) * scale;
    const y = (shown.north - frame.north) * scale;
    if (x < 0 || y < 0 || x > 2 * MARGIN * size.x || y > 2 * MARGIN * size.y) this.refresh();
  };

  readonly #zooming = ({ center, zoom }: ZoomAnimEvent): void => {
    if (!this.#canvas || !this.#frame || !this.#centre) return;
    const scale = this._map.getZoomScale(zoom, this.#frame.zoom);
    const half = this._map.getSize().multiplyBy(0.5 + MARGIN);
    const pane = DomUtil.getPosition(this._map.getPanes().mapPane);
    const origin = this._map.project(center, zoom).subtract(this._map.getSize().divideBy(2)).add(pane).round();
    const corner = half.multiplyBy(-scale).add(this._map.project(this.#centre, zoom)).subtract(origin);
    DomUtil.setTransform(this.#canvas, corner, scale);
  };

  /** World coordinates of the point `before` pixels left of and above the visible corner. */
  #cornerOf(before: { x: number; y: number }): { west: number; north: number } {
    const zoom = this._map.getZoom();
    const corner = this._map.containerPointToLayerPoint([-before.x, -before.y]).add(this._map.getPixelOrigin());
    const scale = WORLD * 2 ** zoom;
    return { west: corner.x / scale, north: corner.y / scale };
  }

  readonly #redraw = (): void => {
    const canvas = this.#canvas;
    if (!canvas) return;
    const size = this._map.getSize();
    const before = point(Math.round(size.x * MARGIN), Math.round(size.y * MARGIN));
    const width = size.x + 2 * before.x;
    const height = size.y + 2 * before.y;
    const ratio = pixelRatio();
    // Setting the size clears the canvas too, and costs more than clearing it.
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.width = `${String(width)}px`;
      canvas.style.height = `${String(height)}px`;
    }
    const ctx = canvas.getContext('2d');
    if (!ctx) return;
    DomUtil.setPosition(canvas, this._map.containerPointToLayerPoint(before.multiplyBy(-1)));
    this.#centre = this._map.getCenter();
    this.#frame = { ...this.#cornerOf(before), zoom: this._map.getZoom(), width, height };
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, width, height);
    this.#paint(ctx, this.#frame);
  };
}

/** Screen pixels per CSS pixel; more than three is not seen and costs memory. */
export function pixelRatio(): number {
  return Math.min(3, window.devicePixelRatio || 1);
}

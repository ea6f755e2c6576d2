import type { Coords, DoneCallback, Map as LeafletMap } from 'leaflet';
import { GridLayer } from 'leaflet';
import { drawBasemap } from './basemap.draw.ts';
import type { BasemapIndex, Box } from './basemap.index.ts';
import { WORLD } from './mercator.ts';
import type { BasemapKind } from './map.types.ts';
import type { Palette } from './palette.ts';
import { pixelRatio } from './viewport.layer.ts';

/** How long drawing may hold up one frame. Milliseconds. */
const FRAME = 8;

/** Draws the bundled base into tiles on canvas, so that it pans and zooms like any tile layer and needs no network. */
export class BasemapLayer extends GridLayer {
  readonly #index: BasemapIndex;
  readonly #island: boolean;
  readonly #waiting: (() => void)[] = [];
  #request = 0;
  #palette: Palette;

  constructor(index: BasemapIndex, palette: Palette, attribution: string) {
    super({ attribution, keepBuffer: 3, updateWhenZooming: false });
    this.#index = index;
    // Where water is drawn, the rest is land that was not worth drawing; else what is not land may be anything. A town
    // that is not drawn at all lies on its districts (MapController fills them).
    const has = (...kinds: BasemapKind[]): boolean => index.shapes.some((shape) => kinds.includes(shape.kind));
    this.#island = index.shapes.length === 0 || (has('land') && !has('water', 'river'));
    this.#palette = palette;
  }

  setPalette(palette: Palette): void {
    this.#palette = palette;
    this.redraw();
  }

  override onRemove(map: LeafletMap): this {
    cancelAnimationFrame(this.#request);
    this.#waiting.length = 0;
    return super.onRemove(map);
  }

  protected override createTile(coords: Coords, done: DoneCallback): HTMLElement {
    const tile = document.createElement('canvas');
    this.#waiting.push(() => {
      // A tile that has left the page while it waited need not be drawn.
      if (tile.isConnected) this.#draw(tile, coords);
      done(undefined, tile);
    });
    cancelAnimationFrame(this.#request);
    this.#request = requestAnimationFrame(this.#work);
    return tile;
  }

  /** A whole view of tiles takes a tenth of a second: it is drawn over several frames, so that nothing stutters. */
  readonly #work = (): void => {
    const until = performance.now() + FRAME;
    while (this.#waiting.length > 0 && performance.now() < until) this.#waiting.shift()?.();
    if (this.#waiting.length > 0) this.#request = requestAnimationFrame(this.#work);
  };

  #draw(tile: HTMLCanvasElement, { x, y, z }: Coords): void {
    // The map may rest between two zooms, where tiles are shown up to 1.4 times their size.
    const ratio = Math.max(1.5, pixelRatio());
    tile.width = WORLD * ratio;
    tile.height = WORLD * ratio;
    const ctx = tile.getContext('2d', { alpha: false });
    if (!ctx) return;
    ctx.scale(ratio, ratio);

    const side = 1 / 2 ** z;
    const frame = { west: x * side, north: y * side, zoom: z, width: WORLD, height: WORLD };
    // A wide street whose middle lies on the next tile still reaches into this one.
    const margin = side / 8;
    const box: Box = [
      frame.west - margin,
      frame.north - margin,
      frame.west + side + margin,
      frame.north + side + margin,
    ];
    drawBasemap(ctx, this.#index.within(box), frame, this.#palette, this.#island);
  }
}

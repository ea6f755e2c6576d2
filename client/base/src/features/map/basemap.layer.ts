import type { Coords } from 'leaflet';
import { GridLayer } from 'leaflet';
import { drawBasemap } from './basemap.draw.ts';
import type { BasemapIndex, Box } from './basemap.index.ts';
import { WORLD } from './mercator.ts';
import type { Palette } from './palette.ts';
import { pixelRatio } from './viewport.layer.ts';

/** Draws the bundled base into tiles on canvas, so that it pans and zooms like any tile layer and needs no network. */
export class BasemapLayer extends GridLayer {
  readonly #index: BasemapIndex;
  readonly #hasLand: boolean;
  #palette: Palette;

  constructor(index: BasemapIndex, palette: Palette, attribution: string) {
    super({ attribution, keepBuffer: 3, updateWhenZooming: false });
    this.#index = index;
    this.#hasLand = index.shapes.some((shape) => shape.kind === 'land');
    this.#palette = palette;
  }

  setPalette(palette: Palette): void {
    this.#palette = palette;
    this.redraw();
  }

  protected override createTile({ x, y, z }: Coords): HTMLElement {
    const tile = document.createElement('canvas');
    const ratio = pixelRatio();
    tile.width = WORLD * ratio;
    tile.height = WORLD * ratio;
    const ctx = tile.getContext('2d', { alpha: false });
    if (!ctx) return tile;
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
    drawBasemap(ctx, this.#index.within(box), frame, this.#palette, this.#hasLand);
    return tile;
  }
}

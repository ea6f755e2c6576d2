import type { Map as LeafletMap } from 'leaflet';
import { LayerGroup, TileLayer } from 'leaflet';
import type { Frame } from './basemap.draw.ts';
import type { Box } from './basemap.index.ts';
import { BasemapIndex } from './basemap.index.ts';
import { BasemapLayer } from './basemap.layer.ts';
import type { Ground } from './ground.draw.ts';
import { boxOfFrame, drawBorders, drawRoute, groundOf } from './ground.draw.ts';
import { drawNames } from './labels.draw.ts';
import type { MapBase, MapDistrict, MapRoute } from './map.types.ts';
import type { Palette } from './palette.ts';
import { ViewportLayer } from './viewport.layer.ts';

/** From this zoom on streets and areas have their names. */
const NAMED_FROM = 14;

/** What lies under the markers: the base, the districts' borders, a route, names. */
export class GroundLayer extends LayerGroup {
  readonly #scale: number;
  readonly #lines: ViewportLayer;
  #palette: Palette;
  #base: TileLayer | BasemapLayer | null = null;
  #index: BasemapIndex | null = null;
  #districts: readonly Ground[] = [];
  #route: MapRoute | null = null;

  /** `scale` is how much larger than usual names are written. */
  constructor(palette: Palette, scale: number) {
    super();
    this.#palette = palette;
    this.#scale = scale;
    this.#lines = new ViewportLayer('ground', (ctx, frame) => {
      this.#paint(ctx, frame);
    });
  }

  override onAdd(map: LeafletMap): this {
    super.onAdd(map);
    this.addLayer(this.#lines);
    return this;
  }

  /** The boxes of all districts, or without any that of the base. */
  get boxes(): readonly Box[] {
    if (this.#districts.length > 0) return this.#districts.map(({ box }) => box);
    return this.#index ? [this.#index.box] : [];
  }

  setBase(base: MapBase | null): void {
    if (this.#base) this.removeLayer(this.#base);
    this.#base = null;
    this.#index = null;
    if (base?.kind === 'tiles') {
      this.#base = new TileLayer(base.url, { attribution: base.attribution, maxZoom: 19, detectRetina: true });
    } else if (base) {
      this.#index = new BasemapIndex(base.data);
      this.#base = new BasemapLayer(this.#index, this.#palette, base.data.attribution ?? '');
    }
    if (this.#base) this.addLayer(this.#base);
    this.#lines.refresh();
  }

  setDistricts(districts: readonly MapDistrict[]): void {
    this.#districts = districts.map(groundOf);
    this.#lines.refresh();
  }

  setRoute(route: MapRoute | null): void {
    this.#route = route;
    this.#lines.refresh();
  }

  setPalette(palette: Palette): void {
    this.#palette = palette;
    if (this.#base instanceof BasemapLayer) this.#base.setPalette(palette);
    this.#lines.refresh();
  }

  #paint(ctx: CanvasRenderingContext2D, frame: Frame): void {
    drawBorders(ctx, this.#districts, frame, this.#palette, this.#index?.shapes.length === 0);
    if (this.#route && this.#route.points.length > 1) drawRoute(ctx, this.#route, frame, this.#palette);
    const shapes = this.#index && frame.zoom >= NAMED_FROM ? this.#index.within(boxOfFrame(frame)) : [];
    drawNames(ctx, this.#districts, shapes, frame, this.#palette, this.#scale);
  }
}

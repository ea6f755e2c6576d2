import type { Stage } from '@dispatch/shared/issues/stage';
import type { Map as LeafletMap } from 'leaflet';
import type { Frame } from './basemap.draw.ts';
import type { Bounds } from './clusters.ts';
import { byWeight, IssueClusters } from './clusters.ts';
import type { MapCluster, MapIssue } from './map.types.ts';
import { clusterRadius, drawCluster, drawRing, HIT } from './marker.draw.ts';
import { Sprites } from './marker.sprites.ts';
import { latOf, lonOf, WORLD, worldX, worldY } from './mercator.ts';
import type { Palette } from './palette.ts';
import { pixelRatio, ViewportLayer } from './viewport.layer.ts';

export type IssueTarget =
  { readonly kind: 'issue'; readonly issue: MapIssue } | { readonly kind: 'cluster'; readonly cluster: MapCluster };

interface Drawn {
  readonly target: IssueTarget;
  readonly x: number;
  readonly y: number;
  readonly reach: number;
}

/** Stages in which even an emergency has been dealt with and need not draw the eye. */
const CALM = new Set<Stage>(['resolved', 'confirmed', 'closed']);

/** What is ringed: chosen, under the pointer, reached by keyboard, or where a drag would land. Ids and cluster keys. */
export interface Marked {
  readonly selected: string | null;
  readonly hovered: string | null;
  readonly current: string | null;
  readonly target: string | null;
}

/** Issues and their clusters on one canvas, with a grid of what was drawn to answer what lies where. */
export class IssuesLayer extends ViewportLayer {
  #issues: readonly MapIssue[] = [];
  #clusters = new IssueClusters([]);
  readonly #scale: number;
  #palette: Palette;
  #sprites: Sprites;
  #drawn: Drawn[] = [];
  #marked: Marked = { selected: null, hovered: null, current: null, target: null };
  readonly #rings = new Map<string, HTMLElement>();

  /** `scale` is how much larger than usual markers are drawn. */
  constructor(palette: Palette, scale: number) {
    super('issues', (ctx, frame) => {
      this.#paint(ctx, frame);
    });
    this.#scale = scale;
    this.#palette = palette;
    this.#sprites = new Sprites(palette, pixelRatio(), scale);
  }

  override onRemove(map: LeafletMap): this {
    for (const ring of this.#rings.values()) ring.remove();
    this.#rings.clear();
    return super.onRemove(map);
  }

  setIssues(issues: readonly MapIssue[]): void {
    if (issues === this.#issues) return;
    this.#issues = issues;
    this.#clusters = new IssueClusters(issues, this.#scale);
    this.refresh();
  }

  setPalette(palette: Palette): void {
    this.#palette = palette;
    this.#sprites = new Sprites(palette, pixelRatio(), this.#scale);
    this.refresh();
  }

  mark(marked: Marked): void {
    this.#marked = marked;
    this.refresh();
  }

  /** The id a target is marked by. */
  static keyOf(target: IssueTarget): string {
    return target.kind === 'issue' ? target.issue.id : `cluster ${String(target.cluster.key)}`;
  }

  /** What lies at a point of the container, the nearest first; null for none. */
  hit(point: { x: number; y: number }): IssueTarget | null {
    const frame = this.frame;
    if (!frame) return null;
    const scale = WORLD * 2 ** frame.zoom;
    const latLng = this._map.containerPointToLatLng([point.x, point.y]);
    const x = (worldX(latLng.lng) - frame.west) * scale;
    const y = (worldY(latLng.lat) - frame.north) * scale;
    let best: Drawn | null = null;
    let nearest = Infinity;
    for (const drawn of this.#drawn) {
      const distance = Math.hypot(drawn.x - x, drawn.y - y);
      if (distance < drawn.reach && distance < nearest) {
        best = drawn;
        nearest = distance;
      }
    }
    return best?.target ?? null;
  }

  /** What can be seen now, without the margin: the list the keyboard walks. */
  visible(): IssueTarget[] {
    const bounds = this._map.getBounds();
    return this.#drawn.flatMap(({ target }) => {
      const { lat, lon } = target.kind === 'issue' ? target.issue : target.cluster;
      return bounds.contains([lat, lon]) ? target : [];
    });
  }

  /** The zoom at which a cluster opens. */
  opensAt(cluster: MapCluster): number {
    return this.#clusters.opensAt(cluster.key);
  }

  /** The issues of a cluster, most urgent first. */
  members(cluster: MapCluster): MapIssue[] {
    return this.#clusters.members(cluster.key);
  }

  #paint(ctx: CanvasRenderingContext2D, frame: Frame): void {
    const scale = WORLD * 2 ** frame.zoom;
    const bounds: Bounds = [
      lonOf(frame.west),
      latOf(frame.north + frame.height / scale),
      lonOf(frame.west + frame.width / scale),
      latOf(frame.north),
    ];
    const { singles, clusters } = this.#clusters.within(bounds, frame.zoom);
    // The selected issue is shown also while it is inside a cluster.
    const selected = this.#issues.find((issue) => issue.id === this.#marked.selected);
    if (selected && !singles.includes(selected)) singles.push(selected);
    const targets: IssueTarget[] = [
      ...clusters.map((cluster) => ({ kind: 'cluster', cluster }) as const),
      // The most urgent is drawn last, on top.
      ...singles
        .sort(byWeight)
        .reverse()
        .map((issue) => ({ kind: 'issue', issue }) as const),
    ];
    this.#drawn = targets.map((target) => {
      const place = target.kind === 'issue' ? target.issue : target.cluster;
      return {
        target,
        x: Math.round((worldX(place.lon) - frame.west) * scale),
        y: Math.round((worldY(place.lat) - frame.north) * scale),
        reach: this.#scale * (target.kind === 'issue' ? HIT : clusterRadius(target.cluster.count) + 2),
      };
    });
    const marked = this.#drawn.filter(({ target }) => this.#colourOf(target) !== null);
    for (const drawn of this.#drawn) this.#stamp(ctx, drawn);
    for (const drawn of marked) this.#stamp(ctx, drawn);
    this.#placeRings(frame, singles);
  }

  #stamp(ctx: CanvasRenderingContext2D, { target, x, y, reach }: Drawn): void {
    ctx.save();
    ctx.translate(x, y);
    const ring = this.#colourOf(target);
    if (ring !== null) drawRing(ctx, reach + (target.kind === 'issue' ? 4 : 3) * this.#scale, ring, this.#palette.halo);
    if (target.kind === 'issue') {
      this.#sprites.stamp(ctx, target.issue, 0, 0);
    } else {
      ctx.scale(this.#scale, this.#scale);
      drawCluster(ctx, target.cluster, this.#palette);
    }
    ctx.restore();
  }

  #colourOf(target: IssueTarget): string | null {
    const key = IssuesLayer.keyOf(target);
    const { selected, hovered, current, target: landing } = this.#marked;
    if (key === landing || key === current) return this.#palette.focus;
    if (key === selected) return this.#palette.text;
    return key === hovered ? this.#palette.edge : null;
  }

  /** Emergencies have a slow ring, which the browser animates by itself (and stops where motion is not wanted). */
  #placeRings(frame: Frame, singles: readonly MapIssue[]): void {
    const pane = this._map.getPane('issues');
    const scale = WORLD * 2 ** frame.zoom;
    const origin = this._map.getPixelOrigin();
    const live = new Set<string>();
    for (const issue of singles) {
      if (issue.urgency !== 'emergency' || CALM.has(issue.stage)) continue;
      live.add(issue.id);
      let ring = this.#rings.get(issue.id);
      if (!ring) {
        ring = document.createElement('span');
        ring.className = 'map-ring leaflet-zoom-hide';
        pane?.prepend(ring);
        this.#rings.set(issue.id, ring);
      }
      const x = Math.round(worldX(issue.lon) * scale - origin.x);
      const y = Math.round(worldY(issue.lat) * scale - origin.y);
      ring.style.scale = String(this.#scale);
      ring.style.translate = `${String(x)}px ${String(y)}px`;
    }
    for (const [id, ring] of this.#rings) {
      if (live.has(id)) continue;
      ring.remove();
      this.#rings.delete(id);
    }
  }
}

import type { Stage } from '@dispatch/shared/issues/stage';
import { URGENCIES } from '@dispatch/shared/issues/status';
import { areaOf } from '@dispatch/shared/places/polygon';
import type { Place } from '@dispatch/shared/places/distance';
import type { Map as LeafletMap } from 'leaflet';
import { markShown } from '../../lib/shown.ts';
import type { Frame } from './basemap.draw.ts';
import { ClusterSource } from './clusters.source.ts';
import type { MapCluster, MapIssue } from './map.types.ts';
import { byWeight } from './markers.order.ts';
import { clusterRadius, drawCluster, drawRing, HIT } from './marker.draw.ts';
import { Sprites } from './marker.sprites.ts';
import { WORLD, worldX, worldY } from './mercator.ts';
import type { Palette } from './palette.ts';
import { pixelRatio, ViewportLayer } from './viewport.layer.ts';

export type IssueTarget =
  { readonly kind: 'issue'; readonly issue: MapIssue } | { readonly kind: 'cluster'; readonly cluster: MapCluster };

interface Drawn {
  readonly target: IssueTarget;
  readonly x: number;
  readonly y: number;
  readonly reach: number;
  /** Share of its usual size. */
  readonly size: number;
}

/** Stages in which even an emergency has been dealt with and need not draw the eye. */
const CALM = new Set<Stage>(['resolved', 'confirmed', 'closed']);

/** From so many emergencies in view on they are drawn smaller, so that they do not cover each other and all else. */
const MANY = 16;
const SMALLER = 0.7;

/** More emergencies than this are no exception any more: they are gathered like the rest, in clusters with a red rim. */
const MOST_ALONE = 100;

/** An emergency stands by itself and is not hidden in a cluster. */
function standsAlone({ urgency, stage }: MapIssue): boolean {
  return urgency === 'emergency' && !CALM.has(stage);
}

/** What is ringed: chosen, under the pointer, reached by keyboard, or where a drag would land. Ids and cluster keys. */
export interface Marked {
  readonly selected: string | null;
  readonly hovered: string | null;
  readonly current: string | null;
  readonly target: string | null;
  /** Issues picked together. */
  readonly picked: ReadonlySet<string>;
}

/** Nothing is ringed. */
export const UNMARKED: Marked = { selected: null, hovered: null, current: null, target: null, picked: new Set() };

/** Issues and their clusters on one canvas, with a grid of what was drawn to answer what lies where. */
export class IssuesLayer extends ViewportLayer {
  /** As they are now; the clusters may be a moment older. */
  #byId = new Map<string, MapIssue>();
  #alone: readonly MapIssue[] = [];
  readonly #clusters: ClusterSource;
  readonly #scale: number;
  #palette: Palette;
  #sprites: Sprites;
  #drawn: Drawn[] = [];
  #marked = UNMARKED;
  /** How many issues the clusters on the screen were made of. */
  #gathered = -1;
  readonly #rings = new Map<string, HTMLElement>();

  /** `scale` is how much larger than usual markers are drawn. */
  constructor(palette: Palette, scale: number) {
    super('issues', (ctx, frame) => {
      this.#paint(ctx, frame);
    });
    this.#scale = scale;
    this.#palette = palette;
    this.#sprites = new Sprites(palette, pixelRatio(), scale);
    this.#clusters = new ClusterSource(scale, () => {
      this.refresh();
    });
  }

  override onRemove(map: LeafletMap): this {
    for (const ring of this.#rings.values()) ring.remove();
    this.#rings.clear();
    this.#clusters.stop();
    return super.onRemove(map);
  }

  setIssues(issues: readonly MapIssue[]): void {
    this.#byId = new Map(issues.map((issue) => [issue.id, issue]));
    const pressing = issues.filter(standsAlone);
    this.#alone = pressing.length > MOST_ALONE ? [] : pressing;
    this.#clusters.setIssues(this.#alone.length > 0 ? issues.filter((issue) => !standsAlone(issue)) : issues);
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

  /** The zoom at which a cluster opens; null when it is no more. */
  opensAt(cluster: MapCluster): Promise<number | null> {
    return this.#clusters.opensAt(cluster);
  }

  /** The issues of a cluster, most urgent first. */
  members(cluster: MapCluster): Promise<MapIssue[]> {
    return this.#clusters.members(cluster);
  }

  /** The issues inside a ring on the ground, also those in clusters; [] when it encloses nothing. */
  inside(ring: readonly Place[]): MapIssue[] {
    const [first] = ring;
    if (!first || ring.length < 3) return [];
    const area = areaOf({ type: 'Polygon', coordinates: [[...ring, first].map(({ lat, lon }) => [lon, lat])] });
    return [...this.#byId.values()].filter(({ lat, lon }) => area.sideOf(lat, lon) !== 'outside');
  }

  /** What stands in the frame: clusters, and single issues as they are now. */
  #standing(frame: Frame): { singles: Set<MapIssue>; clusters: MapCluster[] } {
    const side = WORLD * 2 ** frame.zoom;
    const [east, south] = [frame.west + frame.width / side, frame.north + frame.height / side];
    const isIn = (lat: number, lon: number): boolean => {
      const x = worldX(lon);
      const y = worldY(lat);
      return x >= frame.west && x <= east && y >= frame.north && y <= south;
    };
    const singles = new Set<MapIssue>();
    const clusters: MapCluster[] = [];
    const { generation, issues, level } = this.#clusters.at(frame.zoom);
    level.count.forEach((count, i) => {
      const lat = level.lat[i] ?? 0;
      const lon = level.lon[i] ?? 0;
      if (!isIn(lat, lon)) return;
      const node = level.node[i] ?? 0;
      if (count === 1) {
        const issue = this.#byId.get(issues[node]?.id ?? '');
        if (issue) singles.add(issue);
        return;
      }
      const [key, worst, overdue] = [
        level.first[i] ?? 0,
        URGENCIES[level.worst[i] ?? 0] ?? 'normal',
        level.overdue[i] ?? 0,
      ];
      clusters.push({ key, generation, node, lat, lon, count, worst, overdue });
    });
    for (const issue of this.#alone) if (isIn(issue.lat, issue.lon)) singles.add(issue);
    // The selected issue is shown also while it is inside a cluster.
    const selected = this.#byId.get(this.#marked.selected ?? '');
    if (selected) singles.add(selected);
    return { singles, clusters };
  }

  #paint(ctx: CanvasRenderingContext2D, frame: Frame): void {
    const scale = WORLD * 2 ** frame.zoom;
    const { singles, clusters } = this.#standing(frame);
    const targets: IssueTarget[] = [
      ...clusters.map((cluster) => ({ kind: 'cluster', cluster }) as const),
      ...[...singles]
        .sort(byWeight)
        .reverse()
        .map((issue) => ({ kind: 'issue', issue }) as const),
    ];
    let pressing = 0;
    for (const issue of singles) if (standsAlone(issue)) pressing += 1;
    const isCrowd = pressing > MANY;
    this.#drawn = targets.map((target) => {
      const place = target.kind === 'issue' ? target.issue : target.cluster;
      return {
        target,
        x: Math.round((worldX(place.lon) - frame.west) * scale),
        y: Math.round((worldY(place.lat) - frame.north) * scale),
        size: isCrowd && target.kind === 'issue' && standsAlone(target.issue) ? SMALLER : 1,
        reach: this.#scale * (target.kind === 'issue' ? HIT : clusterRadius(target.cluster.count) + 2),
      };
    });
    const marked = this.#drawn.filter(({ target }) => this.#colourOf(target) !== null);
    for (const drawn of this.#drawn) this.#stamp(ctx, drawn);
    for (const drawn of marked) this.#stamp(ctx, drawn);
    this.#placeRings(frame, singles, isCrowd ? SMALLER : 1);
    const gathered = this.#clusters.at(frame.zoom).issues.length + this.#alone.length;
    if (gathered !== this.#gathered) markShown('map', gathered);
    this.#gathered = gathered;
  }

  #stamp(ctx: CanvasRenderingContext2D, { target, x, y, reach, size }: Drawn): void {
    ctx.save();
    ctx.translate(x, y);
    const ring = this.#colourOf(target);
    if (ring !== null) drawRing(ctx, reach + (target.kind === 'issue' ? 4 : 3) * this.#scale, ring, this.#palette.halo);
    if (target.kind === 'issue') {
      ctx.scale(size, size);
      this.#sprites.stamp(ctx, target.issue, 0, 0);
    } else {
      ctx.scale(this.#scale, this.#scale);
      drawCluster(ctx, target.cluster, this.#palette);
    }
    ctx.restore();
  }

  #colourOf(target: IssueTarget): string | null {
    const key = IssuesLayer.keyOf(target);
    const { selected, hovered, current, target: landing, picked } = this.#marked;
    if (key === landing || key === current || picked.has(key)) return this.#palette.focus;
    if (key === selected) return this.#palette.text;
    return key === hovered ? this.#palette.edge : null;
  }

  /** Emergencies have a slow ring, which the browser animates by itself (and stops where motion is not wanted). */
  #placeRings(frame: Frame, singles: Iterable<MapIssue>, size: number): void {
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
      ring.style.scale = String(this.#scale * size);
      ring.style.translate = `${String(x)}px ${String(y)}px`;
    }
    for (const [id, ring] of this.#rings) {
      if (live.has(id)) continue;
      ring.remove();
      this.#rings.delete(id);
    }
  }
}

import type { Frame } from './basemap.draw.ts';
import { trace } from './basemap.draw.ts';
import type { Box, Path } from './basemap.index.ts';
import { boxOf, pathOf, touches } from './basemap.index.ts';
import type { MapDistrict, MapRoute } from './map.types.ts';
import { WORLD, worldX, worldY } from './mercator.ts';
import type { Palette } from './palette.ts';

/** A district made ready for drawing. */
export interface Ground {
  readonly name: string;
  readonly paths: readonly Path[];
  readonly box: Box;
  /** Where its name stands: the middle of its largest ring. */
  readonly middle: readonly [x: number, y: number];
}

export function groundOf(district: MapDistrict): Ground {
  const { geometry } = district;
  const rings = geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
  const paths = rings.filter((ring) => ring.length > 2).map(pathOf);
  const boxes = paths.map(boxOf);
  const areaOf = ([west, north, east, south]: Box): number => (east - west) * (south - north);
  const largest = paths.reduce((best, _, i) => {
    const box = boxes[i];
    const other = boxes[best];
    return box && other && areaOf(box) > areaOf(other) ? i : best;
  }, 0);
  const box = boxes.reduce<Box>(
    (all, one) => [
      Math.min(all[0], one[0]),
      Math.min(all[1], one[1]),
      Math.max(all[2], one[2]),
      Math.max(all[3], one[3]),
    ],
    [Infinity, Infinity, -Infinity, -Infinity],
  );
  return { name: district.name, paths, box, middle: centroid(paths[largest]) };
}

/** Centroid of a ring by the shoelace formula; the mean of its points when it encloses nothing. */
function centroid(ring: Path | undefined): readonly [number, number] {
  if (!ring) return [0, 0];
  const x0 = ring[0] ?? 0;
  const y0 = ring[1] ?? 0;
  let [area, x, y] = [0, 0, 0];
  for (let i = 0; i + 3 < ring.length; i += 2) {
    const ax = (ring[i] ?? 0) - x0;
    const ay = (ring[i + 1] ?? 0) - y0;
    const bx = (ring[i + 2] ?? 0) - x0;
    const by = (ring[i + 3] ?? 0) - y0;
    const cross = ax * by - bx * ay;
    area += cross;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
  }
  return area === 0 ? [x0, y0] : [x0 + x / (3 * area), y0 + y / (3 * area)];
}

/** The part of the world a frame shows. */
export function boxOfFrame(frame: Frame): Box {
  const scale = WORLD * 2 ** frame.zoom;
  return [frame.west, frame.north, frame.west + frame.width / scale, frame.north + frame.height / scale];
}

/** Draws the borders of districts; `filled` makes them the land, where nothing else has been drawn. */
export function drawBorders(
  ctx: CanvasRenderingContext2D,
  grounds: readonly Ground[],
  frame: Frame,
  palette: Palette,
  filled: boolean,
): void {
  const view = boxOfFrame(frame);
  ctx.save();
  ctx.lineJoin = 'round';
  ctx.beginPath();
  for (const ground of grounds) {
    if (touches(ground.box, view)) for (const path of ground.paths) trace(ctx, path, frame);
  }
  if (filled) {
    ctx.fillStyle = palette.land;
    ctx.fill();
  }
  // Neighbours draw the same border twice, which is why it is neither see-through nor dashed.
  ctx.strokeStyle = palette.border;
  ctx.lineWidth = frame.zoom < 12 ? 1 : 1.6;
  ctx.stroke();
  ctx.restore();
}

export function drawRoute(ctx: CanvasRenderingContext2D, route: MapRoute, frame: Frame, palette: Palette): void {
  const scale = WORLD * 2 ** frame.zoom;
  ctx.save();
  ctx.lineJoin = 'round';
  ctx.lineCap = 'round';
  ctx.beginPath();
  route.points.forEach(({ lat, lon }, i) => {
    const x = (worldX(lon) - frame.west) * scale;
    const y = (worldY(lat) - frame.north) * scale;
    if (i === 0) ctx.moveTo(x, y);
    else ctx.lineTo(x, y);
  });
  ctx.strokeStyle = palette.halo;
  ctx.lineWidth = 8;
  ctx.stroke();
  ctx.strokeStyle = route.colour ?? palette.accent;
  ctx.lineWidth = 4;
  if (route.straight) ctx.setLineDash([1, 8]);
  ctx.stroke();
  ctx.restore();
}

import type { Frame } from './basemap.draw.ts';
import type { Path, Shape } from './basemap.index.ts';
import type { BasemapKind, StreetClass } from './map.types.ts';
import type { Ground } from './ground.draw.ts';
import { WORLD } from './mercator.ts';
import type { Palette } from './palette.ts';

/** From which zoom the names of a street are written. */
const NAME_ZOOM: Record<StreetClass, number> = { primary: 14, secondary: 15, residential: 16, path: 17 };
/** From which zoom an area is named. */
const AREA_NAME_ZOOM: Partial<Record<BasemapKind, number>> = { park: 14, wood: 14, water: 14, river: 14, building: 16 };
/** The same name is not written again within this many pixels. */
const REPEAT = 320;

interface Taken {
  readonly x: number;
  readonly y: number;
  readonly reach: number;
  readonly name: string;
}

/**
 * Writes names so that none covers another: districts first, then areas, then streets by their weight. `size` is how
 * much larger than usual they are.
 */
export function drawNames(
  ctx: CanvasRenderingContext2D,
  grounds: readonly Ground[],
  shapes: readonly Shape[],
  frame: Frame,
  palette: Palette,
  size: number,
): void {
  const taken: Taken[] = [];
  const scale = WORLD * 2 ** frame.zoom;
  const at = (x: number, y: number): [number, number] => [(x - frame.west) * scale, (y - frame.north) * scale];
  const write = (text: string, x: number, y: number, angle: number, width: number): boolean => {
    const near = taken.some(
      (other) => Math.hypot(other.x - x, other.y - y) < (other.name === text ? REPEAT : (other.reach + width) / 2 + 6),
    );
    if (near) return false;
    taken.push({ x, y, reach: width, name: text });
    ctx.save();
    ctx.translate(x, y);
    ctx.rotate(angle);
    ctx.strokeText(text, 0, 0);
    ctx.fillText(text, 0, 0);
    ctx.restore();
    return true;
  };
  ctx.save();
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.lineJoin = 'round';
  ctx.strokeStyle = palette.halo;
  ctx.lineWidth = 3.5 * size;

  ctx.font = `600 ${String(12 * size)}px ${palette.font}`;
  ctx.letterSpacing = '0.4px';
  ctx.fillStyle = palette.label;
  for (const ground of grounds) {
    const [x, y] = at(...ground.middle);
    const width = ctx.measureText(ground.name).width;
    // A name wider than its district belongs to a closer zoom.
    if (width < (ground.box[2] - ground.box[0]) * scale * 1.15) write(ground.name, x, y, 0, width);
  }
  ctx.letterSpacing = '0px';
  ctx.font = `500 ${String(11 * size)}px ${palette.font}`;
  for (const shape of shapes) {
    if (shape.name === null || frame.zoom < (AREA_NAME_ZOOM[shape.kind] ?? Infinity)) continue;
    const width = ctx.measureText(shape.name).width;
    // A house may be narrower than its name, a park must not be.
    if (shape.kind !== 'building' && width > (shape.box[2] - shape.box[0]) * scale) continue;
    write(shape.name, ...at((shape.box[0] + shape.box[2]) / 2, (shape.box[1] + shape.box[3]) / 2), 0, width);
  }
  for (const street of ['primary', 'secondary', 'residential', 'path'] as const) {
    if (frame.zoom < NAME_ZOOM[street]) continue;
    for (const shape of shapes) {
      if (shape.kind !== 'street' || shape.class !== street || shape.name === null) continue;
      const width = ctx.measureText(shape.name).width;
      for (const path of shape.paths) {
        const run = straightRun(path, frame, width);
        if (run) write(shape.name, run.x, run.y, run.angle, width);
      }
    }
  }
  ctx.restore();
}

/**
 * Where along a path a text of `width` pixels can lie: the longest stretch that turns less than 20 degrees in all.
 * Never upside down. Null when no stretch is long enough or its middle is out of the frame.
 */
export function straightRun(path: Path, frame: Frame, width: number): { x: number; y: number; angle: number } | null {
  const scale = WORLD * 2 ** frame.zoom;
  const x = (i: number): number => ((path[i * 2] ?? 0) - frame.west) * scale;
  const y = (i: number): number => ((path[i * 2 + 1] ?? 0) - frame.north) * scale;
  const points = path.length / 2;
  let best: { from: number; to: number; length: number } | null = null;
  let from = 0;
  for (let i = 1; i < points; i += 1) {
    const first = Math.atan2(y(from + 1) - y(from), x(from + 1) - x(from));
    const turn = Math.abs(Math.atan2(y(i) - y(i - 1), x(i) - x(i - 1)) - first);
    if (Math.min(turn, 2 * Math.PI - turn) > 0.35) from = i - 1;
    const length = Math.hypot(x(i) - x(from), y(i) - y(from));
    if (!best || length > best.length) best = { from, to: i, length };
  }
  if (!best || best.length < width + 8) return null;
  const middle = { x: (x(best.from) + x(best.to)) / 2, y: (y(best.from) + y(best.to)) / 2 };
  if (middle.x < 0 || middle.y < 0 || middle.x > frame.width || middle.y > frame.height) return null;
  let angle = Math.atan2(y(best.to) - y(best.from), x(best.to) - x(best.from));
  if (angle > Math.PI / 2) angle -= Math.PI;
  if (angle <= -Math.PI / 2) angle += Math.PI;
  return { ...middle, angle };
}

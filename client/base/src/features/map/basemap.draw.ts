import type { Path, Shape } from './basemap.index.ts';
import type { BasemapKind, StreetClass } from './map.types.ts';
import { latOf, pixelsPerMetre, WORLD } from './mercator.ts';
import type { Palette } from './palette.ts';

/** Where a drawing lies: the world coordinate of its corner at the top left, and its size in CSS pixels. */
export interface Frame {
  readonly west: number;
  readonly north: number;
  readonly zoom: number;
  readonly width: number;
  readonly height: number;
}

/** Real width of a street with its pavements, in metres; wider than true at low zooms so that it can be seen. */
const STREET_METRES: Record<StreetClass, number> = { primary: 20, secondary: 15, residential: 11, path: 3 };
/** From which zoom a street is drawn, and from which it has a casing. */
const STREET_ZOOM: Record<StreetClass, number> = { primary: 9, secondary: 11, residential: 12.5, path: 15 };
const CASING_ZOOM: Record<StreetClass, number> = { primary: 12, secondary: 13.5, residential: 14.5, path: 30 };
const STREET_ORDER: readonly StreetClass[] = ['path', 'residential', 'secondary', 'primary'];
/** From which zoom an area is worth drawing. */
const AREA_ZOOM: Partial<Record<BasemapKind, number>> = { building: 15 };
const AREA_ORDER: readonly BasemapKind[] = ['land', 'block', 'park', 'wood', 'water', 'river'];

/**
 * Draws areas, streets and rails onto one tile or picture. The context's unit is the CSS pixel. `island`: nothing is
 * known of what lies round the land.
 */
export function drawBasemap(
  ctx: CanvasRenderingContext2D,
  shapes: readonly Shape[],
  frame: Frame,
  palette: Palette,
  island: boolean,
): void {
  ctx.fillStyle = island ? palette.outside : palette.land;
  ctx.fillRect(0, 0, frame.width, frame.height);
  ctx.lineJoin = 'round';
  ctx.lineCap = 'round';

  const metre = pixelsPerMetre(latOf(frame.north), frame.zoom);
  for (const kind of AREA_ORDER) drawAreas(ctx, shapes, kind, frame, palette, metre);
  drawStreets(ctx, shapes, frame, palette, metre);
  drawRails(ctx, shapes, frame, palette);
  // Houses stand beside streets but over paths and tracks drawn wider than they are.
  drawAreas(ctx, shapes, 'building', frame, palette, metre);
}

function drawAreas(
  ctx: CanvasRenderingContext2D,
  shapes: readonly Shape[],
  kind: BasemapKind,
  frame: Frame,
  palette: Palette,
  metre: number,
): void {
  if (frame.zoom < (AREA_ZOOM[kind] ?? 0)) return;
  for (const shape of shapes) {
    if (shape.kind !== kind) continue;
    ctx.beginPath();
    for (const path of shape.paths) trace(ctx, path, frame);
    const colour = fillOf(shape, palette);
    if (shape.filled) {
      ctx.fillStyle = colour;
      ctx.fill('evenodd');
    } else {
      ctx.strokeStyle = colour;
      ctx.lineWidth = Math.max(1.5, shape.width * metre);
      ctx.stroke();
    }
  }
}

function fillOf(shape: Shape, palette: Palette): string {
  switch (shape.kind) {
    case 'park':
      return palette.park;
    case 'wood':
      return palette.wood;
    case 'water':
    case 'river':
      return palette.water;
    case 'building':
      return palette.building;
    case 'block':
      return { residential: palette.block, centre: palette.centre, industrial: palette.industrial }[shape.use];
    default:
      return palette.land;
  }
}

function drawStreets(
  ctx: CanvasRenderingContext2D,
  shapes: readonly Shape[],
  frame: Frame,
  palette: Palette,
  metre: number,
): void {
  const byClass = (street: StreetClass): readonly Shape[] =>
    frame.zoom < STREET_ZOOM[street] ? [] : shapes.filter((shape) => shape.kind === 'street' && shape.class === street);
  const streets = STREET_ORDER.map((street) => ({ street, lines: byClass(street) }));
  // All casings lie under all streets, so that crossings are open.
  for (const { street, lines } of streets) {
    if (lines.length === 0 || frame.zoom < CASING_ZOOM[street]) continue;
    strokeAll(ctx, lines, frame, palette.casing, widthOf(street, frame.zoom, metre) + 2);
  }
  for (const { street, lines } of streets) {
    if (lines.length === 0) continue;
    // Without a casing a white street on light land would vanish.
    const bare = frame.zoom < CASING_ZOOM[street];
    const colour = bare ? palette.thin : street === 'primary' ? palette.primary : palette.street;
    strokeAll(ctx, lines, frame, colour, widthOf(street, frame.zoom, metre));
  }
}

function widthOf(street: StreetClass, zoom: number, metre: number): number {
  const least = { primary: 1.6, secondary: 1.1, residential: 0.7, path: -0.5 }[street] + Math.max(0, zoom - 12) * 0.5;
  return Math.max(least, STREET_METRES[street] * metre);
}

function drawRails(ctx: CanvasRenderingContext2D, shapes: readonly Shape[], frame: Frame, palette: Palette): void {
  const rails = shapes.filter((shape) => shape.kind === 'rail');
  if (rails.length === 0 || frame.zoom < 11) return;
  strokeAll(ctx, rails, frame, palette.rail, frame.zoom < 14 ? 1 : 2);
  if (frame.zoom < 14) return;
  ctx.setLineDash([2, 9]);
  ctx.lineCap = 'butt';
  strokeAll(ctx, rails, frame, palette.rail, 6);
  ctx.setLineDash([]);
  ctx.lineCap = 'round';
}

/** One path for all lines of a kind: a stroke call costs far more than the lines in it. */
function strokeAll(
  ctx: CanvasRenderingContext2D,
  shapes: readonly Shape[],
  frame: Frame,
  colour: string,
  width: number,
): void {
  ctx.beginPath();
  for (const shape of shapes) for (const path of shape.paths) trace(ctx, path, frame);
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.stroke();
}

/** Adds a path to the current one, leaving out points closer than half a pixel to the last. */
export function trace(ctx: CanvasRenderingContext2D, path: Path, frame: Frame): void {
  const scale = WORLD * 2 ** frame.zoom;
  let lastX = Infinity;
  let lastY = Infinity;
  for (let i = 0; i < path.length; i += 2) {
    const x = ((path[i] ?? 0) - frame.west) * scale;
    const y = ((path[i + 1] ?? 0) - frame.north) * scale;
    if (i === 0) ctx.moveTo(x, y);
    else if (i === path.length - 2 || Math.abs(x - lastX) + Math.abs(y - lastY) > 0.5) ctx.lineTo(x, y);
    else continue;
    lastX = x;
    lastY = y;
  }
}

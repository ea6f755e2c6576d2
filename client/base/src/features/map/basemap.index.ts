import { worldX, worldY } from './mercator.ts';
import type { Basemap, BasemapFeature, BasemapKind, StreetClass } from './map.types.ts';

/** One line or ring, as world coordinates x0, y0, x1, y1, … */
export type Path = Float64Array;

/** A feature made ready for drawing. */
export interface Shape {
  readonly kind: BasemapKind;
  readonly class: StreetClass;
  /** Of a block; residential for all else. */
  readonly use: 'centre' | 'residential' | 'industrial';
  readonly name: string | null;
  /** Polygons are filled by their rings (even-odd), lines are stroked. */
  readonly filled: boolean;
  /** Metres, for rivers drawn as lines. */
  readonly width: number;
  readonly paths: readonly Path[];
  readonly box: Box;
}

/** West, north, east, south in world coordinates; y grows southwards. */
export type Box = readonly [number, number, number, number];

/** Cells per side. With 10,000 streets a cell of a city then holds about ten. */
const SIDE = 64;

/**
 * A town's shapes in a grid, so that a tile finds what touches it without looking at everything.
 */
export class BasemapIndex {
  readonly shapes: readonly Shape[];
  readonly box: Box;
  readonly #cells: number[][] = Array.from({ length: SIDE * SIDE }, () => []);
  /** Which query saw a shape last, so that one in several cells is given once. */
  readonly #seen: Uint32Array;
  #query = 0;

  constructor(basemap: Basemap) {
    this.shapes = basemap.features.map(shapeOf).filter((shape) => shape.paths.length > 0);
    this.box = this.shapes.reduce<Box>(
      (box, shape) => join(box, shape.box),
      [Infinity, Infinity, -Infinity, -Infinity],
    );
    this.#seen = new Uint32Array(this.shapes.length);
    this.shapes.forEach((shape, i) => {
      this.#eachCell(shape.box, (cell) => cell.push(i));
    });
  }

  /** Everything whose box touches the given one, in the order of the file. */
  within(box: Box): Shape[] {
    this.#query += 1;
    const found: number[] = [];
    this.#eachCell(box, (cell) => {
      for (const i of cell) {
        if (this.#seen[i] === this.#query) continue;
        this.#seen[i] = this.#query;
        const shape = this.shapes[i];
        if (shape && touches(shape.box, box)) found.push(i);
      }
    });
    return found.sort((a, b) => a - b).flatMap((i) => this.shapes[i] ?? []);
  }

  #eachCell(box: Box, visit: (cell: number[]) => void): void {
    const [west, north, east, south] = this.box;
    const column = (x: number): number => clamp(Math.floor(((x - west) / (east - west || 1)) * SIDE));
    const row = (y: number): number => clamp(Math.floor(((y - north) / (south - north || 1)) * SIDE));
    for (let y = row(box[1]); y <= row(box[3]); y += 1) {
      for (let x = column(box[0]); x <= column(box[2]); x += 1) {
        const cell = this.#cells[y * SIDE + x];
        if (cell) visit(cell);
      }
    }
  }
}

function clamp(i: number): number {
  return Math.max(0, Math.min(SIDE - 1, i));
}

export function touches(a: Box, b: Box): boolean {
  return a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];
}

function join(a: Box, b: Box): Box {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}

function shapeOf({ properties, geometry }: BasemapFeature): Shape {
  const lines =
    geometry.type === 'LineString'
      ? [geometry.coordinates]
      : geometry.type === 'MultiPolygon'
        ? geometry.coordinates.flat()
        : geometry.coordinates;
  const paths = lines.filter((line) => line.length > 1).map(pathOf);
  return {
    kind: properties.kind,
    class: properties.class ?? 'residential',
    use: properties.use ?? 'residential',
    name: properties.name ?? null,
    filled: geometry.type === 'Polygon' || geometry.type === 'MultiPolygon',
    width: properties.width ?? 30,
    paths,
    box: paths.reduce<Box>((box, path) => join(box, boxOf(path)), [Infinity, Infinity, -Infinity, -Infinity]),
  };
}

/** GeoJSON positions to world coordinates. */
export function pathOf(line: readonly (readonly number[])[]): Path {
  const path = new Float64Array(line.length * 2);
  line.forEach((position, i) => {
    path[i * 2] = worldX(position[0] ?? 0);
    path[i * 2 + 1] = worldY(position[1] ?? 0);
  });
  return path;
}

export function boxOf(path: Path): Box {
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < path.length; i += 2) {
    const x = path[i] ?? 0;
    const y = path[i + 1] ?? 0;
    west = Math.min(west, x);
    east = Math.max(east, x);
    north = Math.min(north, y);
    south = Math.max(south, y);
  }
  return [west, north, east, south];
}

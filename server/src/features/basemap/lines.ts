/** Lines as they come from map data, made fit for drawing. Positions are [lon, lat] in degrees. */

export type LonLat = readonly [lon: number, lat: number];

/** Five decimals are about a metre. */
const DECIMALS = 1e5;
const METRES_PER_DEGREE = 111_320;

/** Rounds to about a metre and leaves out points that are then the same as the one before. */
export function rounded(line: readonly (readonly number[])[]): LonLat[] {
  const points: LonLat[] = [];
  for (const position of line) {
    const lon = Math.round((position[0] ?? 0) * DECIMALS) / DECIMALS;
    const lat = Math.round((position[1] ?? 0) * DECIMALS) / DECIMALS;
    const last = points.at(-1);
    if (last?.[0] !== lon || last[1] !== lat) points.push([lon, lat]);
  }
  return points;
}

/**
 * Leaves out points that lie closer than `tolerance` metres to the line without them (Ramer, Douglas and Peucker). The
 * first and the last point stay.
 */
export function simplified(line: readonly LonLat[], tolerance: number): LonLat[] {
  if (line.length < 3) return [...line];
  const east = Math.cos(((line[0]?.[1] ?? 0) * Math.PI) / 180) * METRES_PER_DEGREE;
  const xs = line.map(([lon]) => lon * east);
  const ys = line.map(([, lat]) => lat * METRES_PER_DEGREE);
  const keep = new Uint8Array(line.length);
  keep[0] = keep[line.length - 1] = 1;
  const spans: [number, number][] = [[0, line.length - 1]];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span;
    let worst = tolerance;
    let index = -1;
    for (let i = from + 1; i < to; i += 1) {
      const off = offset(xs, ys, i, from, to);
      if (off > worst) [worst, index] = [off, i];
    }
    if (index < 0) continue;
    keep[index] = 1;
    spans.push([from, index], [index, to]);
  }
  return line.filter((_, i) => keep[i] === 1);
}

/** How far point `i` lies from the straight piece between two others, metres. */
function offset(xs: readonly number[], ys: readonly number[], i: number, from: number, to: number): number {
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = [xs[from], ys[from], xs[to], ys[to]];
  const [x = 0, y = 0] = [xs[i], ys[i]];
  const [dx, dy] = [x1 - x0, y1 - y0];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / length));
  return Math.hypot(x - x0 - t * dx, y - y0 - t * dy);
}

/**
 * Joins lines where exactly two of them meet end to end, so that a street cut into pieces at every crossing is drawn and
 * named as one. A ring is left open where it begins.
 */
export function joined(lines: readonly (readonly LonLat[])[]): LonLat[][] {
  const ends = new Map<string, number[]>();
  const keyOf = (point: LonLat | undefined): string => point?.join() ?? '';
  lines.forEach((line, i) => {
    for (const end of [line[0], line.at(-1)]) {
      const key = keyOf(end);
      const there = ends.get(key);
      if (there) there.push(i);
      else ends.set(key, [i]);
    }
  });
  const used = new Set<number>();

  /** The line that goes on from the end of the given one, if there is exactly one, turned the right way round. */
  function next(chain: readonly LonLat[]): readonly LonLat[] | null {
    const key = keyOf(chain.at(-1));
    const there = ends.get(key) ?? [];
    const index = there.length === 2 ? there.find((i) => !used.has(i)) : undefined;
    const line = index === undefined ? undefined : lines[index];
    if (index === undefined || line === undefined) return null;
    used.add(index);
    return keyOf(line[0]) === key ? line : [...line].reverse();
  }

  const chains: LonLat[][] = [];
  lines.forEach((line, i) => {
    if (used.has(i)) return;
    used.add(i);
    let chain = [...line];
    for (let direction = 0; direction < 2; direction += 1) {
      for (let more = next(chain); more; more = next(chain)) chain.push(...more.slice(1));
      chain = chain.reverse();
    }
    chains.push(chain);
  });
  return chains;
}

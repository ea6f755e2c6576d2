import type { Random } from './random.ts';
import type { Xy } from './plane.ts';

/** Smooth value noise in [-1, 1]; `size` is the distance in metres between its knots. */
export type Noise = (p: Xy) => number;

export function valueNoise(random: Random, size: number): Noise {
  const side = 64;
  const knots = Float64Array.from({ length: side * side }, () => random.between(-1, 1));
  const knot = (i: number, j: number): number => knots[(i & (side - 1)) * side + (j & (side - 1))] ?? 0;
  const fade = (t: number): number => t * t * t * (t * (t * 6 - 15) + 10);
  return (p) => {
    const x = p[0] / size;
    const y = p[1] / size;
    const i = Math.floor(x);
    const j = Math.floor(y);
    const u = fade(x - i);
    const v = fade(y - j);
    const low = knot(i, j) + (knot(i + 1, j) - knot(i, j)) * u;
    const high = knot(i, j + 1) + (knot(i + 1, j + 1) - knot(i, j + 1)) * u;
    return low + (high - low) * v;
  };
}

/**
 * Bends the drawing board: streets are laid out straight and then moved by this smooth map, which gives them the gentle
 * curves of a grown town. Its slope stays below 1, so lines that did not cross before do not cross after it.
 */
export function townWarp(random: Random): (p: Xy) => Xy {
  const layers = [
    { amplitude: 185, size: 1900 },
    { amplitude: 30, size: 520 },
  ].map(({ amplitude, size }, i) => ({
    amplitude,
    x: valueNoise(random.fork(`x${String(i)}`), size),
    y: valueNoise(random.fork(`y${String(i)}`), size),
  }));
  const lanes = { x: valueNoise(random.fork('lx'), 150), y: valueNoise(random.fork('ly'), 150) };
  return (p) => {
    let x = p[0];
    let y = p[1];
    for (const layer of layers) {
      x += layer.amplitude * layer.x(p);
      y += layer.amplitude * layer.y(p);
    }
    // The old town is crooked on a smaller scale.
    const old = Math.max(0, Math.min(1, (620 - Math.hypot(p[0], p[1])) / 220)) * 9;
    return old === 0 ? [x, y] : [x + old * lanes.x(p), y + old * lanes.y(p)];
  };
}

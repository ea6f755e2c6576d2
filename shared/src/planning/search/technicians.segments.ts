/** What is kept of each route so that joining it with a job takes constant time (Vidal et al. 2013). */

/** No stop of the route needs the depot. */
export const NEVER = 1 << 30;

/** Sums of travel times differ in the last places by the order they are taken in; no window is missed by that. */
export const TOLERANCE = 1e-7;

/** By route, and by route and place i (route × width + i, 0 … its length) with width one more than its longest. */
export interface Segments {
  readonly width: number;
  readonly length: Int32Array;
  /** The depot must be visited before the stop at this place. */
  readonly need: Int32Array;
  /** All before place i ends here, all from place i on begins there. */
  readonly before: Int32Array;
  readonly after: Int32Array;
  /** Duration, earliest and latest start of all before place i … */
  readonly headD: Float64Array;
  readonly headE: Float64Array;
  readonly headL: Float64Array;
  /** … and of all from place i on. */
  readonly tailD: Float64Array;
  readonly tailE: Float64Array;
  readonly tailL: Float64Array;
}

export function emptySegments(routes: number, width: number): Segments {
  const size = routes * width;
  return {
    width,
    length: new Int32Array(routes),
    need: new Int32Array(routes).fill(NEVER),
    before: new Int32Array(size),
    after: new Int32Array(size),
    headD: new Float64Array(size),
    headE: new Float64Array(size),
    headL: new Float64Array(size),
    tailD: new Float64Array(size),
    tailE: new Float64Array(size),
    tailL: new Float64Array(size),
  };
}

/** Technicians, their jobs and the depot, as the search reads them: numbers in typed arrays, times of one unit. */

/** Sets are bit masks, so at most 31 skills and 31 tools. */
export interface TechnicianProblem {
  /** Travel time between places, row by row; the triangle inequality holds. */
  readonly places: number;
  readonly travel: Float64Array;
  /** By place: when service may begin, and how long it takes. */
  readonly opens: Float64Array;
  readonly closes: Float64Array;
  readonly service: Float64Array;
  readonly depot: number;
  /** Types of parts. */
  readonly parts: number;
  readonly jobs: {
    readonly place: Int32Array;
    readonly skills: Int32Array;
    readonly tools: Int32Array;
    /** jobs × parts */
    readonly parts: Int32Array;
  };
  readonly technicians: {
    /** Where the route begins: home, or where the day has led to so far. */
    readonly start: Int32Array;
    readonly end: Int32Array;
    /** Earliest and latest time to leave the start, both the time of leaving home once that lies behind. */
    readonly earliest: Float64Array;
    readonly latest: Float64Array;
    /** How long ago, at the time of leaving the start, the day began; 0 at home. */
    readonly elapsed: Float64Array;
    readonly skills: Int32Array;
    readonly tools: Int32Array;
    /** technicians × parts */
    readonly parts: Int32Array;
    /** 1 when the depot lies behind: every tool, parts without end. */
    readonly supplied: Uint8Array;
  };
  /** Cost of leaving a job out. */
  readonly omission: Float64Array;
}

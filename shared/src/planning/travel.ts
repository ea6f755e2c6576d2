/** How long driving takes. A provider is asked only through `Travel`, so that a road network can take its place. */
import type { Place } from '../places/distance.ts';
import type { Minute } from './model.ts';

const METRES_PER_DEGREE = 111_194.93;

/** A place made ready for reckoning: metres on a plane, and its row in a matrix (−1: none). */
export interface Spot extends Place {
  readonly x: number;
  readonly y: number;
  readonly row: number;
}

export interface Travel {
  spot(place: Place): Spot;
  /** Minutes of driving when leaving at `departure`. */
  minutes(from: Spot, to: Spot, departure: Minute): number;
  /** Greatest part of a drive that leaving up to four hours later could save; 0 where no hour is faster. */
  easing(departure: Minute): number;
}

/** Minutes from each place to each other one (row by row), as a road network answers; null where it has no way. */
export interface TravelMatrix {
  readonly places: readonly Place[];
  readonly minutes: readonly (readonly (number | null)[])[];
}

export interface TravelSettings {
  /** Road metres per straight metre. */
  readonly detour: number;
  /** Speed in km/h for each hour of the local day. */
  readonly speeds: readonly number[];
  /** Local time minus UTC, in minutes. */
  readonly offset: number;
  /** Minutes added to each drive: parking, walking to the door. */
  readonly stop: number;
  /** Where the plane touches the earth: anywhere in the town. */
  readonly origin: Place;
  /** Used where it knows both places; the straight line elsewhere. */
  readonly matrix: TravelMatrix | null;
}

/**
 * Straight lines on the plane that touches the earth at the origin (equirectangular; less than 0.1 % off within
 * 50 km below 60° of latitude), times a detour, at the speed of the hour of departure. A drive that passes into
 * another hour keeps the speed it began with.
 */
class RoadTravel implements Travel {
  readonly #origin: Place;
  readonly #offset: number;
  readonly #stop: number;
  readonly #cosine: number;
  /** Minutes per straight metre by hour. */
  readonly #pace: Float64Array;
  readonly #easing: Float64Array;
  readonly #rows = new Map<string, number>();
  readonly #matrix: Float64Array;
  readonly #size: number;

  constructor(settings: TravelSettings) {
    this.#origin = settings.origin;
    this.#offset = settings.offset;
    this.#stop = settings.stop;
    this.#cosine = Math.cos((settings.origin.lat * Math.PI) / 180);
    this.#pace = Float64Array.from({ length: 24 }, (_, hour) => {
      const speed = settings.speeds[hour] ?? Number.NaN;
      if (!(speed > 0)) throw new RangeError(`Speed of hour ${hour}: expected more than 0 km/h, got ${speed}`);
      return (settings.detour * 60) / (speed * 1_000);
    });
    this.#easing = this.#pace.map((pace, hour, all) => {
      const later = [0, 1, 2, 3, 4].map((hours) => all[(hour + hours) % 24]!);
      return 1 - Math.min(...later) / pace;
    });
    const matrix = settings.matrix;
    this.#size = matrix?.places.length ?? 0;
    this.#matrix = new Float64Array(this.#size * this.#size).fill(-1);
    matrix?.places.forEach((place, row) => {
      this.#rows.set(`${place.lat},${place.lon}`, row);
      matrix.minutes[row]?.forEach((minutes, column) => {
        if (minutes !== null) this.#matrix[row * this.#size + column] = minutes;
      });
    });
  }

  spot({ lat, lon }: Place): Spot {
    const origin = this.#origin;
    return {
      lat,
      lon,
      x: (lon - origin.lon) * METRES_PER_DEGREE * this.#cosine,
      y: (lat - origin.lat) * METRES_PER_DEGREE,
      row: this.#size === 0 ? -1 : (this.#rows.get(`${lat},${lon}`) ?? -1),
    };
  }

  minutes(from: Spot, to: Spot, departure: Minute): number {
    const dx = from.x - to.x;
    const dy = from.y - to.y;
    if (dx === 0 && dy === 0) return 0;
    if (from.row >= 0 && to.row >= 0) {
      const known = this.#matrix[from.row * this.#size + to.row]!;
      if (known >= 0) return known + this.#stop;
    }
    return Math.sqrt(dx * dx + dy * dy) * this.#pace[this.#hour(departure)]! + this.#stop;
  }

  easing(departure: Minute): number {
    return this.#easing[this.#hour(departure)]!;
  }

  /** Local hour of a minute; not by %, which is slow for numbers that are not small integers. */
  #hour(at: Minute): number {
    const hours = Math.floor((at + this.#offset) / 60);
    return hours - 24 * Math.floor(hours / 24);
  }
}

/** @throws RangeError when a speed is missing or not positive. */
export function createTravel(settings: TravelSettings): Travel {
  return new RoadTravel(settings);
}

/**
 * A town where nothing better is known: detour 1.3 (the mean of road to straight distance reported for cities, e.g.
 * Boscoe, Henry and Zdeb 2012: 1.42 in all of the USA, near 1.3 in dense ones), 24 km/h by day, 18 in the rush hours,
 * 32 at night, 2 minutes to park.
 */
export function townTravel(origin: Place, offset = 0): TravelSettings {
  const rush = new Set([7, 8, 16, 17]);
  const speeds = Array.from({ length: 24 }, (_, hour) => (rush.has(hour) ? 18 : hour < 6 || hour > 20 ? 32 : 24));
  return { detour: 1.3, speeds, offset, stop: 2, origin, matrix: null };
}

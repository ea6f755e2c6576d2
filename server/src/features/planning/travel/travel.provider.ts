/** Minutes of driving from a road network where one is at hand; where it is not, plans reckon with straight lines. */
import type { Place } from '@dispatch/shared/places/distance';
import type { TravelMatrix } from '@dispatch/shared/planning/travel';
import type { Logger } from 'pino';
import type { AskTable } from './osrm.client.ts';
import { TravelCache } from './travel.cache.ts';

export interface TravelProvider {
  /** Whether there is a road network. */
  readonly hasRoads: boolean;
  /**
   * What is known of the ways between places, at most the first 600 different ones; null without a road network. What is
   * not known yet is null in it and asked for meanwhile.
   */
  matrixFor(places: readonly Place[]): TravelMatrix | null;
  /** Whether all ways that were asked for last are known, or are known not to be had. */
  complete(): boolean;
  /** When nothing is being asked for. */
  settled(): Promise<void>;
  /** Requests so far by what came of them. */
  counts(): Record<string, number>;
}

export interface TravelOptions {
  /** Null: no road network. */
  ask: AskTable | null;
  log: Logger;
  /** Unix ms. */
  clock(): number;
  /** Places whose ways are remembered. */
  room?: number;
}

export const MOST_PLACES = 600;
const ROOM = 2_000;
/** OSRM takes 100 coordinates at once by default; half of them are sources, half destinations. */
const MOST_COORDINATES = 100;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 300_000;

export function travelProvider({ ask, log, clock, room = ROOM }: TravelOptions): TravelProvider {
  const cache = new TravelCache(room);
  const counts = { table: 0, no_segment: 0, too_big: 0, failed: 0 };
  let side = MOST_COORDINATES / 2;
  /** Failures in a row, and before when nothing is asked again. */
  let failures = 0;
  let retryAt = 0;
  let wanted: readonly Place[] | null = null;
  let working: Promise<void> | null = null;
  let whole = true;

  /** Asks for what is wanted, and for what came to be wanted meanwhile. */
  async function work(table: AskTable): Promise<void> {
    while (wanted !== null) {
      const places = wanted;
      wanted = null;
      for (let tile = nextTile(cache, places, side); tile; tile = nextTile(cache, places, side))
        if (!(await fill(table, tile))) return;
    }
  }

  /** @returns false when the road network is not to be asked for now. */
  async function fill(table: AskTable, tile: Tile): Promise<boolean> {
    const { sources, destinations } = tile;
    const answer = await table(sources, destinations);
    counts[answer.kind] += 1;
    if (answer.kind === 'failed' || (answer.kind === 'too_big' && side === 1)) {
      fail(answer.kind === 'failed' ? answer.reason : 'it takes no two places at once');
      return false;
    }
    if (failures > 0) log.info('the road network answers again');
    failures = 0;
    if (answer.kind === 'too_big') side = Math.floor(side / 2);
    else if (answer.kind === 'no_segment') await leaveOut(table, tile, answer.place);
    else
      for (const [row, from] of sources.entries())
        for (const [column, to] of destinations.entries())
          cache.learn(cache.slot(from), cache.slot(to), answer.minutes[row]?.[column] ?? null);
    return true;
  }

  /** One of the places is near no road. When the answer does not say which, halves are asked for until it is alone. */
  async function leaveOut(table: AskTable, { sources, destinations }: Tile, place: number | null): Promise<void> {
    const known = place !== null;
    for (const [row, from] of sources.entries())
      for (const [column, to] of destinations.entries())
        if (known ? row === place || sources.length + column === place : sources.length + destinations.length === 2)
          cache.learn(cache.slot(from), cache.slot(to), null);
    if (known || sources.length + destinations.length === 2) return;
    const [first, second] = halves({ sources, destinations });
    if (await fill(table, first)) await fill(table, second);
  }

  function fail(reason: string): void {
    if (failures === 0) log.warn({ reason }, 'the road network is away: plans reckon with straight lines');
    retryAt = clock() + Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** failures);
    failures += 1;
  }

  return {
    hasRoads: ask !== null,
    matrixFor(all) {
      if (ask === null) return null;
      const { places, slots } = different(cache, all);
      whole = slots.every((from) => slots.every((to) => cache.knows(from, to)));
      const minutes = slots.map((from) => slots.map((to) => cache.minutes(from, to)));
      if (!whole && clock() >= retryAt) {
        wanted = places;
        working ??= work(ask)
          .catch((error: unknown) => {
            fail(String(error));
          })
          .finally(() => {
            working = null;
          });
      }
      return { places, minutes };
    },
    complete: () => whole,
    async settled() {
      while (working) await working;
    },
    counts: () => ({ ...counts }),
  };
}

interface Tile {
  readonly sources: readonly Place[];
  readonly destinations: readonly Place[];
}

/** The first so many different places, with their slots. */
function different(cache: TravelCache, all: readonly Place[]): { places: Place[]; slots: number[] } {
  const named = new Map<string, Place>();
  for (const place of all) {
    if (named.size === MOST_PLACES) break;
    named.set(`${String(place.lat)},${String(place.lon)}`, place);
  }
  const places = [...named.values()];
  return { places, slots: places.map((place) => cache.slot(place)) };
}

/** The first sources with ways that are not known, and the first destinations of those; null when all are known. */
function nextTile(cache: TravelCache, places: readonly Place[], side: number): Tile | null {
  const slots = places.map((place) => cache.slot(place));
  const lacks = (row: number, column: number): boolean => !cache.knows(slots[row] ?? 0, slots[column] ?? 0);
  const first = places.findIndex((_, row) => places.some((__, column) => lacks(row, column)));
  if (first < 0) return null;
  const columns: number[] = [];
  for (let column = 0; column < places.length && columns.length < side; column += 1)
    if (lacks(first, column)) columns.push(column);
  const rows: number[] = [];
  for (let row = first; row < places.length && rows.length < side; row += 1)
    if (columns.some((column) => lacks(row, column))) rows.push(row);
  const at = (list: readonly number[]): Place[] => list.flatMap((index) => places[index] ?? []);
  return { sources: at(rows), destinations: at(columns) };
}

function halves({ sources, destinations }: Tile): [Tile, Tile] {
  if (sources.length >= destinations.length) {
    const middle = Math.ceil(sources.length / 2);
    return [
      { sources: sources.slice(0, middle), destinations },
      { sources: sources.slice(middle), destinations },
    ];
  }
  const middle = Math.ceil(destinations.length / 2);
  return [
    { sources, destinations: destinations.slice(0, middle) },
    { sources, destinations: destinations.slice(middle) },
  ];
}

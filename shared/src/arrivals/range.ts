/**
 * Between when and when someone will come: the range that 8 of 10 arrivals of the same kind have kept. Pure; times are
 * Unix ms, offsets minutes after the planned start.
 */
import type { Zone } from '../promises/zone.ts';

/** An arrival that followed a planned start. */
export interface PastArrival {
  readonly categoryId: string;
  readonly contractorId: string;
  readonly plannedAt: number;
  readonly at: number;
}

export interface ArrivalRange {
  readonly from: number;
  readonly to: number;
  /** How many arrivals it follows from; 0: too few are known, and the usual range is taken. */
  readonly of: number;
}

/** What is to be told: who comes, for what, when work is planned to begin. */
export interface Coming {
  readonly categoryId: string;
  readonly contractorId: string;
  readonly start: number;
}

/** Share of arrivals that lie inside: so many of ten. */
export const KEPT_OF_TEN = 8;
/** Fewer of a kind say too little: the next coarser group is asked. */
export const ENOUGH = 20;
/** The range where nothing is known, minutes around the planned start. */
export const USUAL: readonly [number, number] = [-10, 30];
/** Ranges begin and end at full steps, outward. */
const STEP = 5 * 60_000;
const MINUTE = 60_000;

/** Offsets by group, sorted. */
export type ArrivalHistory = ReadonlyMap<string, readonly number[]>;

const EVERYTHING = 'all';

/** From the finest group to the coarsest. @param hour of the organisation's clock */
function groupsOf({ categoryId, contractorId }: Pick<Coming, 'categoryId' | 'contractorId'>, hour: number): string[] {
  return [
    `${categoryId} ${contractorId} ${String(hour)}`,
    `${categoryId} ${contractorId}`,
    `${categoryId} ${String(hour)}`,
    categoryId,
    `hour ${String(hour)}`,
    EVERYTHING,
  ];
}

const hourOf = (at: number, zone: Zone): number => Math.floor((at + zone.offsetAt(at)) / 3_600_000) % 24;

/** Puts past arrivals into groups: once for many questions. */
export function arrivalHistory(past: Iterable<PastArrival>, zone: Zone): ArrivalHistory {
  const groups = new Map<string, number[]>();
  for (const arrival of past) {
    const offset = (arrival.at - arrival.plannedAt) / MINUTE;
    for (const group of groupsOf(arrival, hourOf(arrival.plannedAt, zone))) {
      const list = groups.get(group);
      if (list) list.push(offset);
      else groups.set(group, [offset]);
    }
  }
  for (const list of groups.values()) list.sort((a, b) => a - b);
  return groups;
}

/**
 * The range to be told: from the finest group with at least 20 arrivals the 10th and the 90th part of their offsets, taken
 * so that a next arrival of the same kind lies inside with a chance of at least 8 in 10 whatever their distribution
 * (order statistics at (n + 1) / 10); rounded outward to 5 minutes.
 */
export function rangeFor(history: ArrivalHistory, coming: Coming, zone: Zone): ArrivalRange {
  const offsets = groupsOf(coming, hourOf(coming.start, zone))
    .map((group) => history.get(group))
    .find((list) => list !== undefined && list.length >= ENOUGH);
  const [early, late] = offsets ? middle(offsets) : USUAL;
  const from = Math.floor((coming.start + early * MINUTE) / STEP) * STEP;
  const to = Math.ceil((coming.start + late * MINUTE) / STEP) * STEP;
  return { from, to: Math.max(to, from + STEP), of: offsets?.length ?? 0 };
}

/** The values between which the middle 8 of 10 lie. @param sorted at least 9 of them */
function middle(sorted: readonly number[]): readonly [number, number] {
  const outside = Math.floor(((sorted.length + 1) * (10 - KEPT_OF_TEN)) / 20);
  const first = sorted[outside - 1] ?? USUAL[0];
  const last = sorted[sorted.length - outside] ?? USUAL[1];
  return [first, last];
}

/** How many ranges were kept of those measured. */
export interface RangesKept {
  kept: number;
  of: number;
  /** Days looked back. */
  days: number;
}

/** Fewer say nothing to a household. */
export const TELLING = 20;

/** "8 of 10 such promises were kept."; null while too few are measured. */
export function keptWords({ kept, of }: Pick<RangesKept, 'kept' | 'of'>): string | null {
  return of < TELLING ? null : `${String(Math.round((kept / of) * 10))} of 10 such promises were kept.`;
}

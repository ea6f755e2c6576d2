/**
 * Who could take an issue, as the API tells it and auto-dispatch follows it: the ranking of the plan with its sentences,
 * and what a command has to bring so that it is done as it was shown.
 */
import type { IssueCard } from '../issues/views.ts';
import { favourWords, type FavourNumbers } from '../wishes/favour.ts';
import { stampsOf } from './day-stamp.ts';
import { explainCandidate, explainParts, explainRefusal, type Names, type PartTold } from './explain.ts';
import { msOf, minuteOf, type PlanCard } from './jobs.ts';
import type { Job, Minute } from './model.ts';
import type { Move } from './moves.ts';
import { applyChange, placeOf, visitIn, type Plan, type Tour } from './plan.ts';
import { timeBetween } from './preview.ts';
import { rank, type Ranking } from './rank.ts';
import type { Obstacle } from './rules.ts';

/** Somebody who can. Times are Unix ms. */
export interface CandidateLine {
  contractorId: string;
  name: string;
  /** In minutes of driving; the lowest is the best. */
  score: number;
  /** They add up to the score; parts of less than half a minute are left out. */
  parts: PartTold[];
  arrival: number;
  /** Minutes of driving added. */
  added: number;
  /** Other visits that begin at another time. */
  moves: { issueId: string; ref: string; from: number | null; to: number | null; missed: boolean }[];
  /** The time to give with the command, so that it stands where it was shown. */
  plannedAt: number;
  /** What speaks for the contractor at this household in this category; null when nothing does. */
  favour: FavourTold | null;
  /** "Ana Berger can be there at 14:10, 9 min more driving, nobody else moves." */
  text: string;
}

/** The household's own wish and what the system prefers by itself: the wish goes first, they do not add up. */
export interface FavourTold {
  /** The household asks for this contractor. */
  whitelisted: boolean;
  /** 0 to 1: see wishes/favour.ts. */
  strength: number;
  /** What the strength follows from; null where it is not at hand. */
  numbers: FavourNumbers | null;
  /** "fixed 3 here, 3 confirmed, rated 4.7, on time 3 of 3" */
  text: string;
}

/** Somebody who cannot, and what would have to change. */
export interface RefusalLine {
  contractorId: string;
  name: string;
  reason: Obstacle;
  also: readonly Obstacle[];
  text: string;
}

export interface Candidates {
  issueId: string;
  /** Unix ms. */
  asOf: number;
  /** The best first. */
  candidates: CandidateLine[];
  /** Those nearest to fit first. */
  refusals: RefusalLine[];
  /** Of every candidate's day, to be given with the command (`day`). */
  days: Record<string, string>;
}

/** Numbers of contractors at the household of an issue in its category, by contractor. */
export type Favours = ReadonlyMap<string, FavourNumbers>;

const NO_NUMBERS: Favours = new Map();

/**
 * Every contractor for one issue that the plan knows.
 *
 * @param cards all that the plan was made of
 * @param favours the numbers to be told with the order; they do not change it
 * @throws PlanError `unknown`, `locked` when work on it has begun
 */
export function candidatesOf(
  plan: Plan,
  issueId: string,
  cards: readonly IssueCard[],
  names: Names,
  favours: Favours = NO_NUMBERS,
): Candidates {
  return toldOf(plan, rank(plan, issueId), cards, names, favours);
}

/** A ranking in words. */
export function toldOf(
  plan: Plan,
  ranking: Ranking,
  cards: readonly PlanCard[],
  names: Names,
  favours: Favours = NO_NUMBERS,
): Candidates {
  const { job } = ranking;
  const visit = visitIn(plan, job);
  const free = placeOf(plan, visit) ? applyChange(plan, { kind: 'unassign', job }) : plan;
  const stored = storedTimes(cards);
  return {
    issueId: job,
    asOf: msOf(plan.now),
    candidates: ranking.candidates.map((candidate) => {
      const { contractor, score, parts, arrival, added, moves, shift, place } = candidate;
      return {
        contractorId: contractor,
        name: names.contractor(contractor),
        score,
        parts: explainParts(parts),
        arrival: msOf(arrival),
        added,
        moves: moves.map((move) => told(move, names)),
        plannedAt: msOf(timeFor(free.tours[free.shifts.get(shift) ?? -1], place, arrival, stored)),
        favour: favourOf(visit.job, contractor, favours),
        text: explainCandidate(candidate, names),
      };
    }),
    refusals: ranking.refusals.map((refusal) => ({
      contractorId: refusal.contractor,
      name: names.contractor(refusal.contractor),
      reason: refusal.reason,
      also: refusal.also,
      text: explainRefusal(refusal, names),
    })),
    days: stampsOf(
      ranking.candidates.map(({ contractor }) => contractor),
      cards,
    ),
  };
}

/** What the household and the system think of a contractor, in words. */
function favourOf({ whitelist, preferred }: Job, contractor: string, favours: Favours): FavourTold | null {
  const whitelisted = whitelist.includes(contractor);
  const strength = preferred[contractor] ?? 0;
  const numbers = favours.get(contractor) ?? null;
  if (!whitelisted && strength === 0 && numbers === null) return null;
  const words = [...(whitelisted ? ['asked for by the household'] : []), ...(numbers ? [favourWords(numbers)] : [])];
  return { whitelisted, strength, numbers, text: words.join(', ') || 'preferred here' };
}

/** The times that order the days, as they are stored: issue to minute. */
export function storedTimes(cards: Iterable<Pick<PlanCard, 'id' | 'plan'>>): Map<string, Minute> {
  const times = new Map<string, Minute>();
  for (const { id, plan } of cards) if (plan?.plannedAt !== undefined) times.set(id, minuteOf(plan.plannedAt));
  return times;
}

/** The time to keep for a job so that it stands before a certain stop of a tour, as the tour is without it. */
export function timeFor(
  tour: Tour | undefined,
  place: number,
  arrival: Minute,
  stored: ReadonlyMap<string, Minute>,
): Minute {
  if (!tour) return arrival;
  // jobs under way stand first whatever their times
  const before = place > tour.locked.length ? stored.get(tour.stops[place - 1]?.job.id ?? '') : undefined;
  const after = stored.get(tour.stops[place]?.job.id ?? '');
  return timeBetween(before ?? null, after ?? null, arrival);
}

function told({ job, from, to, missed }: Move, names: Names): CandidateLine['moves'][number] {
  return {
    issueId: job,
    ref: names.job(job),
    from: from && msOf(from.start),
    to: to && msOf(to.start),
    missed,
  };
}

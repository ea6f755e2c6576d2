/** What the engine found, in sentences for operators and households. The facts come from rank, emergency and repair. */
import type { Candidate, Refusal } from './rank.ts';
import type { Minute } from './model.ts';
import type { Move } from './moves.ts';
import type { Obstacle } from './rules.ts';
import { PARTS, type Parts } from './score.ts';

/** How the reader calls things. Times are shown as the reader's own clock. */
export interface Names {
  readonly contractor: (id: string) => string;
  readonly job: (id: string) => string;
  readonly skill: (id: string) => string;
  readonly part: (id: string) => string;
  readonly time: (at: Minute) => string;
}

/** One part of a score. `minutes` add up to the score; parts of less than half a minute are not told. */
export interface PartTold {
  readonly part: keyof Parts;
  readonly minutes: number;
  readonly text: string;
}

const PART_TEXT: Readonly<Record<keyof Parts, { readonly more: string; readonly less: string }>> = {
  travel: { more: 'more driving', less: 'less driving' },
  delay: { more: 'waiting of households', less: 'less waiting of households' },
  lateness: { more: 'promises missed', less: 'promises kept that were missed' },
  preference: { more: 'preference', less: 'preferred for this household' },
  continuity: { more: 'continuity', less: 'worked on it before' },
  handover: { more: 'taken from the contractor who accepted it', less: 'back to the contractor who accepted it' },
  load: { more: 'has much to do already', less: 'has little to do' },
};

/** The parts of a score, the weightiest first. */
export function explainParts(parts: Parts): PartTold[] {
  return PARTS.map((part) => {
    const minutes = parts[part];
    return { part, minutes, text: PART_TEXT[part][minutes < 0 ? 'less' : 'more'] };
  })
    .filter(({ minutes }) => Math.abs(minutes) >= 0.5)
    .sort((a, b) => Math.abs(b.minutes) - Math.abs(a.minutes));
}

/** One sentence: when, how much more driving, who else notices. */
export function explainCandidate({ contractor, arrival, added, moves }: Candidate, names: Names): string {
  const others =
    moves.length === 0
      ? 'nobody else moves'
      : `${count(moves.length, 'other visit moves', 'other visits move')} by up to ${minutes(furthest(moves))}`;
  const missed = moves.filter((move) => move.missed).length;
  const promises = missed === 0 ? '' : `, ${count(missed, 'promise', 'promises')} would be missed`;
  const driving = `${Math.round(Math.abs(added))} min ${Math.round(added) < 0 ? 'less' : 'more'}`;
  return `${names.contractor(contractor)} can be there at ${names.time(arrival)}, ${driving} driving, ${others}${promises}.`;
}

/** Why not, and the nearest change that would make it fit. */
export function explainRefusal({ contractor, reason, also }: Refusal, names: Names): string {
  const who = names.contractor(contractor);
  const all = [reason, ...also];
  const why = all.map((obstacle) => whyNot(obstacle, names)).join(', and ');
  const change = all.map((obstacle) => changeFor(obstacle, names)).join(' and ');
  return `${who} ${why}. Fits if ${change}.`;
}

/** What stands in the way, after the contractor's name. */
export function whyNot(obstacle: Obstacle, names: Names): string {
  switch (obstacle.rule) {
    case 'blacklisted':
      return 'is not wanted by this household';
    case 'passed':
      return 'passed this job';
    case 'pinned':
      return `does not have it: it is kept for ${names.contractor(obstacle.contractor)}`;
    case 'skill':
      return obstacle.until === null
        ? `lacks the skill ${names.skill(obstacle.skill)}`
        : `has a certificate for ${names.skill(obstacle.skill)} that expires ${names.time(obstacle.until)}`;
    case 'district':
      return `does not work in ${obstacle.district}`;
    case 'too_far':
      return `would drive ${minutes(obstacle.minutes)} further than agreed`;
    case 'on_call':
      return 'is on call for emergencies only';
    case 'parts':
      return `lacks ${obstacle.short} × ${names.part(obstacle.part)} on the van`;
    case 'no_shift':
      return 'has no shift that is not over';
    case 'full':
      return 'has as many jobs as the shift may hold';
    case 'hours':
      return `would work ${minutes(obstacle.minutes)} more than the shift may hold`;
    case 'kept_free':
      return `would use ${minutes(obstacle.minutes)} of the time kept free for urgent calls`;
    case 'window':
      return `would come ${minutes(obstacle.minutes)} after the window closes`;
    case 'pinned_time':
      return `would come ${minutes(obstacle.minutes)} after the time fixed for it`;
    case 'shift_end':
      return `would end ${minutes(obstacle.minutes)} after the shift`;
    case 'other_window':
      return `would come too late to ${obstacle.jobs.map(names.job).join(', ')} (${minutes(obstacle.minutes)})`;
  }
}

/** The change that takes an obstacle away, after "Fits if". */
export function changeFor(obstacle: Obstacle, names: Names): string {
  switch (obstacle.rule) {
    case 'blacklisted':
      return 'the household agrees';
    case 'passed':
      return 'the contractor agrees after all';
    case 'pinned':
      return 'the pin is taken off';
    case 'skill':
      return obstacle.until === null
        ? `the skill ${names.skill(obstacle.skill)} is not asked for`
        : `the certificate for ${names.skill(obstacle.skill)} is renewed`;
    case 'district':
      return `the contractor may work in ${obstacle.district}`;
    case 'too_far':
      return `the travel limit is ${minutes(obstacle.minutes)} longer`;
    case 'on_call':
      return 'it becomes an emergency';
    case 'parts':
      return `${obstacle.short} × ${names.part(obstacle.part)} come along`;
    case 'no_shift':
      return 'a shift is added';
    case 'full':
      return `the shift may hold ${count(obstacle.jobs, 'job', 'jobs')} more`;
    case 'hours':
      return `the shift may hold ${minutes(obstacle.minutes)} more`;
    case 'kept_free':
      return `${minutes(obstacle.minutes)} of the time kept free are released`;
    case 'window':
      return `the window closes ${minutes(obstacle.minutes)} later`;
    case 'pinned_time':
      return `the fixed time is ${minutes(obstacle.minutes)} later`;
    case 'shift_end':
      return `the shift ends ${minutes(obstacle.minutes)} later`;
    case 'other_window':
      return `${obstacle.jobs.map(names.job).join(', ')} may begin ${minutes(obstacle.minutes)} later`;
  }
}

/** To the household whose visit changes; null when nothing changes for it. @param reason what comes after "because" */
export function explainMove({ from, to }: Move, reason: string, names: Names): string | null {
  if (to === null) return `We have to find you another appointment, because ${reason}.`;
  const who = names.contractor(to.contractor);
  if (from === null) return `${who} comes at about ${names.time(to.start)}.`;
  const same = from.contractor === to.contractor;
  if (same && Math.abs(to.start - from.start) < 1) return null;
  const [now, before] = [names.time(to.start), names.time(from.start)];
  const when = `about ${now}${now === before ? '' : ` instead of ${before}`}`;
  return same
    ? `${who} now comes at ${when}, because ${reason}.`
    : `${who} now comes to you, at ${when}, because ${reason}.`;
}

function furthest(moves: readonly Move[]): number {
  return moves.reduce((most, { from, to }) => Math.max(most, from && to ? Math.abs(to.start - from.start) : 0), 0);
}

/** Whole minutes, never below one: nothing that stands in the way is told as 0. */
function minutes(value: number): string {
  return `${Math.max(value > 0 ? 1 : 0, Math.ceil(value - 1e-6))} min`;
}

function count(number: number, one: string, more: string): string {
  return `${number} ${number === 1 ? one : more}`;
}

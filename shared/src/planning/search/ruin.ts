/**
 * Ruin: takes strings of neighbouring stops off routes that lie near each other, so that what is put back finds slack
 * in both place and capacity. Adjacent string removal with whole and split strings (Christiaens and Vanden Berghe 2020,
 * "Slack induction by string removals", Transportation Science 54(2), 5.1 and 5.2).
 */
import type { Draft } from './draft.ts';
import type { Random } from './random.ts';

/** Parameters as published. */
const RUIN = {
  /** Jobs taken off in the mean (c̄). */
  mean: 10,
  /** Longest string (Lmax). */
  longest: 10,
  /** Part of the strings that are split: some stops in their midst stay (α). */
  split: 0.5,
  /** Chance that one more stop stays within a split string (β). */
  deeper: 0.01,
};

export function ruin(draft: Draft, random: Random): void {
  const { routing, routeOf } = draft;
  const { near, fixed } = routing;
  const width = near.length / routing.jobs;
  const present = routing.jobs - draft.absentCount;
  if (present === 0) return;
  const longest = Math.min(RUIN.longest, Math.max(1, present / draft.usedCount));
  const most = (4 * RUIN.mean) / (1 + longest) - 1;
  let strings = Math.floor(random.next() * most + 1);
  const seed = random.below(routing.jobs);
  for (let index = -1; index < width && strings > 0; index += 1) {
    const job = index < 0 ? seed : near[seed * width + index]!;
    const route = routeOf[job]!;
    if (route < 0 || draft.isTouched(route)) continue;
    const head = fixed === undefined ? 0 : fixed[route]!;
    const count = draft.length[route]! - head;
    const at = draft.posOf[job]! - head;
    if (at < 0) continue;
    const size = Math.floor(random.next() * Math.min(count, longest) + 1);
    cutString(draft, random, route, head, count, at, size);
    strings -= 1;
  }
  for (let index = 0; index < draft.touchedCount; index += 1) draft.tell(draft.touched[index]!);
}

/** Takes `size` of the `count` free stops after the head, the one at `at` among them unless it is the one that stays. */
function cutString(
  draft: Draft,
  random: Random,
  route: number,
  head: number,
  count: number,
  at: number,
  size: number,
): void {
  let keep = 0;
  if (size > 1 && size < count && random.next() < RUIN.split) {
    keep = 1;
    while (size + keep < count && random.next() < RUIN.deeper) keep += 1;
  }
  const span = size + keep;
  const earliest = Math.max(0, at - span + 1);
  const latest = Math.min(at, count - span);
  const start = earliest + random.below(latest - earliest + 1);
  // the stops that stay begin after the first of the string and end before its last
  const keepAt = keep === 0 ? start : start + 1 + random.below(size - 1);
  draft.cut(route, head + start, size, head + keepAt, keep);
}

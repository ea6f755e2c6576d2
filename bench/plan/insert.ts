/**
 * How long it takes to rank one issue among all contractors, and to find room for an emergency, in a made-up town of
 * `--contractors` with `--jobs` planned on one day. Jobs to rank come at all hours of the day and with all rules.
 */
import { emergency } from '../../shared/src/planning/emergency.ts';
import type { Job } from '../../shared/src/planning/model.ts';
import { applyChange, unplanned, type Plan } from '../../shared/src/planning/plan.ts';
import { rank } from '../../shared/src/planning/rank.ts';
import { MORNING, plannedTown, townInput } from '../../shared/src/planning/town.fixture.ts';
import { printTable, quantile, type Figures } from '../table.ts';
import type { PlanOptions } from './options.ts';

const RANKS = 2_000;
const EMERGENCIES = 600;
/** First calls are compiled, not measured. */
const WARM = 150;
/** Minutes into the day at which jobs come in. */
const HOURS = [0, 60, 120, 180, 240, 300, 360];

export function runInsert({ contractors, jobs, seed }: PlanOptions): Figures {
  const town = plannedTown({ seed, contractors, jobs });
  const left = unplanned(town).length;
  console.log(`${contractors} contractors, ${jobs - left} jobs planned, ${left} without a place.`);
  const days = HOURS.map((later) => applyChange(town, { kind: 'time', now: MORNING + later }));
  const calls = townInput({ seed: seed + 1, contractors, jobs: RANKS + WARM }).jobs;

  const ranks = timed(calls, days, (job, plan) => {
    const { candidates, refusals } = rank(plan, job.id);
    return [candidates.length, refusals.length];
  });
  const ways = timed(calls.slice(0, EMERGENCIES + WARM), days, (job, plan) => {
    const found = emergency(plan, job.id);
    return [found.length, found.filter(({ moves }) => moves.length > 0).length];
  });
  printTable([
    { what: 'rank one issue', ...times(ranks.ms), found: ranks.mean(0), other: `${ranks.mean(1)} refused` },
    { what: 'place an emergency', ...times(ways.ms), found: ways.mean(0), other: `${ways.mean(1)} with moves` },
  ]);
  return {
    rankP50Ms: quantile(ranks.ms, 0.5),
    rankP99Ms: quantile(ranks.ms, 0.99),
    emergencyP50Ms: quantile(ways.ms, 0.5),
    emergencyP99Ms: quantile(ways.ms, 0.99),
  };

  function timed(
    jobsToCall: readonly Job[],
    plans: readonly Plan[],
    run: (job: Job, plan: Plan) => readonly [number, number],
  ) {
    const ms: number[] = [];
    const counts: (readonly [number, number])[] = [];
    for (const [at, job] of jobsToCall.entries()) {
      const plan = plans[at % plans.length]!;
      const called = applyChange(plan, { kind: 'put', job: callOf(job, plan.now, at) });
      const began = performance.now();
      const count = run({ ...job, id: CALL }, called);
      const took = performance.now() - began;
      if (at < WARM) continue;
      ms.push(took);
      counts.push(count);
    }
    const mean = (which: 0 | 1): string =>
      (counts.reduce((sum, pair) => sum + pair[which], 0) / counts.length).toFixed(1);
    return { ms, mean };
  }
}

const CALL = 'call';

/** A job that comes in now: every third is an emergency, to be begun in 15 to 45 minutes. */
function callOf(job: Job, now: number, at: number): Job {
  const window = job.window && { from: now + 60, until: now + 180 };
  if (at % 3 > 0) return { ...job, id: CALL, window, promise: null };
  return { ...job, id: CALL, urgency: 'emergency', window: null, promise: null, due: now + 15 + (at % 31) };
}

function times(ms: readonly number[]): Record<string, number> {
  return { p50: quantile(ms, 0.5), p99: quantile(ms, 0.99), longest: Math.max(...ms) };
}

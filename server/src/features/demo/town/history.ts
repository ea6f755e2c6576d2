import type { Urgency } from '@dispatch/shared/issues/status';
import { Crew } from './crew.ts';
import { Filings } from './filing.ts';
import type { HistoryIssue, HistoryOptions, HistoryStanding, TownHistory } from './history.types.ts';
import { playLiveDay } from './live-day.ts';
import type { TownPeople } from './people.types.ts';
import { seededRandom } from './random.ts';
import { OUTDOORS } from './reports.ts';
import { Story, type StoryWorld } from './story.ts';
import type { Town } from './town.types.ts';
import { DAY, MINUTE, WorkingTime } from './working-time.ts';

const OFFER_MINUTES: Readonly<Record<Urgency, number>> = { emergency: 5, high: 15, normal: 60, low: 240 };

/** So many days before the end a storm went over the town. */
const STORM_DAY = 17;

/**
 * Weeks of issues with everything that was done about them, and the day that is under way.
 * Pure data: the same town, people and options give the same history. Takes about 0.3 s.
 */
export function generateHistory(town: Town, people: TownPeople, options: HistoryOptions): TownHistory {
  const {
    seed,
    now,
    weeks = 6,
    perWeek = 100,
    confirmDays = 7,
    settleDays = 2,
    offerMinutes = OFFER_MINUTES,
  } = options;
  const random = seededRandom(seed).fork('history');
  const time = new WorkingTime(town.timeZone);
  const filings = new Filings(town, people, random.fork('filings'));
  const crew = new Crew(people, time);
  const world: StoryWorld = { crew, time, random: random.fork('stories'), now, confirmDays, settleDays, offerMinutes };

  const past: HistoryIssue[] = [];
  /** The report that another one turned out to repeat. */
  const originals = new Map<HistoryIssue, HistoryIssue>();
  for (const at of filingTimes(now, weeks, perWeek, time, seededRandom(seed).fork('times'))) {
    const stormy = Math.floor((now - at) / DAY) === STORM_DAY && random.chance(0.55);
    const issue = filings.file({
      at,
      ...(stormy ? { category: random.pick(['tree', 'tree', 'water_leak', 'power'] as const) } : {}),
      callback: !stormy && random.chance(0.03),
    });
    const story = new Story(issue, world);
    story.tell();
    past.push(issue);
    if (OUTDOORS.has(issue.category) && random.chance(0.09)) {
      const again = filings.fileAgain(issue, Math.round(at + random.between(8, 200) * MINUTE));
      const repeat = new Story(again, world);
      if (again.filedAt < now - DAY && repeat.triage()) {
        originals.set(again, issue);
        past.push(again);
      }
    }
  }

  const ended = past.filter((issue) => {
    if (originals.has(issue)) return true;
    const last = issue.steps.at(-1);
    if (last && last.at <= now) return true;
    // What is confirmed but not settled yet stays, cut off at now; everything else in between belongs to the live day.
    issue.steps = issue.steps.filter((step) => step.at <= now);
    return standingOf(issue).stage === 'confirmed';
  });
  const live = playLiveDay({ town, filings, crew, random: random.fork('live'), now });
  const kept = new Set(ended);
  const issues = [...ended, ...live.issues]
    .filter((issue) => {
      const original = originals.get(issue);
      if (original === undefined) return true;
      // What is over by then cannot take the report in.
      const steps = original.steps.filter((step) => step.at <= mergedAt(issue, now));
      return kept.has(original) && standingOf({ ...original, steps }).stage !== 'closed';
    })
    .sort((p, q) => p.filedAt - q.filedAt);
  const index = new Map(issues.map((issue, i) => [issue, i]));
  for (const issue of issues) {
    const original = originals.get(issue);
    const into = original && index.get(original);
    if (into === undefined) continue;
    const last = issue.steps.at(-1);
    issue.steps.push({
      action: 'merge',
      input: { into, reason: 'The same has been reported before.' },
      at: mergedAt(issue, now),
      actor: last?.actor.kind === 'operator' ? last.actor : { kind: 'operator', operator: 0 },
    });
  }
  return { issues, positions: live.positions };
}

/** When the operator sees that a report repeats another: shortly after its last step. */
function mergedAt({ steps, filedAt }: HistoryIssue, now: number): number {
  return Math.min(now - 1000, (steps.at(-1)?.at ?? filedAt) + 2 * MINUTE);
}

/** Rising moments from `weeks` ago until a day and a half ago, as busy as weekdays and hours are. */
function filingTimes(
  now: number,
  weeks: number,
  perWeek: number,
  time: WorkingTime,
  random: ReturnType<typeof seededRandom>,
): number[] {
  const times: number[] = [];
  const first = time.dayOf(now - weeks * 7 * DAY);
  for (let day = first; day < now; day = time.dayOf(day + 26 * 3_600_000)) {
    const storm = Math.floor((now - day) / DAY) === STORM_DAY ? 2.6 : 1;
    const count = Math.round(
      ((perWeek * 1.08) / 7) * time.dayShare(day) * storm * random.between(0.82, 1.18) * (7 / 6.25),
    );
    for (let i = 0; i < count; i++) times.push(Math.round(time.filingMoment(day, random)));
  }
  return times.filter((at) => at > now - weeks * 7 * DAY && at < now - 1.5 * DAY).sort((p, q) => p - q);
}

/** Where an issue's steps have brought it. */
export function standingOf(issue: HistoryIssue): HistoryStanding {
  let stage: HistoryStanding['stage'] = 'inbox';
  let outcome: HistoryStanding['outcome'] = null;
  const end = (how: HistoryStanding['outcome']): void => {
    stage = 'closed';
    outcome = how;
  };
  for (const { action } of issue.steps) {
    if (action === 'triage' || action === 'expire' || action === 'pass' || action === 'withdraw') stage = 'to_assign';
    else if (action === 'dispute' || action === 'reopen') [stage, outcome] = ['to_assign', null];
    else if (action === 'offer') stage = 'offered';
    else if (action === 'assign' || action === 'accept') stage = 'open';
    else if (action === 'depart') stage = 'en_route';
    else if (action === 'arrive') stage = 'in_progress';
    else if (action === 'finish') stage = 'resolved';
    else if (action === 'confirm') stage = 'confirmed';
    else if (action === 'settle') end('fixed');
    else if (action === 'lapse') end('unanswered');
    else if (action === 'cancel') end('cancelled');
    else if (action === 'reject') end('rejected');
    else if (action === 'merge') end('duplicate');
  }
  return { stage, outcome };
}

import type { Organisation } from '@dispatch/shared/board/reference';
import { arrivalHistory, rangeFor, type RangesKept } from '@dispatch/shared/arrivals/range';
import { reasonFor, tellingOf, type ToldRange } from '@dispatch/shared/arrivals/telling';
import type { IssueCard } from '@dispatch/shared/issues/views';
import { msOf } from '@dispatch/shared/planning/jobs';
import { byFirstName, namesOf } from '@dispatch/shared/planning/names';
import { placeOf, type Plan } from '@dispatch/shared/planning/plan';
import { planOf } from '@dispatch/shared/planning/world';
import { zoneOf } from '@dispatch/shared/promises/zone';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Asker } from '../../platform/http/route.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Issues } from '../issues/index.ts';
import type { PlanReader } from '../planning/index.ts';
import * as repo from './arrivals.repo.ts';

export interface ArrivalsDependencies {
  pool: pg.Pool;
  issues: Pick<Issues, 'command'>;
  reader: PlanReader;
  organisation(): Promise<Organisation>;
  /** Unix ms. */
  clock(): number;
  /** The system's own timers as an asker. */
  system: Asker;
  settings: { undoSeconds: number };
  log: Logger;
}

export interface Arrivals {
  /** Tells households when someone comes, and once more when that has changed. */
  look(): Promise<void>;
  /** Notes how an arrival kept what was told. */
  arrived(eventId: number): Promise<void>;
  kept(): Promise<RangesKept>;
}

/** Days that "how often it was kept" looks back. */
const DAYS = 30;
/** Households told by one look; the next one goes on. */
const TOLD_AT_ONCE = 500;

/** Arrival ranges follow the plan: set when a job is planned, told anew when its start leaves them. */
export function arrivalsService(deps: ArrivalsDependencies): Arrivals {
  const { pool, issues, reader, organisation, clock, system, settings, log } = deps;

  /** Accepted, not departed, nothing of it can be undone any more, and no person's word stands. */
  function isToTell({ status, contractorId, changedAt, plan, windowFrom, windowTo }: IssueCard, now: number): boolean {
    if (status !== 'open' || contractorId === null || now - changedAt < settings.undoSeconds * 1_000) return false;
    // who may come on any day rings first: a range would bind what is meant to be loose
    if (plan?.flexible === true) return false;
    return plan?.windowBy === 'plan' || (windowFrom === null && windowTo === null);
  }

  /** @returns false when somebody has changed the issue meanwhile: the next look sees it */
  async function set(card: IssueCard, told: ToldRange, tell: string | null): Promise<boolean> {
    const input = {
      version: card.version,
      windowFrom: told.from,
      windowTo: told.to,
      windowBy: 'plan' as const,
      ...(tell !== null && { tell: tell.slice(0, 500) }),
    };
    try {
      await issues.command({ who: system, issueId: card.id, action: 'plan', input, key: null, app: 'arrivals' });
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
    await repo.keepRange(pool, card.id, told);
    return true;
  }

  async function look(): Promise<void> {
    const town = await organisation();
    if (!town.dispatching.ranges) return;
    const world = await reader.read();
    const { now } = world;
    const open = world.cards.filter((card) => isToTell(card, now));
    if (open.length === 0) return;
    const plan = planOf(world);
    const zone = zoneOf(town.timeZone);
    const [known, past] = await Promise.all([
      repo.knownOf(
        pool,
        open.map(({ id }) => id),
      ),
      repo.pastArrivals(pool, now),
    ]);
    const history = arrivalHistory(past, zone);
    const firstNames = byFirstName(namesOf(world));
    const cards = new Map(world.cards.map((card) => [card.id, card]));
    let told = 0;
    for (const card of open) {
      const at = whereIs(plan, card.id);
      if (told >= TOLD_AT_ONCE) break;
      if (!at || card.contractorId === null) continue;
      const start = msOf(at.tour.table.start[at.at] ?? 0);
      const { categoryId, contractorId } = card;
      const range = rangeFor(history, { categoryId, contractorId, start }, zone);
      const knows = knownRange(card, known.get(card.id), start);
      const telling = tellingOf({
        contractorId,
        start,
        range,
        told: knows?.told ?? null,
        toldSince: knows?.toldSince ?? false,
        reason: () => (knows?.told ? reasonFor(at.tour, at.at, knows.told, cards, now) : ''),
        names: firstNames,
        job: card.id,
      });
      if (telling.kind === 'holds' && card.windowFrom !== null) {
        // set together with a move, by whoever made it: from here on it is known
        if (knows?.fromElsewhere) await repo.keepRange(pool, card.id, { ...knows.told, toldAt: now });
        continue;
      }
      // passed on and taken again without leaving its range: it stands there again, and nothing is new
      const { from, to } = telling.kind === 'holds' ? (knows?.told ?? range) : telling.range;
      const next = { contractorId, plannedAt: start, from, to, toldAt: clock() };
      try {
        if (await set(card, next, telling.kind === 'holds' ? null : telling.tell)) told += 1;
      } catch (error) {
        // one that cannot be told must not keep the others waiting
        log.error({ err: error, issue: card.id }, 'an arrival range could not be set');
      }
    }
    if (told > 0) log.debug({ issues: told }, 'arrival ranges set');
  }

  return {
    look,
    async arrived(eventId) {
      await repo.noteArrival(pool, eventId);
      await repo.forgetRange(pool, eventId);
    },
    kept: () => repo.rangesKept(pool, clock(), DAYS),
  };
}

function whereIs(plan: Plan, job: string): ReturnType<typeof placeOf> {
  const visit = plan.visits[plan.slots.get(job) ?? -1];
  return visit?.job.id === job ? placeOf(plan, visit) : null;
}

interface Knows {
  told: ToldRange;
  toldSince: boolean;
  /** The window is not the one that was kept as told: a change set brought it. */
  fromElsewhere: boolean;
}

/** What the household knows: the window on its issue, or what it was told before that was taken off. @param start taken where nothing was kept */
function knownRange(card: IssueCard, known: repo.Known | undefined, start: number): Knows | null {
  const { windowFrom: from, windowTo: to, contractorId } = card;
  const kept = known?.told ?? null;
  const toldSince = known?.toldSince ?? false;
  if (from === null || to === null) return kept && { told: kept, toldSince, fromElsewhere: false };
  if (kept && kept.from === from && kept.to === to) return { told: kept, toldSince, fromElsewhere: false };
  return {
    told: { contractorId: contractorId ?? '', plannedAt: start, from, to, toldAt: kept?.toldAt ?? 0 },
    toldSince: known?.toldSince ?? true,
    fromElsewhere: true,
  };
}

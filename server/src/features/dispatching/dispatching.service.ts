import { randomBytes } from 'node:crypto';
import type { Organisation } from '@dispatch/shared/board/reference';
import { reasonsOf, whomToAsk } from '@dispatch/shared/dispatching/asking';
import { modeFor, ruleFor } from '@dispatch/shared/dispatching/dispatching';
import { claimOf } from '@dispatch/shared/issues/needs';
import type { Action } from '@dispatch/shared/issues/lifecycle';
import type { IssueCard } from '@dispatch/shared/issues/views';
import { candidatesOf } from '@dispatch/shared/planning/candidates';
import { namesOf } from '@dispatch/shared/planning/names';
import { rank } from '@dispatch/shared/planning/rank';
import { planOf } from '@dispatch/shared/planning/world';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Asker } from '../../platform/http/route.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Issues } from '../issues/index.ts';
import type { ChangesService, PlanReader, ReadWorld } from '../planning/index.ts';
import { ownOffers, searched } from './dispatching.repo.ts';
import { smallMoves } from './replan.ts';

export interface DispatchingDependencies {
  pool: pg.Pool;
  issues: Pick<Issues, 'command'>;
  reader: PlanReader;
  changes: Pick<ChangesService, 'apply'>;
  organisation(): Promise<Organisation>;
  /** The system's own timers as an asker. */
  system: Asker;
  log: Logger;
}

export interface Dispatcher {
  /** Asks the best for an issue if that is to be done by itself, or takes an own offer back that no longer holds. */
  look(issueId: string): Promise<void>;
  /** Does the small moves that help a day that no longer holds, where that is switched on. */
  mend(): Promise<void>;
  /** The same for everything that waits, or whose offer can no longer be taken up. */
  sweep(): Promise<void>;
}

/** Days are read anew so often when somebody else was faster with one of them. */
const TRIES = 5;
/** Issues looked at by one sweep; the next one goes on. */
const SWEPT = 200;

/** Nobody has it, and no dispatcher has it in hand or is to speak with the household first. */
function isOpen(card: IssueCard, now: number): boolean {
  if (card.status !== 'new' || card.contractorId !== null || (card.waits?.stuckAt ?? null) !== null) return false;
  return claimOf(card, now) === null && !(card.callback && card.callHousehold);
}

/** Of one plan: own offers, and the open issues that somebody could be asked about or that nobody fits. */
function toLookAt(world: ReadWorld, offers: ReadonlySet<string>): string[] {
  const plan = planOf(world);
  const rows = new Map(Array.from(world.contractors, (row) => [row.id, row]));
  return world.cards.flatMap((card) => {
    if (offers.has(card.id)) return card.id;
    if (!isOpen(card, world.now) || modeFor(world.organisation.dispatching, card) !== 'on') return [];
    const { candidates } = rank(plan, card.id);
    return whomToAsk(candidates, plan, rows, card.urgency).kind === 'wait' ? [] : card.id;
  });
}

/**
 * Finds somebody for what comes in, where the organisation has switched that on: the best of the same ranking that
 * operators see is asked, then the next; after so many, or when nobody fits, a dispatcher is told why.
 */
export function dispatcher({
  pool,
  issues,
  reader,
  changes,
  organisation,
  system,
  log,
}: DispatchingDependencies): Dispatcher {
  /** @returns false when somebody was faster. */
  async function command(card: IssueCard, action: Action, input: object): Promise<boolean> {
    try {
      const given = { version: card.version, ...input } as never;
      await issues.command({ who: system, issueId: card.id, action, input: given, key: null, app: 'dispatch' });
      return true;
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  }

  /** @returns false when it has to be looked at again, with days as they are then. */
  async function search(world: ReadWorld, card: IssueCard): Promise<boolean> {
    const rule = ruleFor(world.organisation.dispatching, card);
    if (rule?.mode !== 'on') return true;
    const plan = planOf(world);
    const names = namesOf(world);
    const told = candidatesOf(plan, card.id, world.cards, names);
    const asked = card.plan?.passedBy?.length ?? 0;
    if (asked >= rule.tries) {
      const others = reasonsOf([], told.refusals, names);
      const reason = `${String(asked)} were asked, as many as the rule allows.${others === '' ? '' : `\n${others}`}`;
      return command(card, 'give_up', { reason });
    }
    const rows = new Map(Array.from(world.contractors, (row) => [row.id, row]));
    const asking = whomToAsk(told.candidates, plan, rows, card.urgency);
    switch (asking.kind) {
      // the sweep comes back to it when the shift has begun
      case 'wait':
        return true;
      case 'nobody':
        return command(card, 'give_up', {
          reason: reasonsOf(asking.passedOver, told.refusals, names) || 'There are no contractors.',
        });
      case 'ask': {
        const { contractorId, plannedAt, text } = asking.candidate;
        return command(card, 'offer', { contractorId, plannedAt, day: told.days[contractorId], reason: text });
      }
    }
  }

  /** Takes an own offer back when its contractor can no longer take it up. @returns whether that was done */
  async function withdraw(world: ReadWorld, card: IssueCard): Promise<boolean> {
    const plan = planOf(world);
    const names = namesOf(world);
    const told = candidatesOf(plan, card.id, world.cards, names);
    const holder = told.candidates.filter(({ contractorId }) => contractorId === card.contractorId);
    const rows = new Map(Array.from(world.contractors, (row) => [row.id, row]));
    const asking = whomToAsk(holder, plan, rows, card.urgency);
    if (asking.kind === 'ask') return false;
    const refusals = told.refusals.filter(({ contractorId }) => contractorId === card.contractorId);
    const reason =
      reasonsOf(asking.passedOver, refusals, names).slice(0, 500) || 'The offer can no longer be taken up.';
    return command(card, 'withdraw', { reason });
  }

  async function look(issueId: string): Promise<void> {
    for (let tries = 0; tries < TRIES; tries++) {
      const world = await reader.read({ issueIds: [issueId] });
      const card = world.cards.find(({ id }) => id === issueId);
      if (card?.status !== 'new') return;
      if (card.stage === 'offered') {
        const [own] = await ownOffers(pool, issueId);
        if (!own || own.version !== card.version || !(await withdraw(world, card))) return;
      } else {
        if (!isOpen(card, world.now) || (await search(world, card))) return;
      }
    }
    log.warn({ issue: issueId }, 'an issue changed too often to be dispatched; the next sweep looks again');
  }

  async function repair(): Promise<void> {
    if ((await organisation()).dispatching.replan !== 'on') return;
    const change = smallMoves(await reader.read());
    if (!change) return;
    try {
      await changes.apply({ who: system, change, key: randomBytes(16).toString('hex'), app: 'dispatch' });
      log.info({ moves: change.commands.length }, 'days that no longer held were mended');
    } catch (error) {
      // somebody was faster: what is still broken then is seen by the next look
      if (!(error instanceof Refusal)) throw error;
    }
  }

  return {
    look,
    mend: repair,
    async sweep() {
      await repair();
      const { dispatching } = await organisation();
      if (!dispatching.rules.some(({ mode }) => mode === 'on')) return;
      const [open, offers] = await Promise.all([searched(pool, SWEPT), ownOffers(pool, null)]);
      if (open.length + offers.length === 0) return;
      const world = await reader.read({ issueIds: open });
      const due = toLookAt(world, new Set(offers.map(({ issueId }) => issueId)));
      for (const id of due)
        try {
          await look(id);
        } catch (error) {
          // one that cannot be dispatched must not keep the others waiting
          log.error({ err: error, issue: id }, 'an issue could not be dispatched');
        }
    },
  };
}

import { uuidv7 } from '@dispatch/shared/ids/uuid';
import { isAbsence } from '@dispatch/shared/shifts/schedule';
import type { Decision, NewException, NewSchedule, StockCount } from '@dispatch/shared/shifts/schema';
import type { Knex } from 'knex';
import { changeReference, type ReferenceWriter } from '../../platform/feed/reference-change.ts';
import type { Asker } from '../../platform/http/route.ts';
import { invalidField, Refusal } from '../../platform/refusal.ts';
import { mayChangeShifts, mayDecide, mayTakeBack } from './shifts.policy.ts';
import * as repo from './shifts.repo.ts';

export interface ShiftsDependencies extends ReferenceWriter {
  /** Unix ms. */
  clock(): number;
  /** Contractors as JSON text of an array, as every screen gets them. */
  contractorsText(ids: readonly string[]): Promise<string>;
}

/** Rows are JSON text of the shape Contractor. */
export interface Shifts {
  /** @throws Refusal not_found, not_allowed, stale_record when another pattern than was seen is there. */
  setSchedule(who: Asker, contractorId: string, input: NewSchedule): Promise<string>;
  /**
   * A stretch that is otherwise. What contractors enter for themselves is asked for, apart from being sick; what others
   * enter for them is approved. Whoever is absent now is off duty with it.
   *
   * @throws Refusal not_found, not_allowed, no_such_contractor, invalid (until).
   */
  addException(who: Asker, contractorId: string, input: NewException): Promise<string>;
  /** @throws Refusal not_found, not_allowed, sickness_counts, over_already, stale_record. */
  decide(who: Asker, contractorId: string, exceptionId: string, input: Decision): Promise<string>;
  /** What has begun ends now; what has not is gone. @throws Refusal not_found, not_allowed, over_already. */
  takeBack(who: Asker, contractorId: string, exceptionId: string): Promise<string>;
  /** @throws Refusal not_found, not_allowed. */
  count(who: Asker, contractorId: string, input: StockCount): Promise<string>;
  /** What waits for this asker's decision, oldest first, as JSON text of AskedException[]. */
  asked(who: Asker): Promise<string>;
}

/** Most exceptions of one contractor that are not over. */
const MOST = 200;

export function shiftsService(deps: ShiftsDependencies): Shifts {
  /** Changes one contractor under its lock. */
  async function change(
    who: Asker,
    contractorId: string,
    write: (trx: Knex.Transaction, owner: repo.ShiftOwner) => Promise<void>,
  ): Promise<string> {
    await changeReference(deps, { noun: 'contractor', id: contractorId, actor: who }, async (trx) => {
      const owner = await repo.lockOwner(trx, contractorId);
      if (!owner) throw new Refusal('not_found');
      await write(trx, owner);
    });
    return (await deps.contractorsText([contractorId])).slice(1, -1);
  }
  const own = (who: Asker, contractorId: string): void => {
    if (!mayChangeShifts(who, contractorId)) throw new Refusal('not_allowed');
  };
  const leave = async (trx: Knex, contractorId: string, { from, until }: { from: number; until: number }) => {
    const now = deps.clock();
    if (from <= now && now < until) await repo.switchOffDuty(trx, contractorId, now);
  };

  return {
    async setSchedule(who, contractorId, { pattern, seen }) {
      own(who, contractorId);
      return change(who, contractorId, async (trx) => {
        if (!(await repo.savePattern(trx, contractorId, pattern, seen ?? null))) throw new Refusal('stale_record');
      });
    },
    async addException(who, contractorId, input) {
      own(who, contractorId);
      return change(who, contractorId, async (trx, owner) => {
        if (!owner.active) throw new Refusal('no_such_contractor');
        const at = deps.clock();
        if (input.until <= at) throw invalidField('until', 'past', 'It must end in the future.');
        if ((await repo.exceptionsAhead(trx, contractorId, at)) >= MOST)
          throw invalidField('from', 'too_many', `At most ${String(MOST)} that are not over.`);
        const approved = input.kind === 'sick' || mayDecide(who, contractorId, owner.leadUserId);
        await repo.insertException(trx, {
          id: uuidv7(),
          contractorId,
          kind: input.kind,
          from: input.from,
          until: input.until,
          state: approved ? 'approved' : 'asked',
          note: input.note ?? null,
          by: who.userId ?? null,
          at,
        });
        if (approved && isAbsence(input)) await leave(trx, contractorId, input);
      });
    },
    async decide(who, contractorId, exceptionId, { state, seen }) {
      return change(who, contractorId, async (trx, owner) => {
        if (!mayDecide(who, contractorId, owner.leadUserId)) throw new Refusal('not_allowed');
        const one = await repo.exceptionOf(trx, contractorId, exceptionId);
        if (!one) throw new Refusal('not_found');
        if (one.kind === 'sick') throw new Refusal('sickness_counts');
        if (seen !== undefined && seen !== one.state) throw new Refusal('stale_record');
        if (one.until <= deps.clock()) throw new Refusal('over_already');
        await repo.setState(trx, exceptionId, state, who.userId ?? null, deps.clock());
        if (state === 'approved' && isAbsence(one)) await leave(trx, contractorId, one);
      });
    },
    async takeBack(who, contractorId, exceptionId) {
      return change(who, contractorId, async (trx, owner) => {
        const one = await repo.exceptionOf(trx, contractorId, exceptionId);
        if (!one) throw new Refusal(mayChangeShifts(who, contractorId) ? 'not_found' : 'not_allowed');
        if (!mayTakeBack(who, contractorId, owner.leadUserId, one)) throw new Refusal('not_allowed');
        const now = deps.clock();
        if (one.until <= now) throw new Refusal('over_already');
        if (one.from < now && one.state === 'approved') await repo.endAt(trx, exceptionId, now);
        else await repo.setState(trx, exceptionId, 'taken_back', who.userId ?? null, now);
      });
    },
    async count(who, contractorId, { part, pieces }) {
      own(who, contractorId);
      return change(who, contractorId, (trx) => repo.saveStock(trx, contractorId, part, pieces));
    },
    asked: (who) =>
      repo.askedOf(
        deps.database.pool,
        who.ability.can('manage', 'issue') ? null : (who.userId ?? NOBODY),
        deps.clock(),
      ),
  };
}

/** An id that nothing has. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

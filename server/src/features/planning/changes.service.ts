/** Change sets: commands for many issues that are applied, and undone, as one. */
import type { ChangeSet, ChangeSummary } from '@dispatch/shared/planning/change-set';
import type { NewChange } from '@dispatch/shared/planning/change-set.schema';
import { COMMANDS } from '@dispatch/shared/issues/schema';
import { isUniqueViolation, type Database } from '../../platform/database/database.ts';
import { hashOf } from '../../platform/database/idempotency.ts';
import type { Asker } from '../../platform/http/route.ts';
import { validate } from '../../platform/http/validate.ts';
import { Refusal } from '../../platform/refusal.ts';
import { keyOwner, type BatchCommand, type Issues } from '../issues/index.ts';
import * as repo from './changes.repo.ts';

export interface ChangesDependencies {
  database: Database;
  issues: Pick<Issues, 'batch' | 'batchOfWhatCan' | 'idFrom'>;
  /** Unix ms. */
  clock(): number;
}

/** A change set on its way in. */
export interface AskedChange {
  who: Asker;
  change: NewChange;
  key: string;
  app: string;
  summary?: ChangeSummary;
}

export interface ChangesService {
  /**
   * Applies all of it or nothing; sent again, it is answered by what it did the first time.
   *
   * @throws Refusal change_refused with every command that stands in the way, day_changed, invalid, key_reused.
   */
  apply(asked: AskedChange): Promise<ChangeSet>;
  /**
   * Takes back each of its jobs to which nothing else has happened since, and names the others; once.
   *
   * @throws Refusal not_found, already_undone.
   */
  undo(who: Asker, id: string, key: string, app: string): Promise<ChangeSet>;
  /** The latest first. */
  list(): Promise<ChangeSet[]>;
}

/** So many change sets are shown. */
const SHOWN = 50;

/** It has been done before: nothing is left to do. */
class DoneBefore extends Error {}

export function changesService({ database, issues, clock }: ChangesDependencies): ChangesService {
  const { pool } = database;

  async function read(id: string): Promise<repo.StoredChange> {
    const stored = await repo.changeOf(pool, id);
    if (!stored) throw new Refusal('not_found');
    return stored;
  }

  return {
    list: () => repo.latestChanges(pool, SHOWN),

    async apply({ who, change, key, app, summary }) {
      const { id, kind, days } = change;
      const actor = keyOwner(who);
      const hash = hashOf('plan change', id, { kind, days, commands: change.commands });
      const commands = commandsOf(change);
      const row = { id, kind, at: clock(), actor, actorKind: who.kind, actorId: who.userId ?? null, app, key, hash };
      try {
        await issues.batch({
          who,
          commands,
          key,
          app,
          days,
          async before(client) {
            if (!(await repo.insertChange(client, { ...row, summary: summary ?? null }))) throw new DoneBefore();
          },
          async after(client, answers, contractors) {
            const jobs = change.commands.flatMap(({ id: job, action }, index) => {
              const answer = answers[index];
              return answer && 'done' in answer ? [{ id: job, action, version: answer.done.version }] : [];
            });
            await repo.setJobs(client, id, jobs, contractors);
          },
        });
      } catch (error) {
        if (isUniqueViolation(error) && error.constraint === 'plan_changes_actor_key') throw new Refusal('key_reused');
        if (!(error instanceof DoneBefore)) throw error;
        const before = await read(id);
        if (before.actor !== actor || before.hash !== hash) throw new Refusal('key_reused');
      }
      return (await read(id)).change;
    },

    async undo(who, id, key, app) {
      const { change, contractors } = await read(id);
      const commands = change.jobs.map((job): BatchCommand => ({
        issueId: job.id,
        action: 'undo',
        input: { version: job.version },
      }));
      try {
        await issues.batchOfWhatCan({
          who,
          commands,
          key,
          app,
          contractors,
          lateUndo: true,
          async before(client) {
            const { undone, undoKey } = await repo.lockChange(client, id);
            if (!undone) return;
            if (undoKey === key) throw new DoneBefore();
            throw new Refusal('already_undone');
          },
          async after(client, answers) {
            const undone = answers.flatMap((answer) => ('done' in answer ? [answer.issueId] : []));
            const left = answers.flatMap((answer) =>
              'refusal' in answer ? [{ id: answer.issueId, problem: answer.refusal.toProblem() }] : [],
            );
            await repo.setUndone(client, id, { at: clock(), by: who.userId ?? null, key, undone, left });
          },
        });
      } catch (error) {
        if (!(error instanceof DoneBefore)) throw error;
      }
      return (await read(id)).change;
    },
  };
}

/** @throws Refusal invalid, each fault named with the command it is in. */
function commandsOf({ commands }: NewChange): BatchCommand[] {
  const faults: NonNullable<Refusal['fields']> = [];
  const read = commands.flatMap(({ id, action, input }, index): BatchCommand[] => {
    const at = `commands.${String(index)}.input`;
    if ('day' in input)
      faults.push({ field: `${at}.day`, code: 'unknown_field', reason: 'Days stand beside the commands.' });
    try {
      return [{ issueId: id, action, input: validate(COMMANDS[action], input) }];
    } catch (error) {
      if (!(error instanceof Refusal) || !error.fields) throw error;
      for (const fault of error.fields) faults.push({ ...fault, field: `${at}.${fault.field}` });
      return [];
    }
  });
  if (faults.length > 0) throw new Refusal('invalid', { fields: faults });
  return read;
}

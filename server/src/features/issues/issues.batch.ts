/** Many commands as one: in one transaction, each as it would be done alone. */
import { createHash } from 'node:crypto';
import type { DayChanged, RefusedCommand } from '@dispatch/shared/errors';
import type { Action } from '@dispatch/shared/issues/lifecycle';
import type { Commands } from '@dispatch/shared/issues/schema';
import { uuidv7 } from '@dispatch/shared/ids/uuid';
import type pg from 'pg';
import { underOneKey } from '../../platform/database/idempotency.ts';
import { inTransaction } from '../../platform/database/transaction.ts';
import type { Asker } from '../../platform/http/route.ts';
import { invalidField, Refusal } from '../../platform/refusal.ts';
import { changedDay, lockDay } from './issues.day.ts';
import { lockAll } from './issues.joins.repo.ts';
import { naming } from './issues.named.ts';
import { aroundOf, change, type Around, type Done } from './issues.service.ts';
import type { IssueWorld } from './issues.world.ts';

/** What may come in a batch: commands that touch their own issue and no other. */
export type BatchAction = 'assign' | 'offer' | 'reassign' | 'plan' | 'pin' | 'withdraw' | 'undo';

export interface BatchCommand<A extends BatchAction = BatchAction> {
  issueId: string;
  action: A;
  /** Has passed the action's schema. */
  input: Commands[A];
}

export interface Batch {
  who: Asker;
  /** One for each issue. */
  commands: readonly BatchCommand[];
  /** 32 hexadecimal digits; each command's own key is made of it. */
  key: string;
  app: string;
  /** The days it was decided on: contractor to stamp (planning/day-stamp.ts). */
  days?: Readonly<Record<string, string>>;
  /** Contractors whose days it may touch besides those that the commands, the days and the issues name. */
  contractors?: readonly string[];
  /** Undo what came as one with others, also after the undo time. */
  lateUndo?: boolean;
  /** What belongs to the same transaction: before anything is locked, and after all commands are done. */
  before?(client: pg.PoolClient): Promise<void>;
  /** @param contractors all whose days were locked. */
  after?(client: pg.PoolClient, answers: readonly BatchAnswer[], contractors: readonly string[]): Promise<void>;
}

/** The answer to one of the commands. */
export type BatchAnswer = { issueId: string } & ({ done: Done } | { refusal: Refusal });

/** Commands on their way at the same time, so that the database need not wait for each answer. */
const AT_ONCE = 8;

/**
 * All commands or none: each has its rule, conflict check, event and key as if it had come alone, after all rows have
 * been locked in id order.
 *
 * @throws Refusal change_refused with every command that could not be done and every day that has changed; nothing is
 * written then.
 */
export async function batch(world: IssueWorld, asked: Batch): Promise<Done[]> {
  const answers = await together(world, asked, (refused) => {
    throw refused;
  });
  return answers.flatMap((answer) => ('done' in answer ? [answer.done] : []));
}

/** What can be done of the commands, in one transaction; the others are answered by their refusals. */
export function batchOfWhatCan(world: IssueWorld, asked: Batch): Promise<BatchAnswer[]> {
  return together(world, asked, () => undefined);
}

async function together(world: IssueWorld, asked: Batch, refuse: (refusal: Refusal) => void): Promise<BatchAnswer[]> {
  const { commands } = asked;
  const ids = commands.map(({ issueId }) => issueId);
  const twice = ids.findIndex((id, index) => ids.indexOf(id) !== index);
  if (twice >= 0) throw invalidField(`commands.${String(twice)}.id`, 'twice', 'An issue has one command at most.');
  const around = await aroundOf(world);
  const answers = await underOneKey(() =>
    inTransaction(world.database.pool, async (client) => {
      await asked.before?.(client);
      const holders = await lockAll(client, ids);
      const contractors = contractorsOf(asked, holders);
      for (const id of contractors) await lockDay(client, id);
      // Before the commands change them.
      const days = await daysChanged(client, asked.days ?? {});
      const all = await answersOf(world, client, asked, around);
      const refused = all.flatMap((answer) => ('refusal' in answer ? [answer] : []));
      if (refused.length > 0 || days.length > 0) refuse(refusalOf(refused, days));
      await asked.after?.(client, all, contractors);
      return all;
    }),
  );
  world.committed();
  return answers;
}

/** Everyone whose day it touches, in the order in which days are locked. */
function contractorsOf({ commands, days = {}, contractors = [] }: Batch, holders: readonly string[]): string[] {
  const named = commands.flatMap(({ input }) => ('contractorId' in input ? [input.contractorId] : []));
  return [...new Set([...Object.keys(days), ...contractors, ...named, ...holders])].sort();
}

async function daysChanged(client: pg.PoolClient, days: Readonly<Record<string, string>>): Promise<DayChanged[]> {
  const changed: DayChanged[] = [];
  for (const [contractorId, stamp] of Object.entries(days)) {
    const day = await changedDay(client, contractorId, stamp);
    if (day) changed.push(day);
  }
  return changed;
}

async function answersOf(
  world: IssueWorld,
  client: pg.PoolClient,
  { who, commands, key, app, lateUndo = false }: Batch,
  around: Around,
): Promise<BatchAnswer[]> {
  const answers: BatchAnswer[] = [];
  for (let from = 0; from < commands.length; from += AT_ONCE) {
    const group = commands.slice(from, from + AT_ONCE);
    // Each is waited for: what is still under way must not reach the connection after its transaction has ended.
    const settled = await Promise.allSettled(
      group.map(({ issueId, action, input }) =>
        naming(input, async () => {
          const context = { ...around.context, newAssignmentId: uuidv7() };
          const one = { who, issueId, action: action as Action, input, key: keyOf(key, issueId), app };
          const { last } = await change(world, client, one, { ...around, context }, { locked: true, lateUndo });
          return last;
        }),
      ),
    );
    const failures = settled.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    // PostgreSQL has ended the transaction: whatever came after the first failure is only its echo.
    const failure = failures.find((reason) => !(reason instanceof Refusal) && !isEcho(reason));
    if (failure !== undefined) throw failure as Error;
    for (const [index, result] of settled.entries()) {
      const { issueId } = group[index]!;
      answers.push(
        result.status === 'fulfilled'
          ? { issueId, done: result.value }
          : { issueId, refusal: result.reason as Refusal },
      );
    }
  }
  return answers;
}

function isEcho(reason: unknown): boolean {
  return reason instanceof Error && (reason as { code?: unknown }).code === '25P02';
}

/** The key of one of the commands. */
function keyOf(key: string, issueId: string): string {
  return createHash('sha256').update(`${key}/${issueId}`).digest('hex').slice(0, 32);
}

function refusalOf(refused: readonly { issueId: string; refusal: Refusal }[], days: DayChanged[]): Refusal {
  const commands: RefusedCommand[] = refused.map(({ issueId, refusal }) => ({
    id: issueId,
    problem: refusal.toProblem(),
  }));
  return new Refusal('change_refused', { commands, days });
}

/** Many commands of one request: each runs as if it had come alone, and each has an answer of its own. */
import { ERRORS, type Problem } from '@dispatch/shared/errors';
import type { BulkCommand, BulkResult } from '@dispatch/shared/issues/bulk';
import type { Logger } from 'pino';
import type { Asker } from '../../platform/http/route.ts';
import { Refusal } from '../../platform/refusal.ts';

/** Issues worked on at the same time: enough to keep the database busy, few enough to leave it to the others too. */
const AT_ONCE = 4;

export interface Bulk {
  who: Asker;
  commands: readonly BulkCommand[];
  app: string;
  log: Logger;
}

/**
 * Runs the commands, those about one issue one after the other in the order given, so that a later one may come after
 * an earlier one. None waits for another's success, none is undone by another's failure.
 *
 * @param run one command as the single door does it; what it throws is that command's answer
 * @returns one result for each command, in the order given
 */
export async function runBulk(
  { who, commands, app, log }: Bulk,
  run: (one: { who: Asker; command: BulkCommand; app: string }) => Promise<object>,
): Promise<BulkResult[]> {
  const results = new Array<BulkResult>(commands.length);
  const queues = new Map<string, number[]>();
  for (const [index, { id }] of commands.entries()) {
    const queue = queues.get(id);
    if (queue) queue.push(index);
    else queues.set(id, [index]);
  }
  const waiting = queues.values();
  const work = async (): Promise<void> => {
    // The iterator is shared: each worker takes the next issue that nobody has.
    for (const queue of waiting)
      for (const index of queue) {
        const command = commands[index];
        if (command) results[index] = await resultOf(command, () => run({ who, command, app }), log);
      }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
}

async function resultOf({ id, key }: BulkCommand, run: () => Promise<object>, log: Logger): Promise<BulkResult> {
  try {
    return { id, key, outcome: 'done', ...((await run()) as { version: number; rev: number }) };
  } catch (error) {
    if (!(error instanceof Refusal)) log.error({ err: error }, 'a command of a bulk request failed');
    const problem = (error instanceof Refusal ? error : new Refusal('unexpected')).toProblem();
    return { id, key, outcome: outcomeOf(problem), problem };
  }
}

function outcomeOf(problem: Problem): 'conflict' | 'refused' | 'invalid' | 'unanswered' {
  if (ERRORS[problem.code].status >= 500) return 'unanswered';
  if (problem.conflict) return 'conflict';
  return problem.fields ? 'invalid' : 'refused';
}

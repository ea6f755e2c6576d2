/**
 * What is sent in one moment goes together: commands on many issues, and those that waited for the network, become one
 * request each (rule C9 in docs/protocol.md). Each still has its own key and its own answer.
 */
import { MOST_IN_BULK, type BulkAnswer, type BulkResult } from '@dispatch/shared/issues/bulk';
import type { BulkCommands } from '@dispatch/shared/issues/bulk.schema';
import type { Problem } from '@dispatch/shared/errors';
import type { Answer } from '../lib/api.ts';
import { bodyOf, type Command, type Done } from './pending-commands.ts';
import { soon, type Schedule } from './timer.ts';

export interface BatchOptions {
  /** POST /issues/:id/:action, for one that is alone. */
  readonly one: (command: Command) => Promise<Answer<Done>>;
  /** POST /issues/bulk. */
  readonly many: (body: BulkCommands) => Promise<Answer<BulkAnswer>>;
  readonly schedule?: Schedule;
}

/** The server takes 256 KB; a character is at most three bytes of it. */
const MOST_CHARACTERS = 80_000;
const NO_ANSWER: Answer<Done> = { kind: 'offline', sentence: 'The server has not said what became of it.' };

type Entry = { readonly command: Command; readonly answer: (answer: Answer<Done>) => void };

/** @returns the `send` of PendingCommands. */
export function batched({ one, many, schedule = soon }: BatchOptions): (command: Command) => Promise<Answer<Done>> {
  let waiting: Entry[] = [];

  function flush(): void {
    const entries = waiting;
    waiting = [];
    for (const chunk of chunksOf(entries)) void sendChunk(chunk);
  }

  async function sendChunk(entries: readonly Entry[]): Promise<void> {
    const [first] = entries;
    if (first && entries.length === 1) {
      first.answer(await one(first.command).catch(() => NO_ANSWER));
      return;
    }
    const commands = entries.map(({ command }) => itemOf(command));
    const answer = await many({ commands }).catch((): Answer<BulkAnswer> => ({ kind: 'offline', sentence: '' }));
    if (answer.kind === 'done') {
      const results = new Map(answer.value.results.map((result) => [result.key, result]));
      for (const { command, answer: tell } of entries) tell(answerOf(results.get(command.key)));
    } else for (const { answer: tell } of entries) tell(answer);
  }

  return (command) =>
    new Promise((answer) => {
      waiting.push({ command, answer });
      if (waiting.length === 1) schedule(flush);
    });
}

function itemOf(command: Command): BulkCommands['commands'][number] {
  return { key: command.key, id: command.issueId, action: command.action, input: bodyOf(command) };
}

function chunksOf(entries: readonly Entry[]): Entry[][] {
  const chunks: Entry[][] = [];
  let characters = 0;
  for (const entry of entries) {
    const length = JSON.stringify(itemOf(entry.command)).length;
    const chunk = chunks.at(-1);
    if (chunk && chunk.length < MOST_IN_BULK && characters + length <= MOST_CHARACTERS) chunk.push(entry);
    else {
      chunks.push([entry]);
      characters = 0;
    }
    characters += length;
  }
  return chunks;
}

/** An item's result as the answer the same command would have had alone. */
function answerOf(result: BulkResult | undefined): Answer<Done> {
  if (!result) return NO_ANSWER;
  if (result.outcome === 'done') {
    const { version, rev, card, replayed } = result;
    return {
      kind: 'done',
      status: 200,
      value: { version, rev, ...(card && { card }), ...(replayed && { replayed }) },
    };
  }
  const { problem } = result;
  if (result.outcome === 'unanswered') return { kind: 'offline', sentence: problem.detail };
  return refusalOf(problem);
}

function refusalOf(problem: Problem): Answer<Done> {
  const { conflict, fields } = problem;
  if (conflict) return { kind: 'conflict', problem: { ...problem, conflict } };
  return fields && fields.length > 0 ? { kind: 'invalid', problem, fields } : { kind: 'refused', problem };
}

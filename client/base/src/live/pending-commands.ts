/**
 * Optimism as replay: what a person did and the server has not answered yet is kept as a list of commands and put over
 * the server's cards each time they are read (rules C1 to C7 in docs/protocol.md). Nothing is ever taken back by hand:
 * a refused command leaves the list, and the card is again what the server says it is.
 */
import type { Problem, FieldFault } from '@dispatch/shared/errors';
import {
  NOTE_ACTIONS,
  type Action,
  type MoveActor,
  type MoveRefusal,
  type NoteAction,
} from '@dispatch/shared/issues/lifecycle';
import type { IssueCard } from '@dispatch/shared/issues/views';
import type { Answer } from '../lib/api.ts';
import { newKey } from '../lib/key.ts';
import type { CardSource, IssueStore } from './issue-store.ts';
import { predict, type Rules } from './predict.ts';
import { every as intervals, soon, type Every, type Schedule } from './timer.ts';

export interface Command {
  readonly key: string;
  readonly issueId: string;
  readonly action: Action | NoteAction;
  /** Body without `version` and `after`. */
  readonly input: Readonly<Record<string, unknown>>;
  /** The version it was decided on; absent where `after` stands for it, and for notes. */
  readonly version?: number;
  /** Key of the pending command it was decided upon. */
  readonly after?: string;
  /** When the person did it, Unix ms. */
  readonly at: number;
}

/** What the server says when it has done a command. */
export interface Done {
  readonly version: number;
  readonly rev: number;
  readonly card?: IssueCard;
  readonly replayed?: boolean;
}

export type Conflict = NonNullable<Problem['conflict']>;

/** How a command ended. `refused` by the table before it was sent has no problem but the table's reason. */
export type Outcome =
  | { readonly kind: 'done'; readonly command: Command; readonly done: Done }
  | { readonly kind: 'conflict'; readonly command: Command; readonly conflict: Conflict; readonly problem: Problem }
  | { readonly kind: 'refused'; readonly command: Command; readonly problem: Problem }
  | {
      readonly kind: 'invalid';
      readonly command: Command;
      readonly problem: Problem;
      readonly fields: readonly FieldFault[];
    }
  /** Not sent: the table does not allow it, as far as this screen knows. */
  | { readonly kind: 'impossible'; readonly refusal: MoveRefusal }
  /** Not done because the command it was decided upon was not. */
  | { readonly kind: 'dropped'; readonly command: Command };

export interface PendingOptions {
  readonly store: IssueStore;
  /** Who acts here. */
  readonly actor: MoveActor;
  /** POST /issues/:id/:action. */
  readonly send: (command: Command) => Promise<Answer<Done>>;
  readonly rules?: () => Rules;
  readonly now?: () => number;
  readonly every?: Every;
  readonly schedule?: Schedule;
  readonly key?: () => string;
}

interface Entry {
  readonly command: Command;
  readonly settle: (outcome: Outcome) => void;
  /** The server's card when it was last sent: what an undo of it brings back. */
  before: IssueCard | undefined;
  sending: boolean;
  tries: number;
  /** Not before this moment, Unix ms. */
  retryAt: number;
}

/** Waiting times between tries of a command that got no answer, the last one from then on. Milliseconds (C6). */
const RETRY_AFTER = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000] as const;
const NOTES: ReadonlySet<string> = new Set(NOTE_ACTIONS);

/** The body of a command as the interface takes it. */
export function bodyOf(command: Command): Record<string, unknown> {
  const { input, version, after } = command;
  if (NOTES.has(command.action)) return { ...input };
  return { ...input, ...(after === undefined ? (version === undefined ? {} : { version }) : { after }) };
}

/** Notes are no part of what is undone: they stay as they are now. */
function takenBack(card: IssueCard, before: IssueCard, at: number): IssueCard {
  const { version, rev, comments, callContractor, callHousehold } = card;
  return { ...before, version, rev, comments, callContractor, callHousehold, changedAt: at };
}

export class PendingCommands implements CardSource {
  readonly #options: PendingOptions;
  readonly #now: () => number;
  readonly #schedule: Schedule;
  /** Per issue, in the order they were given. */
  readonly #entries = new Map<string, Entry[]>();
  /** By issue: the latest version a command of this screen led to, and the card as it was before. */
  readonly #undoable = new Map<string, { version: number; before: IssueCard }>();
  readonly #listeners = new Set<(ids: ReadonlySet<string>) => void>();
  #changed = new Set<string>();
  #flushing = false;
  readonly #stops: (() => void)[];

  constructor(options: PendingOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#schedule = options.schedule ?? soon;
    this.#stops = [
      options.store.subscribe((ids) => {
        this.#mark(ids);
      }),
      (options.every ?? intervals)(1_000, () => {
        for (const id of this.#entries.keys()) this.#pump(id);
      }),
    ];
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  /** The server's card with what is pending replayed over it (C3). */
  get(id: string): IssueCard | undefined {
    const card = this.#options.store.get(id);
    const entries = this.#entries.get(id);
    if (!card || !entries) return card;
    return entries.reduce((shown, { command }) => this.#predicted(shown, command) ?? shown, card);
  }

  *values(): IterableIterator<IssueCard> {
    for (const card of this.#options.store.values())
      yield this.#entries.has(card.id) ? (this.get(card.id) ?? card) : card;
  }

  subscribe(listener: (ids: ReadonlySet<string>) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Commands of an issue that have no answer yet. */
  pendingOf(id: string): Command[] {
    return (this.#entries.get(id) ?? []).map(({ command }) => command);
  }

  get count(): number {
    let count = 0;
    for (const entries of this.#entries.values()) count += entries.length;
    return count;
  }

  /** True while a command waits for the network rather than for an answer. */
  isWaiting(id: string): boolean {
    return (this.#entries.get(id) ?? []).some(({ tries }) => tries > 0);
  }

  /**
   * Does something to an issue: shown at once, sent, and settled by the one answer it gets. While there is no network
   * the promise stays open and the command is sent again.
   *
   * @param seen the version the person decided on, where that is not the one shown now (an open dialog)
   */
  run(
    issueId: string,
    action: Action | NoteAction,
    input: Record<string, unknown> = {},
    seen?: number,
  ): Promise<Outcome> {
    const card = this.get(issueId);
    const note = NOTES.has(action);
    const before = this.#entries.get(issueId)?.findLast((entry) => !NOTES.has(entry.command.action));
    const version = seen ?? card?.version;
    const command: Command = {
      key: (this.#options.key ?? newKey)(),
      issueId,
      action,
      input,
      at: this.#now(),
      ...(note ? {} : before ? { after: before.command.key } : version === undefined ? {} : { version }),
    };
    if (card && (seen === undefined || seen === card.version)) {
      const prediction = this.#predict(card, command);
      if ('refusal' in prediction) return Promise.resolve({ kind: 'impossible', refusal: prediction.refusal });
    }
    return new Promise((settle) => {
      const entry: Entry = { command, settle, before: undefined, sending: false, tries: 0, retryAt: 0 };
      const entries = this.#entries.get(issueId);
      if (entries) entries.push(entry);
      else this.#entries.set(issueId, [entry]);
      this.#mark([issueId]);
      this.#pump(issueId);
    });
  }

  /** The network is back: do not wait for the next try. */
  retryNow(): void {
    for (const [id, entries] of this.#entries) {
      for (const entry of entries) entry.retryAt = 0;
      this.#pump(id);
    }
  }

  #predict(card: IssueCard, command: Command): ReturnType<typeof predict> {
    const rules = this.#options.rules?.() ?? { reopenDays: 14 };
    const prediction = predict(card, command.action, command.input, this.#options.actor, rules, command.at);
    if (command.action !== 'undo' || 'refusal' in prediction) return prediction;
    const last = this.#undoable.get(card.id);
    return last?.version === card.version ? { card: takenBack(card, last.before, command.at) } : prediction;
  }

  /** The undo of what this screen has just done can be shown at once too (C3). */
  #remember({ command, before }: Entry, done: Done): void {
    if (before?.version === done.version - 1 && command.action !== 'undo')
      this.#undoable.set(command.issueId, { version: done.version, before });
    else if (!NOTES.has(command.action)) this.#undoable.delete(command.issueId);
  }

  #predicted(card: IssueCard, command: Command): IssueCard | null {
    const prediction = this.#predict(card, command);
    // The server's state has moved on so that it no longer fits; its answer will say what happened.
    return 'card' in prediction ? prediction.card : null;
  }

  /** One command of an issue is on its way at a time (C4). */
  #pump(id: string): void {
    const entry = this.#entries.get(id)?.[0];
    if (!entry || entry.sending || entry.retryAt > this.#now()) return;
    entry.sending = true;
    if (entry.tries === 0) entry.before = this.#options.store.get(id);
    void this.#options
      .send(entry.command)
      .catch((): Answer<Done> => ({ kind: 'offline', sentence: '' }))
      .then((answer) => {
        entry.sending = false;
        this.#answered(entry, answer);
      });
  }

  #answered(entry: Entry, answer: Answer<Done>): void {
    const { command } = entry;
    const id = command.issueId;
    if (answer.kind === 'offline') {
      const wait = RETRY_AFTER[Math.min(entry.tries, RETRY_AFTER.length - 1)] ?? 30_000;
      entry.tries += 1;
      entry.retryAt = this.#now() + Math.max(wait, (answer.retryAfterSeconds ?? 0) * 1_000);
      this.#mark([id]);
      return;
    }
    this.#remove(entry);
    if (answer.kind === 'done') {
      this.#remember(entry, answer.value);
      if (answer.value.card) this.#options.store.settle(answer.value.card);
      this.#mark([id]);
      entry.settle({ kind: 'done', command, done: answer.value });
      this.#pump(id);
      return;
    }
    if (answer.kind === 'conflict') {
      const { conflict } = answer.problem;
      // The answer brings the card as it is now, of the same shape as the socket's.
      if (conflict.card) this.#options.store.settle(conflict.card as IssueCard);
      entry.settle({ kind: 'conflict', command, conflict, problem: answer.problem });
    } else if (answer.kind === 'invalid')
      entry.settle({ kind: 'invalid', command, problem: answer.problem, fields: answer.fields });
    else entry.settle({ kind: 'refused', command, problem: answer.problem });
    this.#dropAfter(command);
    this.#mark([id]);
    this.#pump(id);
  }

  /** What was decided upon a command that was not done is not done either (C5). */
  #dropAfter(command: Command): void {
    const followers = (this.#entries.get(command.issueId) ?? []).filter((entry) => entry.command.after === command.key);
    for (const follower of followers) {
      this.#remove(follower);
      follower.settle({ kind: 'dropped', command: follower.command });
      this.#dropAfter(follower.command);
    }
  }

  #remove(entry: Entry): void {
    const id = entry.command.issueId;
    const rest = (this.#entries.get(id) ?? []).filter((other) => other !== entry);
    if (rest.length === 0) this.#entries.delete(id);
    else this.#entries.set(id, rest);
  }

  #mark(ids: Iterable<string>): void {
    for (const id of ids) this.#changed.add(id);
    if (this.#flushing) return;
    this.#flushing = true;
    this.#schedule(() => {
      this.#flushing = false;
      const changed = this.#changed;
      this.#changed = new Set();
      for (const listener of this.#listeners) listener(changed);
    });
  }
}

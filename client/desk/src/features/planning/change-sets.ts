/** Moves of several issues done as one, and taken back as one: emergencies that make room, moves that help. */
import { api, explainAnswer, type Answer } from '@dispatch/base/lib/api';
import { countOf } from '@dispatch/base/lib/count';
import { newKey } from '@dispatch/base/lib/key';
import { announce } from '@dispatch/base/ui/announcer.svelte.ts';
import { tell, tellUndo } from '@dispatch/base/ui/toast';
import { uuidv7 } from '@dispatch/shared/ids/uuid';
import type { IssueCard } from '@dispatch/shared/issues/views';
import type { ChangeSet } from '@dispatch/shared/planning/change-set';
import type { ChangeKind, NewChange } from '@dispatch/shared/planning/change-set.schema';
import type { Names } from '@dispatch/shared/planning/explain';
import type { Plan } from '@dispatch/shared/planning/plan';
import { daysOf, reviewOf } from '@dispatch/shared/planning/review';
import { toast } from 'svelte-sonner';

/** How long the toast that takes it back stays. Milliseconds. */
const UNDO_MS = 20_000;

export interface ChangeSetsOptions {
  readonly cards: () => Iterable<IssueCard>;
  readonly names: () => Names;
  /** Issues this desk acts on: their changes are told by what it says itself. */
  readonly own: (ids: readonly string[]) => void;
}

export interface Wanted {
  readonly kind: ChangeKind;
  readonly before: Plan;
  /** Descends from it. */
  readonly after: Plan;
  /** What households are told that their visit moves for, after "because". */
  readonly because: string;
  /** An issue that is offered to its contractor and not given. */
  readonly ask?: string;
}

export class ChangeSets {
  readonly #options: ChangeSetsOptions;

  constructor(options: ChangeSetsOptions) {
    this.#options = options;
  }

  /**
   * What leads from one plan to the other, with the versions and days as they are now: to be made when it is shown, so that
   * what changes between the look and the deed is a conflict.
   */
  prepare({ kind, before, after, because, ask }: Wanted): NewChange {
    const cards = new Map(Array.from(this.#options.cards(), (card) => [card.id, card]));
    const moves = reviewOf(before, after, cards, this.#options.names(), because);
    return {
      id: uuidv7(),
      kind,
      commands: moves.map(({ id, action, input }) => ({
        id,
        action: id === ask && action === 'assign' ? 'offer' : action,
        input: { ...input },
      })),
      days: daysOf(moves, cards.values()),
    };
  }

  /** Does all of it or nothing. @param done what is told then @returns whether it was done; why not is told */
  async apply(change: NewChange, done: string): Promise<boolean> {
    if (change.commands.length === 0) {
      tell('Nothing is to be moved any more.');
      return false;
    }
    this.#options.own(change.commands.map(({ id }) => id));
    const answer = await post<ChangeSet>('/plan/changes', change);
    if (answer.kind !== 'done') {
      this.#tellFault(answer);
      return false;
    }
    announce(done);
    tellUndo(done, UNDO_MS, () => void this.undo(answer.value.id));
    return true;
  }

  /** Takes back what nothing else has happened to since; the others are named. */
  async undo(id: string): Promise<void> {
    const answer = await post<ChangeSet>(`/plan/changes/${id}/undo`, {});
    if (answer.kind !== 'done') {
      this.#tellFault(answer);
      return;
    }
    const { undone, left } = answer.value.undo ?? { undone: [], left: [] };
    this.#options.own(undone);
    const job = this.#options.names().job;
    const words =
      left.length === 0
        ? 'All of it is taken back.'
        : `${countOf(undone.length, 'issue')} taken back. Changed since, and left as they are: ${left.map((one) => job(one.id)).join(', ')}.`;
    announce(words);
    tell(words);
  }

  #tellFault(answer: Exclude<Answer<unknown>, { kind: 'done' }>): void {
    const { sentence, next } = explainAnswer(answer);
    const named = 'problem' in answer ? (answer.problem.commands ?? []) : [];
    const { job } = this.#options.names();
    const which = named.map(({ id }) => job(id)).join(', ');
    announce(`${sentence} ${which}`, 'urgent');
    toast.error(sentence, { description: which === '' ? next : `${which}. ${next}`, duration: 10_000 });
  }
}

function post<T>(path: string, body: object): Promise<Answer<T>> {
  return api<T>(path, { method: 'POST', body, idempotencyKey: newKey(), app: 'desk' });
}

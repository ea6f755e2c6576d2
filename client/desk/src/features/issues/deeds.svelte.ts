/**
 * What an operator does to issues: runs a command, tells how it ended, offers to undo it, and opens the dialog for what
 * has to be asked first.
 */
import type { PendingCommands, Outcome, Conflict } from '@dispatch/base/live/pending-commands';
import { announce } from '@dispatch/base/ui/announcer.svelte.ts';
import { countOf } from '@dispatch/base/lib/count';
import { tell, tellUndo } from '@dispatch/base/ui/toast';
import { reasonOf } from '@dispatch/base/features/board/operations';
import { LIFECYCLE, type Action, type NoteAction } from '@dispatch/shared/issues/lifecycle';
import type { IssueCard } from '@dispatch/shared/issues/views';
import { toast } from 'svelte-sonner';
import type { Roster } from '../contractors/roster.svelte.ts';
import { dialogFor, type FactsDialog, type OpenDialog } from './dialogs.ts';
import type { FactDraft } from './fact-draft.svelte.ts';
import { conflictValues, inputOf, type EditField, type TriageField } from './fact-fields.ts';
import { doneWords, faultOf, hasWords } from './outcome-words.ts';
import { placing, type PlaceMode } from './placing.ts';

/** Somebody was faster. */
export interface LostRace {
  readonly wanted: Outcome & { kind: 'conflict' };
  readonly conflict: Conflict;
  readonly card: IssueCard | null;
}

/** The socket may bring a change a little later than the answer does. Milliseconds. */
const OWN_FOR = 3_000;
const UNDOABLE: ReadonlySet<string> = new Set(LIFECYCLE.filter((move) => move.undoable).map((move) => move.action));
export interface DeedsOptions {
  readonly commands: PendingCommands;
  readonly roster: Roster;
  /** The card as shown, also of an issue that is only in the drawer. */
  readonly cardOf: (id: string) => IssueCard | undefined;
}

export class Deeds {
  dialog = $state.raw<OpenDialog | null>(null);
  lost = $state.raw<LostRace | null>(null);
  readonly #options: DeedsOptions;
  /** Undo toasts by issue, taken away when the issue has moved on. */
  readonly #toasts = new Map<string, { version: number; dismiss: () => void }>();
  /** Issues this desk has acted on, and when: their changes are told by the deed itself. */
  readonly #own = new Map<string, number>();
  readonly #stop: () => void;

  constructor(options: DeedsOptions) {
    this.#options = options;
    this.#stop = options.commands.subscribe((ids) => {
      for (const id of ids) {
        const shown = this.#toasts.get(id);
        const version = options.commands.get(id)?.version;
        if (!shown || (version !== undefined && version <= shown.version)) continue;
        shown.dismiss();
        this.#toasts.delete(id);
      }
    });
  }

  stop(): void {
    this.#stop();
  }

  /** True while a command of this desk is under way for the issue, and shortly after. */
  isOwn(id: string): boolean {
    const at = this.#own.get(id);
    return this.#options.commands.pendingOf(id).length > 0 || (at !== undefined && Date.now() - at < OWN_FOR);
  }

  /** A button or its key: does it, or asks for what it needs. */
  start(card: IssueCard, { action, label }: { action: Action; label: string }): void {
    const dialog = dialogFor(card, action, label);
    if (dialog) this.dialog = dialog;
    else void this.do(card.id, action);
  }

  /**
   * Runs a command and tells how it ended.
   *
   * @param seen the version it was decided on, when a dialog has been open meanwhile
   * @returns true when the server has done it
   */
  async do(
    id: string,
    action: Action | NoteAction,
    input: Record<string, unknown> = {},
    seen?: number,
  ): Promise<boolean> {
    const card = this.#options.cardOf(id);
    const outcome = await this.#options.commands.run(
      id,
      action,
      input,
      seen ?? this.#options.commands.get(id)?.version ?? card?.version,
    );
    this.#tell(id, action, outcome, card);
    return outcome.kind === 'done';
  }

  /**
   * Puts an issue into a contractor's hands: asks it, or assigns on its behalf.
   *
   * @param seen the version it was decided on
   * @param planned where in the contractor's day, and the day as it was looked at
   */
  async place(
    id: string,
    contractorId: string,
    mode: PlaceMode,
    seen?: number,
    planned: { readonly plannedAt?: number; readonly day?: string } = {},
  ): Promise<boolean> {
    const card = this.#options.cardOf(id);
    if (!card) return false;
    const steps = placing(card, contractorId, mode);
    if (steps === 'has') {
      tell(hasWords(this.#name(contractorId), card), { id: `same:${id}` });
      return false;
    }
    const version = seen ?? card.version;
    const outcomes = await Promise.all(
      steps.map(({ action, input }, i) =>
        this.#options.commands.run(
          id,
          action,
          { ...input, ...('contractorId' in input && planned) },
          i === 0 ? version : undefined,
        ),
      ),
    );
    const at = outcomes.findIndex(({ kind }) => kind !== 'done');
    const told = at < 0 ? outcomes.length - 1 : at;
    const [outcome, step] = [outcomes[told], steps[told]];
    // Who was asked before is asked again by an undo: that of the last command alone would leave nobody asked.
    const asked = steps.length > 1 ? card.contractorId : null;
    const back = asked === null ? undefined : (after: number) => void this.place(id, asked, 'offer', after);
    if (outcome && step) this.#tell(id, step.action, outcome, card, back);
    return at < 0;
  }

  /**
   * Saves what a draft has changed. What only one side changed merges by itself; where both changed a field, the draft's
   * dialog opens again with the choice, with all that was typed.
   *
   * @param dialog the dialog that shows the draft
   */
  async saveFacts(dialog: FactsDialog): Promise<boolean> {
    const { id, ref } = dialog.card;
    // Either has only some of the fields; what is done with them is the same.
    const draft = dialog.draft as unknown as FactDraft<EditField | TriageField>;
    const before = this.#options.cardOf(id);
    // Of any facts, also those this dialog does not show.
    const met = new Set<string>();
    const end = await draft.save(
      async (changed, version) => {
        const card = this.#options.cardOf(id);
        // Assigned in the meantime it is triaged already: what was decided is an edit then.
        const action = dialog.kind === 'triage' && (card?.status ?? 'new') === 'new' ? 'triage' : 'edit';
        const outcome = await this.#options.commands.run(id, action, inputOf(changed), version);
        if (outcome.kind !== 'conflict') this.#tell(id, action, outcome, before);
        else for (const { by } of outcome.conflict.fields ?? []) met.add(by ?? 'Someone');
        return outcome;
      },
      (fields) => conflictValues(this.#options.cardOf(id))(fields),
    );
    if (end === 'done' && met.size > 0) {
      const by = [...met].join(' and ');
      tell(`${ref}: saved together with what ${by} changed meanwhile.`, { id: `merged:${id}` });
      announce(`${ref}: saved together with what ${by} changed meanwhile.`);
    }
    if (end === 'choose') this.#reopen({ ...dialog, card: this.#options.cardOf(id) ?? dialog.card });
    return end === 'done';
  }

  /** Opens a dialog again whose fields need a choice; not over another one that may hold somebody's words. */
  #reopen(dialog: OpenDialog & { readonly card: IssueCard }): void {
    const words = `${dialog.card.ref}: somebody changed the same fields. Nothing you typed is lost.`;
    announce(words, 'urgent');
    if (this.dialog === null) this.dialog = dialog;
    else
      toast(words, {
        id: `choose:${dialog.card.id}`,
        duration: Infinity,
        action: {
          label: 'Choose',
          onClick: () => {
            this.dialog = dialog;
          },
        },
      });
  }

  /** Exchanges the contractors of two issues; undone by doing it once more. */
  async swap(id: string, withCard: IssueCard, seen: number): Promise<boolean> {
    const card = this.#options.cardOf(id);
    const { commands } = this.#options;
    const outcome = await commands.run(id, 'swap', { with: withCard.id, withVersion: withCard.version }, seen);
    this.#own.set(withCard.id, Date.now());
    if (outcome.kind !== 'done') {
      this.#tell(id, 'swap', outcome, card);
      return false;
    }
    this.#own.set(id, Date.now());
    const words = `${card?.ref ?? 'The issue'} and ${withCard.ref}: contractors swapped.`;
    announce(words);
    const after = outcome.done.version;
    const ms = (this.#options.roster.organisation?.undoSeconds ?? 20) * 1_000;
    const dismiss = tellUndo(words, ms, () => {
      void this.#options.commands
        .run(id, 'swap', { with: withCard.id, withVersion: withCard.version + 1 }, after)
        .then((back) => {
          if (back.kind === 'done') announce('Swapped back.');
          else this.#tell(id, 'swap', back, card);
        });
    });
    this.#toasts.set(id, { version: after, dismiss });
    return true;
  }

  /**
   * Merges several reports into one issue, each with its own answer, and offers to undo those that were done.
   *
   * @returns what became of each, in words, in the order given
   */
  async mergeInto(
    reports: readonly IssueCard[],
    into: IssueCard,
  ): Promise<{ card: IssueCard; fault: string | null }[]> {
    const { commands } = this.#options;
    const ends = await Promise.all(
      reports.map(async (card) => {
        this.#own.set(card.id, Date.now());
        const outcome = await commands.run(card.id, 'merge', { into: into.id }, card.version);
        return { card, outcome };
      }),
    );
    const done = ends.flatMap(({ card, outcome }) =>
      outcome.kind === 'done' ? [{ id: card.id, version: outcome.done.version }] : [],
    );
    if (done.length > 0) {
      const words = `${countOf(done.length, 'report')} merged into ${into.ref}.`;
      announce(words);
      tellUndo(words, (this.#options.roster.organisation?.undoSeconds ?? 20) * 1_000, () => {
        for (const { id, version } of done) void this.undo(id, version);
      });
    }
    return ends.map(({ card, outcome }) => ({ card, fault: faultOf(outcome, card) }));
  }

  async undo(id: string, version: number): Promise<void> {
    await this.do(id, 'undo', {}, version);
  }

  /** Something is being filed here: resolves once its issue, if there is one, is known as this desk's own. */
  filing: Promise<void> | null = null;

  /** Files under way are told by who filed: the board hears of the issue before or after the answer. */
  async file<Filed extends { id: string }>(run: () => Promise<Filed | null>): Promise<Filed | null> {
    const answer = run();
    const known = answer.then(
      (filed) => {
        if (filed) this.own([filed.id]);
      },
      () => undefined,
    );
    this.filing = known;
    void known.then(() => {
      if (this.filing === known) this.filing = null;
    });
    await known;
    return answer;
  }

  /** These are this desk's doing: their changes are told by who did it. */
  own(ids: Iterable<string>): void {
    const now = Date.now();
    for (const id of ids) this.#own.set(id, now);
  }

  /** @param back undoes it, given the version it led to; else the command is undone */
  #tell(
    id: string,
    action: Action | NoteAction,
    outcome: Outcome,
    before: IssueCard | undefined,
    back = (version: number): void => void this.undo(id, version),
  ): void {
    const ref = before?.ref ?? 'The issue';
    this.#own.set(id, Date.now());
    switch (outcome.kind) {
      case 'done': {
        const card = outcome.done.card ?? this.#options.cardOf(id);
        const words = doneWords(ref, action, card, (contractor) => this.#name(contractor));
        if (!UNDOABLE.has(action)) announce(words);
        else this.#offerUndo(id, outcome.done.version, words, back);
        break;
      }
      case 'conflict':
        this.lost = {
          wanted: outcome,
          conflict: outcome.conflict,
          card: (outcome.conflict.card as IssueCard | null) ?? null,
        };
        break;
      case 'refused':
      case 'invalid':
        toast.error(`${ref}: ${outcome.problem.detail}`, { description: outcome.problem.next, duration: 10_000 });
        announce(`${outcome.problem.detail} ${outcome.problem.next}`, 'urgent');
        break;
      case 'impossible': {
        const reason = before ? reasonOf(outcome.refusal, before) : 'That is not possible now.';
        toast.error(`${ref}: ${reason}`);
        announce(reason, 'urgent');
        break;
      }
      case 'dropped':
        break;
    }
  }

  #offerUndo(id: string, version: number, words: string, back: (version: number) => void): void {
    announce(words);
    this.#toasts.get(id)?.dismiss();
    const ms = (this.#options.roster.organisation?.undoSeconds ?? 20) * 1_000;
    const dismiss = tellUndo(words, ms, () => {
      back(version);
    });
    this.#toasts.set(id, { version, dismiss });
  }

  #name(contractorId: string): string {
    return this.#options.roster.nameOf(contractorId) ?? 'someone';
  }
}

/**
 * What an operator is changing about an issue while others may change the same issue: three values of each field, mine,
 * theirs and what it was. Fields that only one side changed merge by themselves; one that both changed waits for a choice.
 */
import type { Conflict, Outcome } from '@dispatch/base/live/pending-commands';

/** A field that somebody else changed while the draft was open. */
export interface Theirs {
  readonly was: string;
  readonly now: string;
  readonly by: string;
  /** Unix ms. */
  readonly at: number;
}

/** Who changed a field last, as far as the screen knows. */
export type WhoChanged<F extends string> = (field: F) => { by: string; at: number };

export type Values<F extends string> = Record<F, string>;

/** A conflict that no choice of fields can end is tried again this often. */
const TRIES = 4;

export class FactDraft<F extends string> {
  /** What the controls hold. */
  mine = $state() as Values<F>;
  /** Fields that others have changed since the draft began. */
  theirs = $state.raw<Partial<Record<F, Theirs>>>({});
  /** What was chosen for fields that both changed. */
  choices = $state<{ [K in F]?: 'mine' | 'theirs' | undefined }>({});
  /** The choices are shown instead of the controls. */
  choosing = $state(false);
  /** Names the field that has the focus: what stands in it is not changed under the person's hands. */
  focused: F | null = null;
  /** The version that `theirs` is told up to. */
  version: number;
  #base: Values<F>;
  readonly #fields: readonly F[];

  constructor(version: number, values: Values<F>) {
    this.version = version;
    this.#base = { ...values };
    this.#fields = Object.keys(values) as F[];
    this.mine = { ...values };
  }

  /** Fields that both sides changed, each to something else. */
  get clashes(): F[] {
    return this.#fields.filter((field) => this.isClash(field));
  }

  isClash(field: F): boolean {
    const theirs = this.theirs[field];
    const mine = this.mine[field];
    return (
      theirs !== undefined && theirs.now !== this.#base[field] && mine !== this.#base[field] && mine !== theirs.now
    );
  }

  /** Fields that only others changed. */
  get merged(): F[] {
    return this.#fields.filter((field) => this.theirs[field] !== undefined && !this.isClash(field));
  }

  get undecided(): F[] {
    return this.clashes.filter((field) => this.choices[field] === undefined);
  }

  /** What is to be sent: the fields I changed, unless theirs was chosen. */
  get changed(): Partial<Values<F>> {
    const fields = this.#fields.filter(
      (field) =>
        this.mine[field] !== this.#base[field] &&
        this.mine[field] !== this.theirs[field]?.now &&
        !(this.isClash(field) && this.choices[field] === 'theirs'),
    );
    return Object.fromEntries(fields.map((field) => [field, this.mine[field]])) as Partial<Values<F>>;
  }

  /**
   * Takes what the issue is now. A field that I have not touched follows, unless I am in it; what I typed stays.
   *
   * @returns fields that others have changed just now
   */
  see(version: number, now: Partial<Values<F>>, who: WhoChanged<F>): F[] {
    if (version < this.version) return [];
    this.version = version;
    const theirs = { ...this.theirs };
    const news: F[] = [];
    for (const field of this.#fields) {
      const value = now[field];
      if (value === undefined) continue;
      const known = theirs[field];
      if (value === (known?.now ?? this.#base[field])) {
        // The name may come a little later than the value.
        if (known && known.by !== who(field).by) theirs[field] = { ...known, ...who(field) };
        continue;
      }
      const was = known?.was ?? this.#base[field];
      theirs[field] = { was, now: value, ...who(field) };
      // Chosen was between other values.
      this.choices[field] = undefined;
      news.push(field);
      if (this.mine[field] === this.#base[field] && this.focused !== field) {
        this.mine[field] = value;
        this.#base = { ...this.#base, [field]: value };
      }
    }
    this.theirs = theirs;
    return news;
  }

  /** Takes what a conflict tells. @param values the conflict's fields as this draft names them */
  meet(conflict: Conflict, values: (fields: Record<string, unknown>) => Partial<Values<F>>): void {
    const fields = conflict.fields ?? [];
    const last = fields.at(-1);
    const now = values(Object.fromEntries(fields.map(({ field, now }) => [field, now])));
    this.see(conflict.version, now, (field) => {
      const one = fields.find((change) => change.field === field) ?? last;
      return { by: one?.by ?? conflict.by ?? 'Someone', at: one?.at ?? conflict.at };
    });
  }

  /**
   * Sends what was changed, on the version seen; a conflict that leaves nothing to choose is sent again on the new one.
   *
   * @returns `choose` when both sides changed a field: nothing was saved, and nothing typed is lost
   */
  async save(
    send: (changed: Partial<Values<F>>, version: number) => Promise<Outcome>,
    values: (fields: Record<string, unknown>) => Partial<Values<F>>,
  ): Promise<'done' | 'failed' | 'choose'> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      if (this.undecided.length > 0) {
        this.choosing = true;
        return 'choose';
      }
      const outcome = await send(this.changed, this.version);
      if (outcome.kind !== 'conflict') return outcome.kind === 'done' ? 'done' : 'failed';
      this.meet(outcome.conflict, values);
    }
    return 'failed';
  }
}

/** What waits for a person, of the districts and teams shown: counted, in order, and again as time passes. */
import { clock } from '@dispatch/base/lib/clock';
import type { CardSource } from '@dispatch/base/live/issue-store';
import { every as intervals, type Every, type Schedule } from '@dispatch/base/live/timer';
import { EVERYTHING, matcher, type IssueFilter } from '@dispatch/shared/issues/filter';
import { askingNeed, compareNeeds, lateNeed, type Entry, type NeedKind } from '@dispatch/shared/issues/needs';

/** Calls that were put off come back, promises run out: looked at this often. Milliseconds. */
const LOOK_EVERY = 5_000;

const soon: Schedule = (flush) => setTimeout(flush, 50);

/** Whose needs are shown: of these districts and teams. */
type Area = Pick<IssueFilter, 'district' | 'team'>;

export interface NeedsOptions {
  readonly source: CardSource;
  /** Unix ms. */
  readonly now?: () => number;
  readonly schedule?: Schedule;
  readonly every?: Every;
}

/** What changed in one pass. */
export interface NeedsChange {
  /** Cards that ask for something they did not ask for before, and those that have run late, asking or not. */
  readonly come: readonly Entry[];
  /** Ids of those that ask for nothing any more and are not late. */
  readonly gone: readonly string[];
}

export class Needs {
  count = $state.raw(0);
  #revision = $state.raw(0);
  /** Everything that asks, whatever the filter shows. */
  readonly #asking = new Map<string, Entry>();
  /** Past their promise, also those that a contractor has and that ask for nothing. */
  readonly #late = new Set<string>();
  #filter = $state.raw<Area>(EVERYTHING);
  #changed = new Set<string>();
  #scheduled = false;
  readonly #source: CardSource;
  readonly #now: () => number;
  readonly #schedule: Schedule;
  readonly #listeners = new Set<(change: NeedsChange) => void>();
  readonly #stops: (() => void)[];

  constructor({ source, now = () => clock.exact(), schedule = soon, every = intervals }: NeedsOptions) {
    this.#source = source;
    this.#now = now;
    this.#schedule = schedule;
    this.look();
    this.#stops = [
      source.subscribe((ids) => {
        for (const id of ids) this.#changed.add(id);
        if (this.#scheduled) return;
        this.#scheduled = true;
        this.#schedule(() => {
          this.#scheduled = false;
          const changed = this.#changed;
          this.#changed = new Set();
          this.#take(changed);
        });
      }),
      every(LOOK_EVERY, () => {
        this.look();
      }),
    ];
  }

  /** Shown, the most pressing first. Sorted only while someone looks. */
  readonly entries: readonly Entry[] = $derived.by(() => {
    if (this.#revision < 0) return [];
    return [...this.#asking.values()].filter(this.#matches).sort(compareNeeds);
  });
  readonly #matches = $derived.by(() => {
    const matches = matcher({ ...EVERYTHING, ...this.#filter });
    return ({ card }: Entry): boolean => matches(card, this.#now());
  });

  get filter(): Area {
    return this.#filter;
  }
  set filter({ district, team }: Area) {
    if (String([district, team]) === String([this.#filter.district, this.#filter.team])) return;
    this.#filter = { district, team };
    this.#count();
  }

  /** What of the card asks for a step now. */
  of(id: string): Entry | undefined {
    return this.#asking.get(id);
  }

  /** Told of what comes and goes; returns the way to stop. */
  subscribe(listener: (change: NeedsChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  /** Looks at every card anew: as time passes, and at the start. */
  look(): void {
    const ids = new Set([...this.#asking.keys(), ...this.#late]);
    for (const card of this.#source.values()) ids.add(card.id);
    this.#take(ids);
  }

  #take(ids: Iterable<string>): void {
    const now = this.#now();
    const come: Entry[] = [];
    const gone: string[] = [];
    let changed = false;
    for (const id of ids) {
      const card = this.#source.get(id);
      const before = this.#asking.get(id);
      const need = card ? askingNeed(card, now) : null;
      const wasLate = this.#late.has(id);
      const late = card ? lateNeed(card, now) : null;
      if (late) this.#late.add(id);
      else if (wasLate) this.#late.delete(id);
      if (card && late && !wasLate && need?.kind !== late.kind) come.push({ card, need: late });
      if (!card || !need) {
        if (before) {
          this.#asking.delete(id);
          changed = true;
        }
        if (!late && (before || wasLate)) gone.push(id);
        continue;
      }
      if (before?.card === card && before.need.kind === need.kind) continue;
      const entry = { card, need };
      this.#asking.set(id, entry);
      changed = true;
      if (before?.need.kind !== need.kind) come.push(entry);
    }
    if (changed) {
      this.#revision += 1;
      this.#count();
    }
    if (come.length > 0 || gone.length > 0) for (const listener of this.#listeners) listener({ come, gone });
  }

  #count(): void {
    let count = 0;
    for (const entry of this.#asking.values()) if (this.#matches(entry)) count += 1;
    this.count = count;
  }
}

/** Entries under the reason they stand for, in order. */
export function groupsOf(entries: readonly Entry[]): { kind: NeedKind; entries: Entry[] }[] {
  const groups: { kind: NeedKind; entries: Entry[] }[] = [];
  for (const entry of entries) {
    const last = groups.at(-1);
    if (last?.kind === entry.need.kind) last.entries.push(entry);
    else groups.push({ kind: entry.need.kind, entries: [entry] });
  }
  return groups;
}

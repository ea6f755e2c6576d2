/** Placing an issue without a pointer: up and down through the contractors, the best first; left and right through time. */
import { announce } from '@dispatch/base/ui/announcer.svelte.ts';
import type { IssueCard } from '@dispatch/shared/issues/views';
import type { Minute } from '@dispatch/shared/planning/model';
import type { Preview } from '@dispatch/shared/planning/preview';
import type { Ranking } from '@dispatch/shared/planning/rank';
import { brokenWords, previewWords, timeOf } from '../planning/words.ts';
import { snap } from './axis.ts';

export interface PlacingOptions {
  readonly card: IssueCard;
  readonly ranking: Ranking;
  readonly nameOf: (contractorId: string) => string;
  /** Unix ms. */
  readonly now: number;
  /** @param at null: where it suits best */
  readonly previewOf: (contractorId: string, at: Minute | null) => Preview | null;
  readonly moved: (contractorId: string, preview: Preview | null) => void;
  readonly done: (contractorId: string, at: Minute | null, pinned: boolean) => void;
  readonly back: () => void;
}

/** Minutes of one step through time; with Shift a fine one. */
const STEP = 15;
const FINE = 5;

export class Placing {
  readonly card: IssueCard;
  /** Contractors, the best first; those who cannot at the end. */
  readonly contractors: readonly string[];
  /** How many of them can. */
  readonly able: number;
  /** Index of the contractor it would go to. */
  chosen = $state(0);
  /** Null: where it suits best. */
  at = $state.raw<Minute | null>(null);
  readonly #options: PlacingOptions;
  readonly preview = $derived.by(() => this.#options.previewOf(this.contractorId, this.at));

  constructor(options: PlacingOptions) {
    const { ranking, card } = options;
    this.#options = options;
    this.card = card;
    this.able = ranking.candidates.length;
    this.contractors = [...ranking.candidates, ...ranking.refusals].map(({ contractor }) => contractor);
    this.#tell(`Place ${card.ref}: `);
  }

  get contractorId(): string {
    return this.contractors[this.chosen] ?? '';
  }

  /** @returns true when the key meant something here */
  press({ key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>): boolean {
    const last = this.contractors.length - 1;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };
    const rows = steps[key];
    const times = { ArrowLeft: -1, ArrowRight: 1 }[key];
    if (rows !== undefined) this.choose(Math.min(last, Math.max(0, this.chosen + rows)));
    else if (key === 'Home') this.choose(0);
    else if (key === 'End') this.choose(last);
    else if (times !== undefined) this.#shift(times * (shiftKey ? FINE : STEP));
    else if (key === 'Enter') this.finish(shiftKey);
    else if (key === 'Escape') this.#options.back();
    else return false;
    return true;
  }

  choose(index: number): void {
    this.chosen = index;
    this.at = null;
    this.#tell();
  }

  /** @param pinned it is kept at the time shown */
  finish(pinned: boolean): void {
    const { preview } = this;
    this.#options.done(this.contractorId, this.at ?? (pinned ? (preview?.arrival ?? null) : null), pinned);
  }

  back(): void {
    this.#options.back();
  }

  #shift(minutes: number): void {
    this.at = snap((this.at ?? this.preview?.arrival ?? 0) + minutes, FINE);
    this.#tell(`${timeOf(this.at)}: `);
  }

  #tell(before = ''): void {
    const { preview } = this;
    const name = this.#options.nameOf(this.contractorId);
    const broken = preview === null ? '' : brokenWords(preview);
    const words = preview === null ? 'not possible' : previewWords(preview, this.#options.now);
    announce(`${before}${name}, ${words}${broken === '' ? '' : `, but: ${broken}`}.`);
    this.#options.moved(this.contractorId, preview);
  }
}

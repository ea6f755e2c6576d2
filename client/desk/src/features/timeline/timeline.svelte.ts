/** What the timeline shows and does: days, zoom, where the keyboard is, what is carried over it and put down. */
import { announce } from '@dispatch/base/ui/announcer.svelte.ts';
import type { IssueCard } from '@dispatch/shared/issues/views';
import { stampsOf } from '@dispatch/shared/planning/day-stamp';
import { isToDo, minuteOf, msOf } from '@dispatch/shared/planning/jobs';
import type { Minute } from '@dispatch/shared/planning/model';
import { isHarmless, timeBetween, type Preview } from '@dispatch/shared/planning/preview';
import type { Spot } from '../drag/drag.svelte.ts';
import type { Deeds } from '../issues/deeds.svelte.ts';
import type { PlaceMode } from '../issues/placing.ts';
import type { PlanView } from '../planning/plan-view.ts';
import { brokenWords, previewWords } from '../planning/words.ts';
import { snap, snapUp } from './axis.ts';
import { Placing } from './placing.svelte.ts';

export interface TimelineOptions {
  readonly plans: PlanView;
  readonly deeds: Pick<Deeds, 'do' | 'place'>;
  readonly cardOf: (id: string) => IssueCard | undefined;
  /** Cards that a contractor has or is asked to take. */
  readonly heldBy: (contractorId: string) => readonly IssueCard[];
  readonly nameOf: (contractorId: string) => string;
  /** What putting an issue on a contractor means now. */
  readonly mode: () => PlaceMode;
  readonly now: () => number;
}

/** Where a carried issue would go. */
export interface Aim {
  readonly issueId: string;
  readonly contractorId: string;
  /** Null: wherever it suits best. */
  readonly at: Minute | null;
  /** It would be kept at that time. */
  readonly pinned: boolean;
}

/** Something would break: asked before it is done. */
export interface Ask {
  readonly card: IssueCard;
  readonly preview: Preview;
  readonly go: () => void;
}

export class Timeline {
  /** Pixels of a minute; null: as fits the width. */
  zoom = $state<number | null>(null);
  aim = $state.raw<Aim | null>(null);
  ask = $state.raw<Ask | null>(null);
  placing = $state.raw<Placing | null>(null);
  /** The bar under the pointer. */
  pointed = $state.raw<string | null>(null);
  side = $state<'unassigned' | 'conflicts' | null>('unassigned');
  /** Brings a contractor's row, and a time of it, into view; set by the chart. */
  reveal: (contractorId: string, at: Minute | null) => void = () => undefined;
  /** Gives the chart the focus; set by it. */
  focus: () => void = () => undefined;
  readonly #options: TimelineOptions;

  /** What putting it down now would mean. */
  readonly preview = $derived.by(() => {
    const { aim } = this;
    return aim && this.previewOf(aim);
  });

  constructor(options: TimelineOptions) {
    this.#options = options;
  }

  /** @param shift held: at a time it is kept there */
  aimOf(issueId: string, { contractorId, at }: Spot, shift: boolean): Aim {
    return {
      issueId,
      contractorId,
      at: at === null ? null : shift ? snap(minuteOf(at)) : minuteOf(at),
      pinned: shift && at !== null,
    };
  }

  /** Called in each frame of a drag. */
  over(issueId: string, spot: Spot | null, shift: boolean): void {
    const before = this.aim;
    const aim = spot && this.aimOf(issueId, spot, shift);
    const same = aim !== null && before?.contractorId === aim.contractorId && before.at === aim.at;
    if (same && before.pinned === aim.pinned && before.issueId === issueId) return;
    this.aim = aim;
  }

  previewOf({ issueId, contractorId, at, pinned }: Aim): Preview | null {
    const { plans, now } = this.#options;
    if (at !== null) return plans.at(contractorId, at, issueId, pinned || this.#isTimed(issueId, contractorId));
    return plans.best(contractorId, issueId) ?? plans.at(contractorId, minuteOf(now()), issueId);
  }

  /** Puts an issue down where it was aimed at; asks first when that breaks something. @param turned the other of asking and assigning */
  drop(aim: Aim, turned = false): void {
    const card = this.#options.cardOf(aim.issueId);
    const preview = this.previewOf(aim);
    this.aim = null;
    if (!card) return;
    if (!preview) {
      announce(`${card.ref} has begun and stays where it is.`, 'urgent');
      return;
    }
    const pinned = aim.pinned || (aim.at !== null && this.#isTimed(aim.issueId, aim.contractorId));
    const go = (): void => void this.#settle(card, preview, pinned, turned);
    if (isHarmless(preview)) go();
    else {
      announce(`${card.ref}: ${brokenWords(preview)}.`, 'urgent');
      this.ask = { card, preview, go };
    }
  }

  /** Begins to place an issue by the keyboard. @returns false when it cannot be placed */
  place(card: IssueCard, from: Element | null = null): boolean {
    const { plans, nameOf, now } = this.#options;
    const ranking = plans.rankFor(card.id);
    if (!ranking) {
      announce(`${card.ref} has begun and stays where it is.`, 'urgent');
      return false;
    }
    plans.freeze();
    this.placing = new Placing({
      card,
      ranking,
      nameOf,
      now: now(),
      previewOf: (contractorId, at) => this.previewOf({ issueId: card.id, contractorId, at, pinned: false }),
      moved: (contractorId, preview) => {
        this.reveal(contractorId, preview?.arrival ?? null);
      },
      done: (contractorId, at, pinned) => {
        this.leavePlacing(from);
        this.drop({ issueId: card.id, contractorId, at, pinned });
      },
      back: () => {
        this.leavePlacing(from);
        announce(`${card.ref} stays where it was.`);
      },
    });
    return true;
  }

  /** @param to what had the focus before */
  leavePlacing(to: Element | null): void {
    this.placing = null;
    this.#options.plans.thaw();
    requestAnimationFrame(() => {
      if (to instanceof HTMLElement && to.isConnected) to.focus();
      else this.focus();
    });
  }

  /** Keeps an issue with the contractor who has it, or lets it go again. */
  async keep(card: IssueCard): Promise<void> {
    const isKept = card.plan?.pinnedTo !== undefined || card.plan?.pinnedAt !== undefined;
    const pin = isKept ? { pinnedTo: null, pinnedAt: null } : { pinnedTo: card.contractorId };
    if (await this.#options.deeds.do(card.id, 'pin', pin))
      announce(isKept ? `${card.ref} may move again.` : `${card.ref} stays with its contractor.`);
  }

  /** Does it: a move in the same row is planned anew, anywhere else it is given to that contractor. */
  async #settle(card: IssueCard, preview: Preview, pinned: boolean, turned: boolean): Promise<void> {
    const { deeds, mode, nameOf } = this.#options;
    const { contractor } = preview;
    const own = card.contractorId === contractor;
    const day = this.#stampOf(contractor);
    const planned = { plannedAt: this.#timeOf(preview), ...(day !== undefined && { day }) };
    const usual = mode();
    const other = usual === 'offer' ? 'assign' : 'offer';
    const done = own
      ? await deeds.do(card.id, 'plan', planned)
      : await deeds.place(card.id, contractor, turned ? other : usual, undefined, planned);
    if (!done) return;
    // where the time aimed at cannot be kept, it is the next one that can
    const pinnedAt = msOf(snapUp(preview.arrival));
    if (pinned && card.plan?.pinnedAt !== pinnedAt) await deeds.do(card.id, 'pin', { pinnedAt });
    announce(`${card.ref}, ${nameOf(contractor)}: ${previewWords(preview, this.#options.now())}.`);
    this.reveal(contractor, preview.arrival);
  }

  /** The time to keep for it, so that it stands between its neighbours. Unix ms. */
  #timeOf({ job, shift, place, arrival }: Preview): number {
    const { plans, cardOf } = this.#options;
    const { plan } = plans;
    const tour = shift === null ? undefined : plan.tours[plan.shifts.get(shift) ?? -1];
    const others = tour?.stops.filter((visit) => visit.job.id !== job) ?? [];
    const timeAt = (at: number): number | null => {
      const other = others[at]?.job.id;
      if (other === undefined || tour === undefined || at < tour.locked.length) return null;
      const start = tour.table.start[tour.stops.findIndex((visit) => visit.job.id === other)] ?? arrival;
      return cardOf(other)?.plan?.plannedAt ?? msOf(start);
    };
    return Math.floor(timeBetween(timeAt(place - 1), timeAt(place), msOf(arrival)));
  }

  /** The contractor's day as it was looked at. */
  #stampOf(contractorId: string): string | undefined {
    return stampsOf([contractorId], this.#options.heldBy(contractorId))[contractorId];
  }

  /** Moved within its row, what is kept at a time is kept at the new one. */
  #isTimed(issueId: string, contractorId: string): boolean {
    const card = this.#options.cardOf(issueId);
    return card?.contractorId === contractorId && card.plan?.pinnedAt !== undefined && isToDo(card);
  }
}

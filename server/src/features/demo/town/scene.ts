import type { Urgency } from '@dispatch/shared/issues/status';
import type { CategoryCode } from './categories.ts';
import type { Crew } from './crew.ts';
import type { Filings } from './filing.ts';
import type { HistoryActor, HistoryIssue, HistoryMove } from './history.types.ts';
import type { Random } from './random.ts';
import type { Town } from './town.types.ts';
import { MINUTE } from './working-time.ts';

/** What the live day is played with. */
export interface Stage {
  town: Town;
  filings: Filings;
  crew: Crew;
  random: Random;
  now: number;
}

/** How an issue of the live day is filed; times are minutes before now. */
export interface Opening {
  ago: number;
  category: CategoryCode;
  urgency?: Urgency;
  callback?: boolean;
}

/** Builds an issue backwards from now: every step is so many minutes ago. */
export class Scene {
  readonly issue: HistoryIssue;
  readonly operator: HistoryActor;
  readonly household: HistoryActor;
  private readonly now: number;

  constructor(stage: Stage, { ago, category, urgency, callback = false }: Opening) {
    this.now = stage.now;
    this.issue = stage.filings.file({ at: Math.round(stage.now - ago * MINUTE), category, callback });
    if (urgency) this.issue.urgency = urgency;
    this.operator =
      this.issue.filedBy.kind === 'operator'
        ? this.issue.filedBy
        : { kind: 'operator', operator: stage.random.whole(0, 3) };
    this.household = { kind: 'household', household: this.issue.household };
  }

  at(ago: number, actor: HistoryActor, move: HistoryMove): this {
    const at = Math.round(this.now - ago * MINUTE);
    const last = this.issue.steps.at(-1)?.at ?? this.issue.filedAt;
    this.issue.steps.push({ ...move, at: Math.min(this.now - 1000, Math.max(at, last + 1000)), actor });
    return this;
  }

  triaged(ago: number): this {
    return this.at(ago, this.operator, { action: 'triage', input: {} });
  }

  accepted(ago: number, contractor: number): this {
    return this.at(ago + 4, this.operator, { action: 'offer', input: { contractor } }).at(ago, crewMember(contractor), {
      action: 'accept',
      input: {},
    });
  }

  said(ago: number, actor: HistoryActor, text: string, kind: 'public' | 'internal' = 'public'): this {
    return this.at(ago, actor, { action: 'comment', input: { text, kind } });
  }
}

export const crewMember = (contractor: number): HistoryActor => ({ kind: 'contractor', contractor });

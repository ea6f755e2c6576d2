/** What is done by itself about who does what: rules of the organisation, by district and category. */
import type { IssueCard } from '../issues/views.ts';

/** `suggest` names the best and asks nobody; `on` asks the best, then the next. */
export const DISPATCH_MODES = ['off', 'suggest', 'on'] as const;
export type DispatchMode = (typeof DISPATCH_MODES)[number];

export interface DispatchRule {
  /** Null: in all districts. */
  districtId: string | null;
  /** Null: for all categories. */
  categoryId: string | null;
  mode: DispatchMode;
  /** So many are asked before a dispatcher is. */
  tries: number;
}

export interface Dispatching {
  rules: DispatchRule[];
  /** What happens to moves that would help when a day no longer holds: shown, or done where they are small. */
  replan: DispatchMode;
  /** The most minutes by which another household's visit may move by itself. */
  replanMinutes: number;
  /** Whether households are told an arrival range, and a new one when it changes, by itself. */
  ranges: boolean;
}

export const USUAL_DISPATCHING: Dispatching = { rules: [], replan: 'suggest', replanMinutes: 30, ranges: true };

/** The rule that holds: of the category in the district before the category's, before the district's, before that of all. */
export function ruleFor(
  { rules }: Pick<Dispatching, 'rules'>,
  { districtId, categoryId }: Pick<IssueCard, 'districtId' | 'categoryId'>,
): DispatchRule | null {
  let found: DispatchRule | null = null;
  let best = -1;
  for (const rule of rules) {
    if (rule.districtId !== null && rule.districtId !== districtId) continue;
    if (rule.categoryId !== null && rule.categoryId !== categoryId) continue;
    const weight = (rule.categoryId === null ? 0 : 2) + (rule.districtId === null ? 0 : 1);
    if (weight <= best) continue;
    best = weight;
    found = rule;
  }
  return found;
}

/** What is done by itself about an issue. */
export function modeFor(
  dispatching: Pick<Dispatching, 'rules'>,
  card: Pick<IssueCard, 'districtId' | 'categoryId'>,
): DispatchMode {
  return ruleFor(dispatching, card)?.mode ?? 'off';
}

/** Whom auto-dispatch may ask now: the best of the ranking who is at work, and nobody whose day is over. */
import type { Contractor } from '../board/reference.ts';
import type { RefusalLine } from '../planning/candidates.ts';
import type { Names } from '../planning/explain.ts';
import type { Shift } from '../planning/model.ts';
import type { Plan } from '../planning/plan.ts';
import type { Urgency } from '../issues/status.ts';

/** Somebody who could do it, by id. */
type Able = { readonly contractorId: string } | { readonly contractor: string };

/** Why somebody who could do it is not asked now. */
export interface NotNow {
  readonly contractorId: string;
  /** When the next shift begins, Unix ms; null when it has begun and its owner is off duty all the same. */
  readonly from: number | null;
}

export type Asking<T> =
  | { readonly kind: 'ask'; readonly candidate: T; readonly passedOver: readonly NotNow[] }
  /** Somebody could, later. */
  | { readonly kind: 'wait'; readonly until: number; readonly passedOver: readonly NotNow[] }
  | { readonly kind: 'nobody'; readonly passedOver: readonly NotNow[] };

/** Urgencies that do not wait for the next shift to begin. */
const URGENT: ReadonlySet<Urgency> = new Set<Urgency>(['high', 'emergency']);

/**
 * @param candidates the best first
 * @param contractors rows of all candidates
 * @returns the first of the ranking who may be disturbed; off duty nobody is, except on call for an emergency
 */
export function whomToAsk<T extends Able>(
  candidates: readonly T[],
  plan: Plan,
  contractors: ReadonlyMap<string, Pick<Contractor, 'onDuty'>>,
  urgency: Urgency,
): Asking<T> {
  const passedOver: NotNow[] = [];
  for (const candidate of candidates) {
    const contractorId = 'contractor' in candidate ? candidate.contractor : candidate.contractorId;
    const shifts = shiftsOf(plan, contractorId);
    const running = shifts.find(({ from, until }) => from <= plan.now && plan.now < until);
    const onDuty = contractors.get(contractorId)?.onDuty === true;
    if (running && (running.onCall ? urgency === 'emergency' : onDuty)) return { kind: 'ask', candidate, passedOver };
    const next = shifts.find(({ from, onCall }) => from > plan.now && !onCall);
    const isOff = running !== undefined && !running.onCall;
    passedOver.push({ contractorId, from: isOff || !next ? null : Math.round(next.from * 60_000) });
  }
  const begins = passedOver.flatMap(({ from }) => from ?? []);
  if (URGENT.has(urgency) || begins.length === 0) return { kind: 'nobody', passedOver };
  return { kind: 'wait', until: Math.min(...begins), passedOver };
}

/** Most lines of reasons that are kept. */
const MOST_LINES = 15;

/** Why nobody was found, one line for each who was looked at, those who could have first. */
export function reasonsOf(passedOver: readonly NotNow[], refusals: readonly RefusalLine[], names: Names): string {
  const lines = [
    ...passedOver.map(({ contractorId, from }) =>
      from === null
        ? `${names.contractor(contractorId)} is off duty.`
        : `${names.contractor(contractorId)} is off duty until ${names.time(from / 60_000)}.`,
    ),
    // who passed is told by the history
    ...refusals.filter(({ reason }) => reason.rule !== 'passed').map(({ text }) => text),
  ];
  const left = lines.length - MOST_LINES;
  if (left <= 0) return lines.join('\n');
  return [...lines.slice(0, MOST_LINES), `${String(left)} more cannot either.`].join('\n');
}

function shiftsOf(plan: Plan, contractorId: string): Shift[] {
  return (plan.toursOf.get(contractorId) ?? []).flatMap((at) => plan.tours[at]?.duty.shift ?? []);
}

/** What a contractor's day looked like when something was decided on it. */
import type { PlanCard } from './jobs.ts';

/** One job of the day: who holds it and when is what makes a day. */
export interface StampedJob {
  readonly id: string;
  readonly plannedAt: number | null;
}

/**
 * Stamps the day of one contractor, from all unresolved issues it has or is asked to take, in any order: two stamps are
 * equal when the same jobs are planned at the same times (FNV-1a of 32 bits, 8 hexadecimal digits: to notice a change,
 * not to withstand one made on purpose).
 */
export function dayStamp(jobs: Iterable<StampedJob>): string {
  const lines = Array.from(jobs, ({ id, plannedAt }) => `${id}@${plannedAt ?? ''}`).sort();
  let hash = 0x811c9dc5;
  for (const char of lines.join(' ')) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** Stamps of the days of several contractors, from cards that hold all of their unresolved issues; the cards are read once. */
export function stampsOf(
  contractorIds: Iterable<string>,
  cards: Iterable<Pick<PlanCard, 'id' | 'contractorId' | 'status' | 'plan'>>,
): Record<string, string> {
  const days = new Map(Array.from(contractorIds, (id) => [id, [] as StampedJob[]]));
  for (const { id, contractorId, status, plan } of cards)
    if (contractorId !== null && UNRESOLVED.has(status))
      days.get(contractorId)?.push({ id, plannedAt: plan?.plannedAt ?? null });
  return Object.fromEntries(Array.from(days, ([id, jobs]) => [id, dayStamp(jobs)]));
}

const UNRESOLVED: ReadonlySet<string> = new Set(['new', 'open', 'en_route', 'in_progress']);

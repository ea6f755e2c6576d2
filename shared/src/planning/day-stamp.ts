/** What a contractor's day looked like when something was decided on it. */

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

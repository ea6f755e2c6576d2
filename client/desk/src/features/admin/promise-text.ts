/** Lengths of time as the promises' table takes them: "45", "45 min", "4 h", "1 h 30", "none". Pure. */

/** Minutes as they stand in a cell; '' when nothing is set. */
export function minutesText(minutes: number | null): string {
  if (minutes === null) return '';
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return `${String(rest)} min`;
  return rest === 0 ? `${String(hours)} h` : `${String(hours)} h ${String(rest).padStart(2, '0')}`;
}

/** @returns minutes; null for an empty cell; 'none' where it says that nothing is promised; undefined when it cannot be read */
export function readMinutes(text: string): number | null | 'none' | undefined {
  const said = text.trim().toLowerCase();
  if (said === '') return null;
  if (/^(none|no|nothing|-|–)$/.test(said)) return 'none';
  const clock = /^(\d+):([0-5]\d)$/.exec(said);
  if (clock) return Number(clock[1]) * 60 + Number(clock[2]);
  const match = /^(?:(\d+(?:[.,]\d+)?)\s*(?:h|hours?|hrs?))?\s*(?:(\d+)\s*(?:m|min|minutes?)?)?$/.exec(said);
  if (!match || (match[1] === undefined && match[2] === undefined)) return undefined;
  return Math.round(Number((match[1] ?? '0').replace(',', '.')) * 60) + Number(match[2] ?? 0);
}

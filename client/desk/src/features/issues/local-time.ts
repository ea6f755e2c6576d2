/** Times as a `datetime-local` field has them, in the organisation's zone rather than the device's. */

function partsIn(at: number, zone: string): Record<string, string> {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
}

/** "2026-11-26T14:10" */
export function localOf(at: number, zone: string): string {
  const { year = '', month = '', day = '', hour = '', minute = '' } = partsIn(at, zone);
  return `${year}-${month}-${day}T${hour}:${minute}`;
}

/** Unix ms of a local time, or null for what is no time. An hour that summer time skips moves on by its hour. */
export function instantOf(local: string, zone: string): number | null {
  const asUtc = Date.parse(`${local}Z`);
  if (!Number.isFinite(asUtc)) return null;
  const offset = (at: number): number => Date.parse(`${localOf(at, zone)}Z`) - at;
  const first = asUtc - offset(Math.floor(asUtc / 60_000) * 60_000);
  return asUtc - offset(first);
}

/**
 * Times as the organisation reads them: always in its own zone, whatever the device is set to, so that operator,
 * contractor and household speak of the same hour. 24 hours, day before month.
 */
const locale = 'en-GB';
let zone = 'UTC';
let formats = new Map<string, Intl.DateTimeFormat>();

/** Sets the organisation's zone (IANA name). An unknown name throws RangeError and leaves the old one. */
export function setZone(name: string): void {
  if (name === zone) return;
  new Intl.DateTimeFormat(locale, { timeZone: name });
  zone = name;
  formats = new Map();
}

/** The zone in force. */
export function currentZone(): string {
  return zone;
}

type Instant = number | string | Date;

function format(options: Intl.DateTimeFormatOptions, at: Instant): string {
  // Making an Intl formatter costs about a hundred times what using it does.
  const key = JSON.stringify(options);
  let formatter = formats.get(key);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
    formats.set(key, formatter);
  }
  return formatter.format(new Date(at));
}

/** "14:10" */
export function formatTime(at: Instant): string {
  return format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, at);
}

/** "Thu 26 Nov" */
export function formatDate(at: Instant): string {
  return format({ weekday: 'short', day: 'numeric', month: 'short' }, at).replace(',', '');
}

/** "Thursday 26 November 2026" */
export function formatLongDate(at: Instant): string {
  return format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }, at).replace(',', '');
}

/** "2026-11-26", the day it is in the organisation's zone; days compare as text. */
export function dayOf(at: Instant): string {
  const parts = format({ year: 'numeric', month: '2-digit', day: '2-digit' }, at).split('/');
  return parts.reverse().join('-');
}

/** "14:10" today, "yesterday 14:10", "tomorrow 14:10", else "Thu 26 Nov 14:10". `now` is what today means. */
export function formatMoment(at: Instant, now: number): string {
  const days = Math.round((Date.parse(dayOf(at)) - Date.parse(dayOf(now))) / 86_400_000);
  const time = formatTime(at);
  if (days === 0) return time;
  if (days === -1) return `yesterday ${time}`;
  if (days === 1) return `tomorrow ${time}`;
  return `${formatDate(at)} ${time}`;
}

/** "14:10 to 14:40", with the day in front when it is not today. */
export function formatWindow(from: Instant, until: Instant, now: number): string {
  return `${formatMoment(from, now)} to ${formatTime(until)}`;
}

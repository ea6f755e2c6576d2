/** Tidies a time that was typed: "8" is eight o'clock, "830" half past. What cannot be read stays as it is. */
export function clockOf(text: string): string {
  const match = /^(\d{1,2})(?:[:.h ]?(\d{2}))?$/.exec(text.trim());
  return match ? `${(match[1] ?? '').padStart(2, '0')}:${match[2] ?? '00'}` : text;
}

/** True for `HH:MM` from 00:00 to 23:59. */
export function isClock(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
}

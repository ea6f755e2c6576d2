const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * A length of time as people read it on a card: "45 s", "3 min", "2 h 10", "4 d". Rounded down, as ages are; the sign
 * is dropped, since words around it say whether it is past or to come.
 *
 * @param ms milliseconds
 */
export function formatDuration(ms: number): string {
  const length = Math.abs(ms);
  if (length < MINUTE) return `${String(Math.floor(length / SECOND))} s`;
  if (length < HOUR) return `${String(Math.floor(length / MINUTE))} min`;
  if (length < DAY) {
    const minutes = Math.floor((length % HOUR) / MINUTE);
    const hours = `${String(Math.floor(length / HOUR))} h`;
    return minutes === 0 ? hours : `${hours} ${String(minutes).padStart(2, '0')}`;
  }
  return `${String(Math.floor(length / DAY))} d`;
}

/** The same in full words for a screen reader or a sentence: "2 hours 10 minutes", "1 day". */
export function speakDuration(ms: number): string {
  const length = Math.abs(ms);
  if (length < MINUTE) return count(Math.floor(length / SECOND), 'second');
  if (length < HOUR) return count(Math.floor(length / MINUTE), 'minute');
  if (length < DAY) {
    const minutes = Math.floor((length % HOUR) / MINUTE);
    const hours = count(Math.floor(length / HOUR), 'hour');
    return minutes === 0 ? hours : `${hours} ${count(minutes, 'minute')}`;
  }
  return count(Math.floor(length / DAY), 'day');
}

function count(n: number, noun: string): string {
  return `${String(n)} ${noun}${n === 1 ? '' : 's'}`;
}

/** A countdown with seconds, "4:05" or "1:02:09"; never below zero. */
export function formatCountdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / SECOND));
  const pad = (n: number): string => String(n).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0
    ? `${String(hours)}:${pad(minutes)}:${pad(seconds % 60)}`
    : `${String(minutes)}:${pad(seconds % 60)}`;
}

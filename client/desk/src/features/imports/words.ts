import type { ImportView } from '@dispatch/shared/imports/import';

/** `1.4 MB` */
export function sizeOf(bytes: number): string {
  if (bytes < 1000) return `${String(bytes)} bytes`;
  const [amount, unit] = bytes < 1e6 ? [bytes / 1e3, 'kB'] : bytes < 1e9 ? [bytes / 1e6, 'MB'] : [bytes / 1e9, 'GB'];
  return `${amount < 10 ? amount.toFixed(1) : String(Math.round(amount))} ${unit}`;
}

export function stateOf({ state, checked, startedAt }: Pick<ImportView, 'state' | 'checked' | 'startedAt'>): string {
  if (state === 'uploaded') return checked && startedAt !== null ? 'checked, not imported' : 'not imported yet';
  if (state === 'running') return checked ? 'being checked' : 'being imported';
  return { stopped: 'stopped', failed: 'failed', finished: 'imported' }[state];
}

/** What part of the file has been read, 0 to 1. */
export function partOf({ bytesRead, size, state }: Pick<ImportView, 'bytesRead' | 'size' | 'state'>): number {
  return state === 'finished' || size === 0 ? 1 : Math.min(1, bytesRead / size);
}

/** `about 2 min left`; nothing while it cannot be told. @param now Unix ms */
export function leftOf(run: Pick<ImportView, 'bytesRead' | 'size' | 'state' | 'startedAt'>, now: number): string {
  const part = partOf(run);
  if (run.state !== 'running' || run.startedAt === null || part < 0.02) return '';
  const seconds = ((now - run.startedAt) / 1000) * ((1 - part) / part);
  return seconds < 90
    ? `about ${String(Math.max(1, Math.round(seconds)))} s left`
    : `about ${String(Math.round(seconds / 60))} min left`;
}

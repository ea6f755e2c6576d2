/** OSRM's table service (https://project-osrm.org/docs): minutes of driving between places, over HTTP. */
import type { Place } from '@dispatch/shared/places/distance';
import { z } from 'zod';

export type TableAnswer =
  /** Minutes by source, then destination; null where there is no way. */
  | { readonly kind: 'table'; readonly minutes: readonly (readonly (number | null)[])[] }
  /** No road near one of the places: its number among sources, then destinations; null when it does not say which. */
  | { readonly kind: 'no_segment'; readonly place: number | null }
  /** More places than this server takes at once. */
  | { readonly kind: 'too_big' }
  | { readonly kind: 'failed'; readonly reason: string };

export type AskTable = (sources: readonly Place[], destinations: readonly Place[]) => Promise<TableAnswer>;

const ok = z.object({
  code: z.literal('Ok'),
  durations: z.array(z.array(z.number().nonnegative().nullable())),
});
const refused = z.object({ code: z.string(), message: z.string().optional() });

/** @param url of an `osrm-routed`; a profile is named because the path has one, which one it is the server's data say. */
export function osrmTable({ url, timeoutMs }: { url: string; timeoutMs: number }): AskTable {
  const base = url.replace(/\/+$/, '');
  return async (sources, destinations) => {
    const places = [...sources, ...destinations];
    const list = (from: number, count: number): string =>
      Array.from({ length: count }, (_, index) => String(from + index)).join(';');
    const query = `sources=${list(0, sources.length)}&destinations=${list(sources.length, destinations.length)}&annotations=duration`;
    let status: number;
    let body: unknown;
    try {
      const response = await fetch(`${base}/table/v1/driving/${places.map(coordinate).join(';')}?${query}`, {
        signal: AbortSignal.timeout(timeoutMs),
        redirect: 'error',
        headers: { accept: 'application/json' },
      });
      status = response.status;
      const text = await response.text();
      try {
        body = JSON.parse(text);
      } catch {
        return { kind: 'failed', reason: `it answered ${String(status)} without JSON` };
      }
    } catch (error) {
      return { kind: 'failed', reason: reasonOf(error) };
    }
    const table = ok.safeParse(body);
    if (table.success) {
      const { durations } = table.data;
      if (durations.length !== sources.length || durations.some((row) => row.length !== destinations.length))
        return { kind: 'failed', reason: 'its table has another size than was asked for' };
      return {
        kind: 'table',
        minutes: durations.map((row) => row.map((seconds) => (seconds === null ? null : seconds / 60))),
      };
    }
    const refusal = refused.safeParse(body);
    if (!refusal.success || refusal.data.code === 'Ok')
      return { kind: 'failed', reason: `it answered ${String(status)} in a form of its own` };
    const { code, message = '' } = refusal.data;
    if (code === 'TooBig') return { kind: 'too_big' };
    if (code === 'NoSegment') {
      const named = /coordinate (\d+)/.exec(message)?.[1];
      const place = named === undefined ? null : Number(named);
      return { kind: 'no_segment', place: place !== null && place < places.length ? place : null };
    }
    return { kind: 'failed', reason: `it answered ${code}${message && `: ${message}`}` };
  };
}

/** OSRM takes longitude first; 5 decimals are about a metre. */
function coordinate({ lat, lon }: Place): string {
  return `${lon.toFixed(5)},${lat.toFixed(5)}`;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'it cannot be reached';
  if (error.name === 'TimeoutError') return 'it did not answer in time';
  return `it cannot be reached (${error.cause instanceof Error ? error.cause.message : error.message})`;
}

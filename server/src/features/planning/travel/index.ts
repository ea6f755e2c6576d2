import type { Logger } from 'pino';
import { osrmTable } from './osrm.client.ts';
import { travelProvider, type TravelProvider } from './travel.provider.ts';

export type { TravelProvider } from './travel.provider.ts';

/** A table of 50 × 50 is a matter of milliseconds. */
const TIMEOUT_MS = 10_000;

/** @param url of an OSRM server; undefined: straight lines. */
export function createTravel(options: { url: string | undefined; log: Logger; clock(): number }): TravelProvider {
  const { url, log, clock } = options;
  return travelProvider({ ask: url === undefined ? null : osrmTable({ url, timeoutMs: TIMEOUT_MS }), log, clock });
}

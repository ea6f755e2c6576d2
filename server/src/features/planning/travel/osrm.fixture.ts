/** A small server that answers as OSRM's table service is documented to; the test may put other answers in its place. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeOsrm {
  url: string;
  /** What was asked, in order: numbers of sources and destinations. */
  asked: { sources: number; destinations: number; path: string }[];
  /** Most coordinates of one request, as `osrm-routed --max-table-size`. */
  limit: number;
  /** Answers instead of the table; undefined lets it be. */
  instead: ((response: ServerResponse) => void) | undefined;
  close(): Promise<void>;
}

/** Longitudes from here on are in the sea: no road is near. */
export const SEA = 50;
/** Between places on both sides of this latitude there is no way. */
export const RIVER = 60;

/** Seconds of driving in this fake: 1,000 for each degree of longitude, 100 more going west. */
export const secondsOf = (from: number, to: number): number => Math.abs(to - from) * 1_000 + (to < from ? 100 : 0);

export async function fakeOsrm(): Promise<FakeOsrm> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    const match = /^\/table\/v1\/driving\/([-\d.,;]+)$/.exec(url.pathname);
    const numbers = (name: string): number[] => (url.searchParams.get(name) ?? '').split(';').map(Number);
    const [sources, destinations] = [numbers('sources'), numbers('destinations')];
    fake.asked.push({ sources: sources.length, destinations: destinations.length, path: request.url ?? '' });
    if (fake.instead) {
      fake.instead(response);
      return;
    }
    const send = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' }).end(JSON.stringify(body));
    };
    if (!match || url.searchParams.get('annotations') !== 'duration') {
      send(400, { code: 'InvalidQuery', message: 'Query string malformed close to position 7' });
      return;
    }
    const places = (match[1] ?? '').split(';').map((pair) => pair.split(',').map(Number));
    if (places.length > fake.limit) {
      send(400, { code: 'TooBig', message: 'Too many table coordinates' });
      return;
    }
    const lost = places.findIndex(([lon = 0]) => lon >= SEA);
    if (lost >= 0) {
      send(400, { code: 'NoSegment', message: `Could not find a matching segment for coordinate ${String(lost)}` });
      return;
    }
    const way = (from: number, to: number): number | null => {
      const [[fromLon = 0, fromLat = 0] = [], [toLon = 0, toLat = 0] = []] = [places[from], places[to]];
      return fromLat < RIVER !== toLat < RIVER ? null : secondsOf(fromLon, toLon);
    };
    const waypoint = (index: number): object => ({
      hint: '',
      distance: 4.2,
      name: 'Mill Lane',
      location: places[index],
    });
    send(200, {
      code: 'Ok',
      sources: sources.map(waypoint),
      destinations: destinations.map(waypoint),
      durations: sources.map((from) => destinations.map((to) => way(from, to))),
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const fake: FakeOsrm = {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    asked: [],
    limit: 100,
    instead: undefined,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
  return fake;
}

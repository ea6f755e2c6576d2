import type { ServerResponse } from 'node:http';
import type { Place } from '@dispatch/shared/places/distance';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fakeOsrm, RIVER, SEA, secondsOf, type FakeOsrm } from './osrm.fixture.ts';
import { osrmTable } from './osrm.client.ts';
import { TravelCache } from './travel.cache.ts';
import { MOST_PLACES, travelProvider, type TravelProvider } from './travel.provider.ts';

let osrm: FakeOsrm;
let now: number;
let logged: { level: number; msg: string; reason?: string }[];
let travel: TravelProvider;

beforeEach(async () => {
  osrm = await fakeOsrm();
  now = 0;
  logged = [];
  travel = providerAt(osrm.url);
});
afterEach(() => osrm.close());

function providerAt(url: string, timeoutMs = 5_000): TravelProvider {
  const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(JSON.parse(line) as never) });
  return travelProvider({ ask: osrmTable({ url, timeoutMs }), log, clock: () => now });
}

/** Places in a row, a thousandth of a degree apart. */
const row = (count: number, from = 10): Place[] =>
  Array.from({ length: count }, (_, index) => ({ lat: 48, lon: from + index / 1_000 }));
const known = (places: readonly Place[], provider = travel): (number | null)[][] =>
  (provider.matrixFor(places)?.minutes ?? []).map((line) => [...line]);
const inMinutes = (from: Place, to: Place): number =>
  Math.fround(secondsOf(Number(from.lon.toFixed(5)), Number(to.lon.toFixed(5))) / 60);

test('without a road network there is no matrix', () => {
  const none = travelProvider({ ask: null, log: pino({ level: 'silent' }), clock: () => now });
  expect(none.matrixFor(row(3))).toBeNull();
});

describe('a road network', () => {
  test('is asked in the background: what is not known yet is null, and known the next time', async () => {
    const places = row(3);
    expect(known(places)).toEqual([
      [0, null, null],
      [null, 0, null],
      [null, null, 0],
    ]);
    expect(travel.complete()).toBe(false);
    await travel.settled();
    const minutes = known(places);
    expect(travel.complete()).toBe(true);
    for (const [a, from] of places.entries())
      for (const [b, to] of places.entries()) expect(minutes[a]?.[b]).toBeCloseTo(inMinutes(from, to), 4);
    // There and back differ; what is known is not asked again.
    expect(minutes[0]?.[1]).not.toBe(minutes[1]?.[0]);
    expect(osrm.asked.reduce((sum, { sources, destinations }) => sum + sources * destinations, 0)).toBeLessThanOrEqual(
      9,
    );
    known(places);
    await travel.settled();
    expect(osrm.asked).toHaveLength(2);
  });

  test('gets longitude before latitude, sources and destinations by number, and is asked for durations', async () => {
    known([
      { lat: 48.2, lon: 16.37 },
      { lat: 48.21, lon: 16.38 },
    ]);
    await travel.settled();
    expect(osrm.asked[0]?.path).toBe(
      '/table/v1/driving/16.37000,48.20000;16.38000,48.21000?sources=0&destinations=1&annotations=duration',
    );
  });

  test('is asked in blocks that it takes, and only for what is missing', async () => {
    const places = row(230);
    known(places);
    await travel.settled();
    expect(
      known(places)
        .flat()
        .every((minutes) => minutes !== null),
    ).toBe(true);
    expect(Math.max(...osrm.asked.map(({ sources, destinations }) => sources + destinations))).toBeLessThanOrEqual(100);
    expect(osrm.asked.length).toBeLessThanOrEqual(30);
    const before = osrm.asked.length;
    const more = [...places, { lat: 48, lon: 11 }];
    known(more);
    await travel.settled();
    expect(known(more).flat()).not.toContain(null);
    // 230 ways there and 230 back.
    expect(osrm.asked.slice(before).reduce((sum, { sources, destinations }) => sum + sources * destinations, 0)).toBe(
      460,
    );
  });

  test('that takes fewer places at once is asked in smaller blocks', async () => {
    osrm.limit = 20;
    const places = row(60);
    known(places);
    await travel.settled();
    expect(known(places).flat()).not.toContain(null);
    expect(travel.counts()).toMatchObject({ too_big: 3, failed: 0 });
    expect(logged).toEqual([]);
  });

  test('without a way between two places says so once; the plan takes the straight line there', async () => {
    const places = [...row(2), { lat: RIVER + 1, lon: 10 }];
    known(places);
    await travel.settled();
    expect(known(places)[0]?.[2]).toBeNull();
    expect(known(places)[0]?.[1]).not.toBeNull();
    expect(travel.complete()).toBe(true);
    await travel.settled();
    expect(osrm.asked.filter(({ path }) => path.includes('61.00000'))).toHaveLength(osrm.asked.length);
    expect(osrm.asked.length).toBeLessThanOrEqual(2);
  });

  test.each([true, false])(
    'that finds no road near one place gives the ways of all others (named: %s)',
    async (named) => {
      if (!named) {
        const { url } = osrm;
        const plain = osrmTable({ url, timeoutMs: 5_000 });
        travel = travelProvider({
          ask: async (sources, destinations) => {
            const answer = await plain(sources, destinations);
            return answer.kind === 'no_segment' ? { ...answer, place: null } : answer;
          },
          log: pino({ level: 'silent' }),
          clock: () => now,
        });
      }
      const places = [...row(20), { lat: 48, lon: SEA + 1 }, ...row(20, 12)];
      known(places);
      await travel.settled();
      const minutes = known(places);
      for (const [a, line] of minutes.entries())
        for (const [b, value] of line.entries()) expect(value === null).toBe(a !== b && (a === 20 || b === 20));
      expect(travel.complete()).toBe(true);
    },
  );

  test('knows at most 600 places of one matrix', async () => {
    expect(travel.matrixFor(row(MOST_PLACES + 50))?.places).toHaveLength(MOST_PLACES);
    await travel.settled();
    expect(travel.counts()).toMatchObject({ table: 156, failed: 0 });
  });
});

describe('a road network that is away', () => {
  const faults: [string, RegExp, (response: ServerResponse) => void][] = [
    ['a fault of its own', /500 in a form of its own/, (response) => response.writeHead(500).end('{"error":"oh"}')],
    ['a page instead of JSON', /502 without JSON/, (response) => response.writeHead(502).end('<h1>Bad gateway</h1>')],
    ['a query it does not take', /InvalidQuery/, (response) => response.writeHead(400).end('{"code":"InvalidQuery"}')],
    ['a table of another size', /another size/, (response) => response.end('{"code":"Ok","durations":[[1]]}')],
    ['times below nothing', /form of its own/, (response) => response.end('{"code":"Ok","durations":[[-1,2]]}')],
    ['a cut connection', /cannot be reached/, (response) => response.destroy()],
    ['a way elsewhere', /cannot be reached/, (response) => response.writeHead(302, { location: '/' }).end()],
  ];

  test.each(faults)('by %s leaves straight lines, and is told once', async (_name, reason, answer) => {
    osrm.instead = answer;
    const places = row(3);
    for (let time = 0; time < 3; time += 1) {
      expect(known(places)[0]).toEqual([0, null, null]);
      await travel.settled();
    }
    expect(osrm.asked).toHaveLength(1);
    expect(logged).toHaveLength(1);
    expect(logged[0]?.reason).toMatch(reason);
    expect(travel.counts()).toMatchObject({ failed: 1, table: 0 });
  });

  test('is asked again after 1, 2, 4 … seconds, at most 5 minutes, and told when it is back', async () => {
    osrm.instead = (response) => response.writeHead(503).end();
    const places = row(3);
    const pauses: number[] = [];
    let last = 0;
    for (let asked = 0; asked < 12;) {
      known(places);
      await travel.settled();
      if (osrm.asked.length > asked) {
        asked = osrm.asked.length;
        pauses.push((now - last) / 1_000);
        last = now;
      }
      now += 500;
    }
    expect(pauses).toEqual([0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
    osrm.instead = undefined;
    now += 300_000;
    known(places);
    await travel.settled();
    expect(known(places).flat()).not.toContain(null);
    expect(logged.map(({ msg }) => msg)).toEqual([
      'the road network is away: plans reckon with straight lines',
      'the road network answers again',
    ]);
  });

  test('by silence is waited for no longer than the limit', async () => {
    osrm.instead = () => undefined;
    const slow = providerAt(osrm.url, 30);
    known(row(2), slow);
    await slow.settled();
    expect(logged[0]?.reason).toBe('it did not answer in time');
  });

  test('because nothing listens there is told with its cause', async () => {
    await osrm.close();
    known(row(2));
    await travel.settled();
    expect(logged[0]?.reason).toMatch(/ECONNREFUSED/);
  });

  test('keeps what was known before', async () => {
    known(row(2));
    await travel.settled();
    osrm.instead = (response) => response.writeHead(503).end();
    known(row(3));
    await travel.settled();
    expect(known(row(3))[0]?.[1]).not.toBeNull();
  });
});

describe('the cache', () => {
  test('forgets the place that was not asked for the longest, with all its ways', () => {
    const cache = new TravelCache(3);
    const [a, b, c, d] = row(4).map((place) => () => cache.slot(place)) as [
      () => number,
      () => number,
      () => number,
      () => number,
    ];
    cache.learn(a(), b(), 5);
    cache.learn(c(), b(), 6);
    a();
    b();
    const slot = d();
    expect(cache.minutes(a(), b())).toBe(5);
    expect(cache.knows(slot, b())).toBe(false);
    expect(cache.knows(b(), slot)).toBe(false);
    expect(slot).toBe(2);
  });

  test('takes places within a metre for the same', () => {
    const cache = new TravelCache(2);
    expect(cache.slot({ lat: 48.000001, lon: 16 })).toBe(cache.slot({ lat: 48.000004, lon: 16 }));
  });
});

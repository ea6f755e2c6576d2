import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { DEFAULT_SEED, generateTown } from './generate.ts';
import { cyclic, distance, insideRing, ringArea, type Xy } from './plane.ts';
import { projectionAround } from './projection.ts';
import { alongPath, travelPath } from './travel.ts';
import type { LonLat, Position, Town } from './town.types.ts';

const SEEDS = [DEFAULT_SEED, 2, 7];
const towns = new Map(SEEDS.map((seed) => [seed, generateTown({ seed })]));
const townOf = (seed: number): Town => towns.get(seed) ?? generateTown({ seed });

const plain = (p: Position | LonLat): Xy => (Array.isArray(p) ? p : [p.lon, p.lat]);
const ringOf = (coordinates: readonly LonLat[]): Xy[] => coordinates.slice(0, -1).map(plain);
const polygonsOf = (town: Town, kinds: readonly string[]): Xy[][] =>
  town.basemap.features.flatMap(({ properties, geometry }) =>
    kinds.includes(properties.kind) && geometry.type === 'Polygon' ? [ringOf(geometry.coordinates[0] ?? [])] : [],
  );
const districtRings = (town: Town): Xy[][] =>
  town.districts.map(({ geometry }) => ringOf(geometry.coordinates[0] ?? []));

test('the same seed gives the same town to the last digit, another seed another one', () => {
  expect(JSON.stringify(generateTown({ seed: 2 }))).toBe(JSON.stringify(townOf(2)));
  expect(townOf(DEFAULT_SEED).addresses[0]).not.toEqual(townOf(2).addresses[0]);
});

test('another centre moves the town and leaves its shape', () => {
  const there = generateTown({ seed: 2, centre: { lat: 48.1, lon: 16.4 } });
  expect(there.centre.lat - townOf(2).centre.lat).toBeCloseTo(48.1 - 52.2085, 4);
  expect(there.addresses.map(({ street, number }) => `${street} ${number}`)).toEqual(
    townOf(2).addresses.map(({ street, number }) => `${street} ${number}`),
  );
});

describe.each(SEEDS)('the town of seed %i', (seed) => {
  const town = townOf(seed);

  test('is as large as a town of 60,000 and has what a town has', () => {
    const metres = projectionAround(town.centre);
    const { south, west, north, east } = town.bounds;
    const [low, high] = [metres.toMetres({ lat: south, lon: west }), metres.toMetres({ lat: north, lon: east })];
    expect(high[0] - low[0]).toBeGreaterThan(5000);
    expect(high[0] - low[0]).toBeLessThan(7400);
    expect(high[1] - low[1]).toBeGreaterThan(4200);
    expect(high[1] - low[1]).toBeLessThan(6200);
    expect(town.addresses.length).toBeGreaterThan(3000);
    expect(town.bridges).toHaveLength(4);
    const kinds = new Set(town.basemap.features.map(({ properties }) => properties.kind));
    expect([...kinds].sort()).toEqual(
      expect.arrayContaining(['block', 'building', 'land', 'park', 'rail', 'river', 'street', 'wood']),
    );
    const classes = new Set(town.streets.map((street) => street.class));
    expect([...classes].sort()).toEqual(['primary', 'residential', 'secondary']);
    expect(town.districts.reduce((sum, { population }) => sum + population, 0)).toBeCloseTo(town.population, -2);
  });

  test('has a basemap of at most 900 KB, 250 KB compressed', () => {
    const text = JSON.stringify(town.basemap);
    expect(text.length).toBeLessThan(900_000);
    expect(gzipSync(text).length).toBeLessThan(250_000);
  });

  test('has seven districts that tile it: every border lies between two of them or around all of them', () => {
    expect(new Set(town.districts.map(({ name }) => name)).size).toBe(7);
    const rings = districtRings(town);
    const halves = new Set<string>();
    const name = (a: Xy, b: Xy): string => `${a.join()}>${b.join()}`;
    for (const ring of rings) {
      expect(ringArea(ring)).toBeGreaterThan(0);
      ring.forEach((a, i) => {
        const half = name(a, cyclic(ring, i + 1));
        // Were two districts to overlap, both would have the same land on their left somewhere.
        expect(halves.has(half)).toBe(false);
        halves.add(half);
      });
    }
    // What has no twin is the outer border; followed around it must be one ring of the sum of all areas.
    const next = new Map<string, Xy>();
    let edges = 0;
    for (const ring of rings)
      ring.forEach((a, i) => {
        const b = cyclic(ring, i + 1);
        if (halves.has(name(b, a))) return;
        next.set(a.join(), b);
        edges++;
      });
    const [start] = next.values();
    const outer: Xy[] = [];
    for (let p = start; p && outer.length <= edges && (outer.length === 0 || p !== start); p = next.get(p.join()))
      outer.push(p);
    expect(outer.length).toBe(edges);
    const sum = rings.reduce((total, ring) => total + ringArea(ring), 0);
    expect(Math.abs(sum - ringArea(outer)) / sum).toBeLessThan(1e-9);
  });

  test('has each address in exactly its district, out of water and parks', () => {
    const rings = districtRings(town);
    const water = polygonsOf(town, ['river', 'water', 'park', 'wood']).map((ring) => {
      const [xs, ys] = [ring.map((p) => p[0]), ring.map((p) => p[1])];
      return { ring, x0: Math.min(...xs), x1: Math.max(...xs), y0: Math.min(...ys), y1: Math.max(...ys) };
    });
    const isIn = ([x, y]: Xy, { ring, x0, x1, y0, y1 }: (typeof water)[number]): boolean =>
      x >= x0 && x <= x1 && y >= y0 && y <= y1 && insideRing([x, y], ring);
    const wrong = town.addresses.filter((address) => {
      const p = plain(address);
      const homes = rings.flatMap((ring, index) => (insideRing(p, ring) ? [index] : []));
      return homes.length !== 1 || homes[0] !== address.district || water.some((area) => isIn(p, area));
    });
    expect(wrong).toEqual([]);
  });

  test('has no two streets and no two doors of the same name', () => {
    expect(new Set(town.streets.map(({ name }) => name)).size).toBe(town.streets.length);
    const doors = town.addresses.map(({ street, number }) => `${street} ${number}`);
    expect(new Set(doors).size).toBe(doors.length);
    const names = new Set(town.streets.map(({ name }) => name));
    expect(town.addresses.filter(({ street }) => !names.has(street))).toEqual([]);
  });

  test('has odd numbers on one side of each street and even ones on the other, near that street', () => {
    const metres = projectionAround(town.centre);
    const lines = new Map<string, Xy[][]>();
    for (const edge of town.graph.edges)
      if (edge.name !== null)
        lines.set(edge.name, [
          ...(lines.get(edge.name) ?? []),
          edge.points.map(([lon, lat]) => metres.toMetres({ lat, lon })),
        ]);
    let far = 0;
    for (const address of town.addresses) {
      const p = metres.toMetres(address);
      let nearest = Infinity;
      for (const line of lines.get(address.street) ?? [])
        for (let i = 1; i < line.length; i++) {
          const [a, b] = [cyclic(line, i - 1), cyclic(line, i)];
          const t = Math.max(
            0,
            Math.min(1, ((p[0] - a[0]) * (b[0] - a[0]) + (p[1] - a[1]) * (b[1] - a[1])) / (distance(a, b) ** 2 || 1)),
          );
          nearest = Math.min(nearest, distance(p, [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]));
        }
      // Halls and long houses may stand back from the street they are numbered along.
      if (nearest > 40) far++;
    }
    expect(far / town.addresses.length).toBeLessThan(0.06);
  });

  test('has streets that all hang together', () => {
    const { nodes, edges } = town.graph;
    const links = nodes.map((): number[] => []);
    for (const { from, to } of edges) {
      links[from]?.push(to);
      links[to]?.push(from);
    }
    const seen = new Set([0]);
    const open = [0];
    for (let node = open.pop(); node !== undefined; node = open.pop())
      for (const to of links[node] ?? [])
        if (!seen.has(to)) {
          seen.add(to);
          open.push(to);
        }
    expect(seen.size).toBe(nodes.length);
  });

  test('has no street in the water but bridges, no street but paths in parks', () => {
    const river = polygonsOf(town, ['river', 'water']);
    const wet = new Set(
      town.graph.edges.flatMap(({ name, points }) =>
        points.some((p) => river.some((ring) => insideRing(plain(p), ring))) ? [name ?? 'a path'] : [],
      ),
    );
    for (const bridge of town.bridges) wet.delete(bridge.street);
    expect([...wet]).toEqual([]);

    const parks = polygonsOf(town, ['park']);
    const middle = (points: readonly LonLat[]): Xy => {
      const [a, b] = [plain(cyclic(points, 0)), plain(cyclic(points, 1))];
      return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    };
    // A hundred-thousandth of a degree inside: borders of parks are streets.
    const deep = (p: Xy, ring: readonly Xy[]): boolean =>
      [
        [4e-5, 0],
        [-4e-5, 0],
        [0, 4e-5],
        [0, -4e-5],
      ].every(([x = 0, y = 0]) => insideRing([p[0] + x, p[1] + y], ring));
    const across = town.graph.edges.filter(
      (edge) => edge.class === 'residential' && parks.some((ring) => deep(middle(edge.points), ring)),
    );
    expect(across.map(({ name }) => name)).toEqual([]);
  });
});

describe('a way through the town', () => {
  const town = townOf(DEFAULT_SEED);
  const metres = projectionAround(town.centre);

  test('begins and ends at the doors, is no shorter than the straight line and at most a few times longer', () => {
    for (let i = 0; i < 200; i++) {
      const from = cyclic(town.addresses, i * 37);
      const to = cyclic(town.addresses, i * 911 + 400);
      const path = travelPath(town, from, to);
      const straight = distance(metres.toMetres(from), metres.toMetres(to));
      expect(path.points[0]?.lat).toBeCloseTo(from.lat, 5);
      expect(path.points.at(-1)?.lon).toBeCloseTo(to.lon, 5);
      expect(path.metres).toBeGreaterThan(straight - 2);
      if (straight > 500) expect(path.metres).toBeLessThan(straight * 4);
    }
  });

  test('keeps to the streets', () => {
    const path = travelPath(town, cyclic(town.addresses, 10), cyclic(town.addresses, 5000));
    const corners = new Set(
      town.graph.edges.flatMap(({ points }) => points.map(([lon, lat]) => `${lat.toFixed(5)},${lon.toFixed(5)}`)),
    );
    const off = path.points.slice(2, -2).filter(({ lat, lon }) => {
      const near = [-1, 0, 1].flatMap((y) =>
        [-1, 0, 1].map((x) => `${(lat + y * 1e-5).toFixed(5)},${(lon + x * 1e-5).toFixed(5)}`),
      );
      return !near.some((key) => corners.has(key));
    });
    expect(off).toEqual([]);
  });

  test('can be followed from its beginning to its end', () => {
    const path = travelPath(town, cyclic(town.addresses, 10), cyclic(town.addresses, 5000));
    const places = [0, 0.25, 0.5, 0.75, 1].map((share) => alongPath(path, share));
    expect(places[0]).toMatchObject(cyclic(path.points, 0));
    expect(places[4]).toMatchObject({ ...path.points.at(-1), heading: null });
    for (const { heading } of places.slice(0, 4)) expect(heading).toBeGreaterThanOrEqual(0);
    // A quarter of the way at a time is never further than that quarter.
    for (let i = 1; i < places.length; i++)
      expect(distance(metres.toMetres(cyclic(places, i - 1)), metres.toMetres(cyclic(places, i)))).toBeLessThanOrEqual(
        path.metres / 4 + 1,
      );
  });

  test('to the same door is no way at all', () => {
    const door = cyclic(town.addresses, 3);
    expect(travelPath(town, door, door).metres).toBeLessThan(80);
  });
});

import { expect, test } from 'vitest';
import { Clusters, OVERDUE, singlesOf, type Level, type Points } from './clusters.ts';

interface Spot {
  lat?: number;
  lon?: number;
  weight?: number;
}

const [NORMAL, HIGH, EMERGENCY] = [1, 2, 3];

function points(spots: readonly Spot[], from = 0): Points {
  return {
    lat: Float64Array.from(spots, ({ lat = 42.36 }) => lat),
    lon: Float64Array.from(spots, ({ lon = -71.06 }) => lon),
    weight: Uint8Array.from(spots, ({ weight = NORMAL }) => weight),
    number: Uint32Array.from(spots, (_, i) => from + i),
  };
}

const rows = (level: Level): { count: number; worst: number; overdue: number; first: number; node: number }[] =>
  Array.from(level.count, (count, i) => ({
    count,
    worst: level.worst[i]!,
    overdue: level.overdue[i]!,
    first: level.first[i]!,
    node: level.node[i]!,
  })).sort((a, b) => a.count - b.count);

test('near issues become one cluster that carries the count, the worst urgency and how many are late', () => {
  const level = new Clusters(
    points([
      {},
      { lat: 42.3601, weight: EMERGENCY },
      { lat: 42.3602, weight: NORMAL + OVERDUE },
      { lat: 42.3, weight: HIGH },
    ]),
  ).level(12);
  expect(rows(level)).toMatchObject([
    { count: 1, worst: HIGH, node: 3 },
    { count: 3, worst: EMERGENCY, overdue: 1, first: 0 },
  ]);
});

test('a cluster opens at the zoom where its issues part, and issues at one address never do', () => {
  const apart = new Clusters(points([{}, { lat: 42.3625 }]));
  expect(apart.opensAt(apart.level(10).node[0]!)).toBe(14);
  const same = new Clusters(points([{}, {}]));
  const level = same.level(19);
  expect(level.count[0]).toBe(2);
  expect(same.opensAt(level.node[0]!)).toBeGreaterThan(19);
  expect(same.members(level.node[0]!).sort()).toEqual([0, 1]);
});

test('a cluster keeps its name as others come to it', () => {
  const spots = [{ lat: 42.3 }, {}, { lat: 42.3601 }];
  const before = rows(new Clusters(points(spots)).level(12)).at(-1);
  const after = rows(new Clusters(points([...spots, { lat: 42.3602 }])).level(12)).at(-1);
  expect([before?.count, after?.count]).toEqual([2, 3]);
  expect(after?.first).toBe(before?.first);
});

test('without gathering each issue stands by itself', () => {
  const level = singlesOf(points([{}, { weight: HIGH + OVERDUE }]), 12.5);
  expect(level.zoom).toBe(12);
  expect(rows(level)).toEqual([
    { count: 1, worst: NORMAL, overdue: 0, first: 0, node: 0 },
    { count: 1, worst: HIGH, overdue: 1, first: 1, node: 1 },
  ]);
});

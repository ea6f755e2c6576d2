import { expect, test } from 'vitest';
import type { MapContractor, MapIssue, MapTarget } from './map.types.ts';
import { describe, inOrder, keyOf } from './markers.order.ts';

const issue = (id: string, more: Partial<MapIssue> = {}): MapTarget => ({
  kind: 'issue',
  issue: {
    id,
    ref: `J-${id}`,
    title: 'Leak',
    lat: 0,
    lon: 0,
    urgency: 'normal',
    stage: 'en_route',
    overdue: false,
    onHold: false,
    rev: 1,
    ...more,
  },
});
const contractor = (name: string, more: Partial<MapContractor> = {}): MapTarget => ({
  kind: 'contractor',
  contractor: {
    id: name,
    name,
    initials: 'X',
    colour: '#000000',
    state: 'driving',
    lat: 0,
    lon: 0,
    heading: null,
    at: 0,
    ...more,
  },
});
const cluster: MapTarget = {
  kind: 'cluster',
  cluster: { key: 7, generation: 1, node: 7, lat: 0, lon: 0, count: 12, worst: 'high', overdue: 2 },
};

test('the keyboard meets what presses most first, contractors last', () => {
  const order = inOrder([
    contractor('Bo'),
    contractor('Ana'),
    issue('1'),
    issue('2', { overdue: true }),
    cluster,
    issue('3', { urgency: 'emergency' }),
  ]);
  expect(order.map(keyOf)).toEqual(['3', 'cluster 7', '2', '1', 'Ana', 'Bo']);
});

test('a marker is described as a person would', () => {
  expect(describe(issue('4F7K', { overdue: true, onHold: true, urgency: 'emergency' }), 0)).toBe(
    'Issue J-4F7K, Leak, emergency, en route, overdue, on hold',
  );
  expect(describe(contractor('Bo Li'), 12 * 60_000)).toBe('Contractor Bo Li, driving, position 12 minutes old');
  expect(describe(cluster, 0)).toBe('12 issues close together, worst high urgency, 2 overdue');
});

import { expect, test } from 'vitest';
import { IssueClusters } from './clusters.ts';
import type { MapIssue } from './map.types.ts';

function issue(id: string, more: Partial<MapIssue> = {}): MapIssue {
  return {
    id,
    ref: `J-${id}`,
    title: 'Leak',
    lat: 42.36,
    lon: -71.06,
    urgency: 'normal',
    stage: 'inbox',
    overdue: false,
    onHold: false,
    rev: 1,
    ...more,
  };
}
const boston: [number, number, number, number] = [-71.2, 42.2, -70.9, 42.5];

test('near issues become one cluster that carries the count, the worst urgency and how many are late', () => {
  const { singles, clusters } = new IssueClusters([
    issue('1'),
    issue('2', { lat: 42.3601, urgency: 'emergency' }),
    issue('3', { lat: 42.3602, overdue: true }),
    issue('4', { lat: 42.3, urgency: 'high' }),
  ]).within(boston, 12);
  expect(singles.map((single) => single.id)).toEqual(['4']);
  expect(clusters).toMatchObject([{ count: 3, worst: 'emergency', overdue: 1 }]);
});

test('a cluster opens at the zoom where its issues part, and issues at one address never do', () => {
  const apart = new IssueClusters([issue('1'), issue('2', { lat: 42.3625 })]);
  const [cluster] = apart.within(boston, 10).clusters;
  expect(apart.opensAt(cluster?.key ?? 0)).toBe(14);

  const same = new IssueClusters([issue('1'), issue('2')]);
  const [pile] = same.within(boston, 19).clusters;
  expect(pile?.count).toBe(2);
  expect(same.opensAt(pile?.key ?? 0)).toBeGreaterThan(19);
});

test('members come most urgent first, overdue before the rest', () => {
  const clusters = new IssueClusters([
    issue('1'),
    issue('2', { overdue: true }),
    issue('3', { urgency: 'emergency' }),
    issue('4', { urgency: 'low', overdue: true }),
  ]);
  const [pile] = clusters.within(boston, 12).clusters;
  expect(clusters.members(pile?.key ?? 0).map((member) => member.id)).toEqual(['3', '2', '1', '4']);
});

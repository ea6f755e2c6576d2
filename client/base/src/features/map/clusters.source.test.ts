import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ClusterSource, type StartThread } from './clusters.source.ts';
import { Clusters } from './clusters.ts';
import type { ClusterAnswer, ClusterQuestion } from './clusters.worker.ts';
import type { MapCluster, MapIssue } from './map.types.ts';

/** A thread that answers when it is told to. */
function slowThread(): { start: StartThread; asked: ClusterQuestion[]; work: () => void; fail: () => void } {
  const asked: ClusterQuestion[] = [];
  const waiting: ClusterQuestion[] = [];
  const kept = new Map<number, Clusters>();
  let tell: (answer: ClusterAnswer) => void = () => undefined;
  let broken: () => void = () => undefined;
  return {
    asked,
    start: (answered, failed) => {
      tell = answered;
      broken = failed;
      return {
        ask: (question) => {
          asked.push(question);
          waiting.push(question);
        },
        stop: () => undefined,
      };
    },
    work: () => {
      for (const question of waiting.splice(0)) {
        const { kind, generation } = question;
        const clusters = kept.get(generation);
        if (kind === 'fill') kept.set(generation, new Clusters(question.points));
        else if (kind === 'level') tell({ kind, generation, level: clusters!.level(question.zoom) });
        else if (kind === 'members') tell({ kind, ask: question.ask, value: clusters?.members(question.node) ?? null });
        else tell({ kind, ask: question.ask, value: clusters?.opensAt(question.node) ?? null });
      }
    },
    fail: () => {
      broken();
    },
  };
}

const issue = (id: string, more: Partial<MapIssue> = {}): MapIssue => ({
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
});
const [one, two] = [issue('1'), issue('2')];
const fills = (asked: readonly ClusterQuestion[]): number => asked.filter(({ kind }) => kind === 'fill').length;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a burst of changes is gathered twice: its first and its last', () => {
  const thread = slowThread();
  const source = new ClusterSource(1, () => undefined, thread.start);
  for (let i = 0; i < 20; i += 1) source.setIssues([one, two, issue(`more ${String(i)}`)]);
  expect(fills(thread.asked)).toBe(1);
  thread.work();
  vi.advanceTimersByTime(1000);
  expect(fills(thread.asked)).toBe(2);
  source.at(12);
  thread.work();
  expect(source.at(12).issues.map(({ id }) => id)).toEqual(['1', '2', 'more 19']);
});

test('while new clusters are made, the last ones are shown', () => {
  const thread = slowThread();
  const changed = vi.fn();
  const source = new ClusterSource(1, changed, thread.start);
  source.setIssues([one, two]);
  source.at(12);
  thread.work();
  expect(changed).toHaveBeenCalled();
  source.setIssues([one, two, issue('3')]);
  vi.advanceTimersByTime(1000);
  expect(source.at(12).level.count[0]).toBe(2);
  thread.work();
  expect(source.at(12).level.count[0]).toBe(3);
});

test('the levels next to the one looked at are there before they are asked for', () => {
  const thread = slowThread();
  const source = new ClusterSource(1, () => undefined, thread.start);
  source.setIssues([one, two]);
  source.at(12);
  thread.work();
  thread.work();
  const asked = thread.asked.length;
  expect([source.at(11).level.zoom, source.at(13).level.zoom]).toEqual([11, 13]);
  expect(thread.asked).toHaveLength(asked);
});

test('a cluster that was clicked gives its issues, most urgent first, also after others have come', async () => {
  const thread = slowThread();
  const source = new ClusterSource(1, () => undefined, thread.start);
  source.setIssues([one, issue('2', { overdue: true }), issue('3', { urgency: 'high' })]);
  source.at(12);
  thread.work();
  const { generation, level } = source.at(12);
  const cluster: MapCluster = {
    key: 0,
    generation,
    node: level.node[0]!,
    lat: 0,
    lon: 0,
    count: 3,
    worst: 'high',
    overdue: 1,
  };
  source.setIssues([one]);
  vi.advanceTimersByTime(1000);
  const members = source.members(cluster);
  thread.work();
  expect((await members).map(({ id }) => id)).toEqual(['3', '2', '1']);
});

test('a thread that fails leaves every issue on the map by itself', () => {
  const thread = slowThread();
  const source = new ClusterSource(1, () => undefined, thread.start);
  source.setIssues([one, two]);
  thread.fail();
  expect([...source.at(12).level.count]).toEqual([1, 1]);
});

test('one issue alone starts no thread', () => {
  const thread = slowThread();
  const source = new ClusterSource(1, () => undefined, thread.start);
  source.setIssues([one]);
  expect(source.at(12).issues).toEqual([one]);
  expect(thread.asked).toEqual([]);
});

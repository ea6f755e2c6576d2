import { expect, test } from 'vitest';
import { Arrangement, parseArrangement } from './arrangement.svelte.ts';

function storage(): Pick<Storage, 'getItem' | 'setItem'> {
  const kept = new Map<string, string>();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
}

test('an arrangement is remembered per person', () => {
  const kept = storage();
  const ana = new Arrangement('ana', null, kept);
  ana.toggle('map');
  ana.strip = 200;
  expect(new Arrangement('ana', null, kept).isOpen('map')).toBe(false);
  expect(new Arrangement('ana', null, kept).strip).toBe(200);
  expect(new Arrangement('ben', null, kept).isOpen('map')).toBe(true);
});

test('what the server remembers wins over the browser, and is told of each change', () => {
  const kept = storage();
  new Arrangement('ana', null, kept).toggle('map');
  const told: Record<string, unknown>[] = [];
  const ana = new Arrangement('ana', null, kept, { open: ['map', 'strip'] }, (stored) => told.push(stored));
  expect([ana.isOpen('kanban'), ana.isOpen('map')]).toEqual([false, true]);
  ana.strip = 222;
  expect(told).toMatchObject([{ strip: 222, open: ['map', 'strip'] }]);
});

test('a shared link wins over what is remembered', () => {
  const ana = new Arrangement('ana', null, storage());
  ana.toggle('strip');
  expect(new Arrangement('ben', ana.toText(), storage()).isOpen('strip')).toBe(false);
});

test('what does not fit is left at its default, and sizes at their limits', () => {
  expect(parseArrangement('not json')).toEqual(parseArrangement(null));
  expect(parseArrangement('{"open":["strip"],"kanban":9,"drawer":"x"}')).toEqual({
    ...parseArrangement(null),
    kanban: 0.8,
  });
});

test('the queue stays open beside whatever else is shown', () => {
  const one = new Arrangement('ana', null, storage());
  expect(one.isOpen('needs')).toBe(false);
  one.toggle('needs');
  one.show(['map', 'strip']);
  expect([one.isOpen('needs'), one.isOpen('kanban')]).toEqual([true, false]);
});

test('hiding the last of kanban and map shows the other', () => {
  const one = new Arrangement('ana', '{"open":["kanban"]}', storage());
  one.toggle('kanban');
  expect(one.isOpen('map')).toBe(true);
});

test('the timeline stands alone or below the others, and keeps its days and order', () => {
  const kept = storage();
  const ana = new Arrangement('ana', null, kept);
  ana.show(['time']);
  expect([ana.isOpen('time'), ana.isOpen('kanban')]).toEqual([true, false]);
  ana.toggle('time');
  expect([ana.isOpen('time'), ana.isOpen('kanban')]).toEqual([false, true]);
  ana.toggle('time');
  ana.span = 'week';
  ana.order = 'load';
  ana.time = 20;
  const again = new Arrangement('ana', null, kept);
  expect([again.isOpen('time'), again.span, again.order, again.time]).toEqual([true, 'week', 'load', 180]);
  expect(parseArrangement('{"span":"year","order":7}')).toMatchObject({ span: 'today', order: 'district' });
});

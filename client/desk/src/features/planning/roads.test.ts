import { FakeTime, settled } from '@dispatch/base/live/wire.fixture';
import type { TravelMatrix } from '@dispatch/shared/planning/travel';
import { expect, test } from 'vitest';
import { Roads } from './roads.ts';

const matrix = (minutes: number | null): TravelMatrix => ({ places: [{ lat: 1, lon: 1 }], minutes: [[minutes]] });

function setUp(answers: ({ matrix: TravelMatrix | null; complete: boolean } | 'offline')[]) {
  const time = new FakeTime();
  let asked = 0;
  let changes = 0;
  const roads = new Roads(
    () => (changes += 1),
    () => {
      const answer = answers[Math.min(asked, answers.length - 1)] ?? 'offline';
      asked += 1;
      return Promise.resolve(
        answer === 'offline' ? { kind: 'offline', sentence: 'Away.' } : { kind: 'done', status: 200, value: answer },
      );
    },
    time.every,
  );
  const pass = async (ms: number): Promise<void> => {
    time.pass(ms);
    await settled();
  };
  return { roads, pass, asked: () => asked, changes: () => changes };
}

test('a server without roads is asked once', async () => {
  const desk = setUp([{ matrix: null, complete: true }]);
  await desk.roads.load();
  await desk.pass(1_000_000);
  expect([desk.asked(), desk.changes()]).toEqual([1, 0]);
});

test('a server that is still learning is asked soon, one that knows later, one that is away later too', async () => {
  const desk = setUp([{ matrix: matrix(null), complete: false }, { matrix: matrix(7), complete: true }, 'offline']);
  await desk.roads.load();
  expect(desk.roads.matrix).toEqual(matrix(null));
  await desk.pass(5_000);
  expect(desk.roads.matrix).toEqual(matrix(7));
  await desk.pass(5_000);
  expect([desk.asked(), desk.changes()]).toEqual([2, 2]);
  await desk.pass(120_000);
  expect(desk.asked()).toBe(3);
  expect(desk.roads.matrix).toEqual(matrix(7));
  desk.roads.stop();
  await desk.pass(1_000_000);
  expect(desk.asked()).toBe(3);
});

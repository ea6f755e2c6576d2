import { describe, expect, test } from 'vitest';
import { checkDay } from './trsp.day.check.ts';
import { replayDay, type Day } from './trsp.day.ts';
import { outOfReach } from './trsp.dynamic.ts';
import { parseReleases, parseTrsp } from './trsp.parse.ts';
import { INSTANCE, RELEASES } from './trsp.sample.ts';

const instance = parseTrsp(INSTANCE, 'a.txt');
const known = parseReleases(RELEASES, 'r.txt', instance);
const replay = (times: Float64Array) => replayDay(instance, times, 1, () => ({ iterations: 50 }));

/** A day on which one technician did something else. */
function changed(
  day: Day,
  technician: number,
  how: (journey: Day['journeys'][number]) => Day['journeys'][number],
): Day {
  return { ...day, journeys: day.journeys.map((each) => (each.technician === technician ? how(each) : each)) };
}

describe('a day replayed', () => {
  const day = replay(known);

  test('serves what becomes known, and breaks no rule', () => {
    expect(checkDay(instance, known, day)).toMatchObject({ faults: [], unserved: [] });
    expect(day.history.map(({ time }) => time)).toEqual([0, 12]);
  });

  test('costs at least what it costs with all known before', () => {
    const all = replay(new Float64Array(3).fill(-Infinity));
    expect(all.history).toEqual([]);
    const { workingTime } = checkDay(instance, known, day);
    expect(workingTime).toBeGreaterThanOrEqual(checkDay(instance, known, all).workingTime - 1e-9);
  });

  test('goes the same way again with the same seed', () => {
    expect(replay(known)).toEqual(day);
  });

  test('leaves out what becomes known too late, and says that nobody could have come', () => {
    const late = Float64Array.of(-Infinity, 35, 0);
    expect(checkDay(instance, late, replay(late))).toMatchObject({ faults: [], unserved: [4] });
    expect([...outOfReach(instance, late)]).toEqual([4]);
    expect([...outOfReach(instance, known)]).toEqual([]);
  });

  test('keeps the legs under way when a request becomes known', () => {
    // 1 is on the way to 5 when 3 becomes known next to the home it has left
    const times = Float64Array.of(15, -Infinity, -Infinity);
    const under = replay(times);
    const [before] = under.history;
    expect(before!.journeys[0]!.legs.map(({ stop }) => stop)).toEqual([5]);
    expect(under.journeys[0]!.legs[0]).toEqual(before!.journeys[0]!.legs[0]);
    expect(checkDay(instance, times, under).faults).toEqual([]);
  });
});

describe('the check of a day', () => {
  const day = replay(known);
  const who = day.journeys.find(({ legs }) => legs.some(({ stop }) => stop === 4))!.technician;

  test('finds a technician under way to what is not known', () => {
    const later = Float64Array.of(-Infinity, 30, 0);
    expect(checkDay(instance, later, day).faults).toContain(`technician ${who} leaves for 4 before it is known`);
  });

  test('finds one that was sent elsewhere', () => {
    const begun = { time: 90, journeys: day.journeys };
    const other = changed(day, who, (each) => ({
      ...each,
      legs: each.legs.map((leg) => ({ ...leg, leaves: leg.leaves - 1 })),
    }));
    const { faults } = checkDay(instance, known, { ...other, history: [begun] });
    expect(faults).toContain(`technician ${who} was under way at 90 and was sent elsewhere`);
  });

  test('finds a leg that was begun unseen', () => {
    const unseen = { time: 90, journeys: day.journeys.map((each) => ({ ...each, legs: [], returns: null })) };
    const { faults } = checkDay(instance, known, { ...day, history: [unseen] });
    expect(faults).toContain(`technician ${who} set out before 90, but nothing was known of it then`);
  });

  test('finds one who is faster than the road', () => {
    const fast = changed(day, who, (each) => ({ ...each, returns: (each.returns ?? 0) - 1 }));
    expect(checkDay(instance, known, fast).faults.join()).toMatch(`technician ${who} is not back at`);
    const early = changed(day, who, (each) => ({ ...each, legs: each.legs.map((leg) => ({ ...leg, begins: 20 })) }));
    expect(checkDay(instance, known, early).faults).toContain(`technician ${who} cannot begin 4 at 20`);
  });
});

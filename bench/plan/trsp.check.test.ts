import { describe, expect, test } from 'vitest';
import { checkTrsp, timing } from './trsp.check.ts';
import { parseTrsp } from './trsp.parse.ts';
import { INSTANCE } from './trsp.sample.ts';

const instance = parseTrsp(INSTANCE, 'a.txt');
const [first] = instance.technicians;
const route = (technician: number, ...stops: number[]) => ({ technician, stops });

describe('the check of a plan', () => {
  test('finds nothing in a right plan and adds up its working time', () => {
    const checked = checkTrsp(instance, [route(1, 5, 0, 3), route(2, 4)]);
    expect(checked).toMatchObject({ faults: [], unserved: [] });
    // 1: home to 5 for 20, 5 there, 20 to the depot, 10 to 3, 10 there, home; 2: there, 5, and back
    expect(checked.workingTime).toBeCloseTo(10 + 5 + 20 + 10 + 10 + Math.hypot(10, 10) + (9.5 + 5 + 9.5), 9);
  });

  test('lets nobody leave before it helps the end', () => {
    const [request] = instance.requests.filter(({ id }) => id === 5);
    expect(timing(first!, [request!])).toEqual({ departs: 10, begins: [20], returns: 35 });
  });

  test.each([
    [[route(1, 3, 5)], 'technician 1 lacks the part 0 for request 5'],
    [[route(1, 4)], 'technician 1 lacks the tool 1 for request 4'],
    [[route(2, 3)], 'technician 2 lacks the skill 0 for request 3'],
    [[route(1, 5, 0, 3, 4)], 'technician 1 begins 4 at 75.500, which closes at 40'],
    [[route(1, 0, 3, 0, 5)], 'technician 1 visits the depot 2 times'],
    [[route(1, 3), route(1, 5)], 'technician 1 has two routes'],
    [[route(1, 3, 0, 3)], 'request 3 is served 2 times'],
    [[route(1, 7)], 'technician 1 has a stop 7, which is no request'],
    [[route(9, 3)], 'there is no technician 9'],
  ])('of %j says %s', (routes, sentence) => {
    expect(checkTrsp(instance, routes).faults).toContain(sentence);
  });

  test('says who is back too late', () => {
    const late = { ...instance, technicians: instance.technicians.map((each) => ({ ...each, closes: 20 })) };
    expect(checkTrsp(late, [route(1, 3)]).faults).toContain('technician 1 is back at 38.284, after 20');
  });

  test('tells what nobody serves', () => {
    expect(checkTrsp(instance, [route(2, 4)]).unserved).toEqual([3, 5]);
  });
});

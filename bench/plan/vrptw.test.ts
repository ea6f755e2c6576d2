import { describe, expect, test } from 'vitest';
import { OptionError, parsePlanOptions } from './options.ts';
import { checkPlan } from './vrptw.check.ts';
import { classOf, parseInstance } from './vrptw.instance.ts';

const HEAD = ['T101', '', 'VEHICLE', 'NUMBER     CAPACITY', '  3         20', '', 'CUSTOMER', 'CUST NO.  XCOORD.'];
const ROWS = [
  '    0      0         0          0          0       100          0   ',
  '    1      3         4         10         0         50         10',
  '\t2\t6\t8\t10\t0\t20\t10',
  '    3      0         5         10         8         90         1.5',
];

function file(rows = ROWS, head = HEAD, lineEnd = '\r\n'): string {
  return [...head, ' ', ...rows].join(lineEnd);
}

describe('reading an instance', () => {
  test('takes Windows and Unix line ends, tabs and blank lines', () => {
    const instance = parseInstance(file(), 'T101.TXT');
    expect(instance).toMatchObject({ name: 'T101', vehicles: 3, capacity: 20 });
    expect(instance.depot).toEqual({ x: 0, y: 0, demand: 0, ready: 0, due: 100, service: 0 });
    expect(instance.customers).toHaveLength(3);
    expect(instance.customers[2]).toEqual({ x: 0, y: 5, demand: 10, ready: 8, due: 90, service: 1.5 });
    for (const lineEnd of ['\n', '\r', '\n\n']) {
      expect(parseInstance(file(ROWS, HEAD, lineEnd), 'T101.TXT')).toEqual(instance);
    }
  });

  test.each([
    ['no vehicles', file(ROWS, HEAD.slice(0, 2)), 'T.txt:7: no line "VEHICLE"'],
    ['no customers', HEAD.slice(0, 5).join('\n'), 'T.txt:5: no line "CUSTOMER"'],
    ['no rows', file([]), 'T.txt:8: no depot and customers'],
    ['a fleet without capacity', file(ROWS, HEAD.with(4, '3')), 'T.txt:5: the number and the capacity'],
    ['no vehicle', file(ROWS, HEAD.with(4, '0 20')), 'T.txt:5: no vehicles'],
    ['a short row', file([...ROWS, '4 1 2 3']), 'T.txt:14: a customer has 7 numbers'],
    ['a word in a row', file(ROWS.with(2, '2 6 8 ten 0 20 10')), 'T.txt:12: a customer has 7 numbers'],
    ['a number left out', file(ROWS.toSpliced(1, 1)), 'T.txt:11: customer 1 is expected here, not 2'],
    ['a window that ends first', file(ROWS.with(1, '1 3 4 10 60 50 10')), 'T.txt:11: the window ends before it begins'],
    ['a negative demand', file(ROWS.with(1, '1 3 4 -1 0 50 10')), 'T.txt:11: demand and service'],
    ['a web page', '<!doctype html>\n<html></html>', 'T.txt:2: no line "VEHICLE"'],
    ['nothing', '', 'T.txt:1: no line "VEHICLE"'],
  ])('of %s says the line', (_, text, message) => {
    expect(() => parseInstance(text, 'T.txt')).toThrow(OptionError);
    expect(() => parseInstance(text, 'T.txt')).toThrow(message);
  });

  test.each([
    ['R101', 'R1'],
    ['rc207', 'RC2'],
    ['C1_2_1', 'C1'],
    ['RC2_10_10', 'RC2'],
    ['mine', 'other'],
  ])('%s is of class %s', (name, expected) => expect(classOf(name)).toBe(expected));
});

describe('checking a plan', () => {
  const instance = parseInstance(file(), 'T101.txt');

  test('a plan that holds all rules', () => {
    expect(checkPlan(instance, [[2], [1], [0]])).toEqual({ distance: 40, vehicles: 3, unserved: 0, faults: [] });
    expect(checkPlan(instance, [[1, 0], []])).toMatchObject({ distance: 20, vehicles: 1, unserved: 1, faults: [] });
  });

  test.each([
    ['served twice', [[0], [0], [1], [2]], 'customer 1 is served 2 times'],
    ['too late', [[0, 1], [2]], 'route 1: customer 2 at 20'],
    ['too heavy', [[1, 0, 2]], 'route 1: load 30 of 20'],
    ['unknown', [[1], [7]], 'route 2: there is no customer 8'],
  ])('%s is told', (_, routes, fault) => {
    const { faults } = checkPlan({ ...instance, customers: instance.customers.with(1, late()) }, routes);
    expect(faults.join('\n')).toContain(fault);
  });

  test('too many vehicles are told', () => {
    expect(checkPlan({ ...instance, vehicles: 2 }, [[0], [1], [2]]).faults).toEqual(['3 vehicles of 2']);
  });

  function late() {
    return { x: 6, y: 8, demand: 10, ready: 0, due: 19.9, service: 10 };
  }
});

describe('the options', () => {
  test('have sensible values left out', () => {
    expect(parsePlanOptions(['--set', 'vrptw'], '/data')).toMatchObject({
      dir: '/data/vrptw',
      seconds: 10,
      objective: 'distance',
      seed: 1,
      only: [],
    });
    expect(parsePlanOptions(['--set', 'vrptw'], undefined).dir).toBeNull();
    expect(parsePlanOptions(['--only', 'R1,C1', '--only', 'RC2'], undefined).only).toEqual(['R1', 'C1', 'RC2']);
  });

  test.each([
    [['--seconds', '0'], '--seconds'],
    [['--seconds', 'ten'], '--seconds'],
    [['--objective', 'time'], '--objective'],
    [['--seed', '1.5'], '--seed'],
    [['--speed', '3'], 'speed'],
  ])('%j is refused', (args, message) => {
    expect(() => parsePlanOptions(args, undefined)).toThrow(OptionError);
    expect(() => parsePlanOptions(args, undefined)).toThrow(message);
  });
});

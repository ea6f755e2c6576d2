import { describe, expect, test } from 'vitest';
import { parseReleases, parseTrsp } from './trsp.parse.ts';
import { INSTANCE, RELEASES } from './trsp.sample.ts';

const sample = parseTrsp(INSTANCE, 'a.txt');

describe('a technician routing file', () => {
  test('gives the depot, the crew and the requests', () => {
    expect(sample).toMatchObject({ name: 'A1', skills: 2, tools: 2, parts: 2 });
    expect(sample.depot).toEqual({ id: 0, x: 0, y: 0, opens: 0, closes: 100, service: 0 });
    expect(sample.technicians.map(({ id }) => id)).toEqual([1, 2]);
    expect(sample.technicians[0]).toMatchObject({ skills: [0, 1], tools: [], parts: [1, 0] });
    expect(sample.requests.map(({ id }) => id)).toEqual([3, 4, 5]);
    expect(sample.requests[1]).toMatchObject({ x: 20.5, opens: 30, closes: 40, service: 5, tools: [1], parts: [0, 1] });
  });

  test('is read with the line ends of Windows', () => {
    expect(parseTrsp(INSTANCE.replaceAll('\n', '\r\n'), 'a.txt')).toEqual(sample);
  });

  test.each([
    ['[0]     []      [1,0]', '[7]     []      [1,0]', 'a.txt:12: expected skills below 2, got 7'],
    ['[0]     []      [1,0]', '[0]     []      [1]', 'a.txt:12: expected 2 numbers of spare parts, got 1'],
    [
      '[0]     []      [1,0]',
      '[0]     []      [1,x]',
      'a.txt:12: expected whole numbers in the list of spare parts, got [1,x]',
    ],
    ['[0]     []      [1,0]', '[0]     []', 'a.txt:12: expected id, x, y, opening'],
    ['3    10', '8    10', 'a.txt:12: expected the id 3, got 8'],
    ['30     40', '50     40', 'a.txt:13: expected to close after opening at 50, got 40'],
    ['2       2      2      2', '2       2      2', 'a.txt:5: expected four whole numbers'],
    ['CREW COUNT', 'COUNT', 'a.txt:1: expected a line that begins with CREW COUNT'],
  ])('with %s as %s is told with its line', (whole, broken, sentence) => {
    expect(INSTANCE).toContain(whole);
    expect(() => parseTrsp(INSTANCE.replace(whole, broken), 'a.txt')).toThrow(sentence);
  });

  test('that ends within the crew is told', () => {
    const short = INSTANCE.split('\n').slice(0, 10).join('\n');
    expect(() => parseTrsp(short, 'a.txt')).toThrow('expected 2 technicians, got 1');
  });
});

describe('a file of releases', () => {
  test('gives the time each request becomes known', () => {
    expect([...parseReleases(RELEASES, 'r.txt', sample)]).toEqual([-Infinity, 12, 0]);
  });

  test.each([
    ['4     12', '9     12', 'r.txt:6: expected the id of a request, got 9'],
    ['4     12', '3     12', 'r.txt:6: expected each request once, got 3 again'],
    ['4     12', '4', 'r.txt:6: expected an id and a time'],
    ['4     12', '', 'expected the request 4, too'],
    ['ID    RD', '', 'r.txt:1: expected a line ID RD'],
  ])('with %s as %s is told with its line', (whole, broken, sentence) => {
    expect(RELEASES).toContain(whole);
    expect(() => parseReleases(RELEASES.replace(whole, broken), 'r.txt', sample)).toThrow(sentence);
  });
});

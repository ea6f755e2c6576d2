import { describe, expect, test } from 'vitest';
import { joined, rounded, simplified, type LonLat } from './lines.ts';

describe('lines of a map', () => {
  test('are rounded to a metre, without points that are then the same', () => {
    expect(
      rounded([
        [-71.123456, 42.000004],
        [-71.123457, 42.000001],
        [-71.2, 42.1, 12],
      ]),
    ).toEqual([
      [-71.12346, 42],
      [-71.2, 42.1],
    ]);
  });

  test('lose points nearer to the straight line than the tolerance, never their ends', () => {
    // 0.00001° of latitude are 1.1 m
    const line: LonLat[] = [
      [0, 42],
      [0.001, 42.00001],
      [0.002, 42],
      [0.003, 42.001],
      [0.004, 42],
    ];
    expect(simplified(line, 2)).toEqual([
      [0, 42],
      [0.002, 42],
      [0.003, 42.001],
      [0.004, 42],
    ]);
    expect(simplified(line, 0.5)).toEqual(line);
    expect(
      simplified(
        [
          [0, 42],
          [0, 42],
        ],
        2,
      ),
    ).toHaveLength(2);
  });

  test('a closed ring keeps its shape', () => {
    const ring: LonLat[] = [
      [0, 0],
      [0.01, 0],
      [0.01, 0.01],
      [0, 0.01],
      [0, 0],
    ];
    expect(simplified(ring, 2)).toEqual(ring);
  });

  test('join end to end in whatever direction they were drawn', () => {
    expect(
      joined([
        [
          [1, 0],
          [2, 0],
        ],
        [
          [1, 0],
          [0, 0],
        ],
        [
          [3, 0],
          [2, 0],
        ],
      ]),
    ).toHaveLength(1);
    expect(
      joined([
        [
          [1, 0],
          [2, 0],
        ],
        [
          [1, 0],
          [0, 0],
        ],
        [
          [3, 0],
          [2, 0],
        ],
      ])[0],
    ).toEqual(
      expect.arrayContaining([
        [0, 0],
        [1, 0],
        [2, 0],
        [3, 0],
      ]),
    );
  });

  test('do not join where three of them meet', () => {
    expect(
      joined([
        [
          [0, 0],
          [1, 0],
        ],
        [
          [1, 0],
          [2, 0],
        ],
        [
          [1, 0],
          [1, 1],
        ],
      ]),
    ).toHaveLength(3);
  });

  test('that make a circle end after one round', () => {
    expect(
      joined([
        [
          [0, 0],
          [1, 0],
        ],
        [
          [1, 0],
          [1, 1],
        ],
        [
          [1, 1],
          [0, 0],
        ],
      ]),
    ).toEqual([
      [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 0],
      ],
    ]);
    expect(
      joined([
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 0],
        ],
      ]),
    ).toEqual([
      [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 0],
      ],
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { distanceBetween } from '../places/distance.ts';
import { createTravel, townTravel } from './travel.ts';

const ORIGIN = { lat: 42.33, lon: -71.08 };
const settings = { ...townTravel(ORIGIN), detour: 1, stop: 0, speeds: Array<number>(24).fill(60) };

describe('travel', () => {
  it('is as long as the line over the earth, within a thousandth in a town', () => {
    const travel = createTravel(settings);
    for (const [north, east] of [
      [0.1, 0],
      [0, 0.15],
      [-0.08, 0.1],
      [0.05, -0.12],
    ] as const) {
      const there = { lat: ORIGIN.lat + north, lon: ORIGIN.lon + east };
      const metres = distanceBetween(ORIGIN, there);
      // at 60 km/h a kilometre is a minute
      expect(travel.minutes(travel.spot(ORIGIN), travel.spot(there), 0) * 1_000).toBeCloseTo(
        metres,
        -Math.log10(metres / 500),
      );
    }
  });

  it('takes the speed of the local hour', () => {
    const speeds = Array.from({ length: 24 }, (_, hour) => (hour === 8 ? 20 : 40));
    const travel = createTravel({ ...settings, speeds, offset: -240 });
    const [from, to] = [travel.spot(ORIGIN), travel.spot({ lat: 42.4, lon: -71.08 })];
    const at = (utc: number): number => travel.minutes(from, to, utc * 60);
    expect(at(12)).toBeCloseTo(2 * at(14), 6);
    expect(at(-12)).toBeCloseTo(at(12), 6);
  });

  it('believes a matrix where it knows both places and a way between them', () => {
    const there = { lat: 42.4, lon: -71.1 };
    const travel = createTravel({
      ...settings,
      matrix: {
        places: [ORIGIN, there],
        minutes: [
          [0, 25],
          [null, 0],
        ],
      },
    });
    const [a, b] = [travel.spot(ORIGIN), travel.spot(there)];
    const elsewhere = travel.spot({ lat: 42.4001, lon: -71.1 });
    expect(travel.minutes(a, b, 0)).toBe(25);
    expect(travel.minutes(b, a, 0)).toBeLessThan(10);
    expect(travel.minutes(a, elsewhere, 0)).toBeLessThan(10);
  });

  it('takes no time to where one is, and refuses a speed of nothing', () => {
    const travel = createTravel(townTravel(ORIGIN));
    expect(travel.minutes(travel.spot(ORIGIN), travel.spot(ORIGIN), 0)).toBe(0);
    expect(() => createTravel({ ...settings, speeds: [30] })).toThrow('Speed of hour 1');
  });
});

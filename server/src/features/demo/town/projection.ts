import type { Xy } from './plane.ts';
import type { LonLat, Position } from './town.types.ts';

/** Metres of one degree of latitude (mean of the WGS 84 ellipsoid around 52° N). */
const METRES_PER_DEGREE = 111_270;

/** Between metres around a centre and degrees; flat, which is exact to a metre over a town. */
export interface Projection {
  toLonLat(p: Xy, decimals: number): LonLat;
  toPosition(p: Xy): Position;
  toMetres(p: Position): Xy;
}

export function projectionAround(centre: Position): Projection {
  const perLon = METRES_PER_DEGREE * Math.cos((centre.lat * Math.PI) / 180);
  const round = (value: number, decimals: number): number => Number(value.toFixed(decimals));
  const lon = (p: Xy): number => centre.lon + p[0] / perLon;
  const lat = (p: Xy): number => centre.lat + p[1] / METRES_PER_DEGREE;
  return {
    toLonLat: (p, decimals) => [round(lon(p), decimals), round(lat(p), decimals)],
    toPosition: (p) => ({ lat: round(lat(p), 6), lon: round(lon(p), 6) }),
    toMetres: (p) => [(p.lon - centre.lon) * perLon, (p.lat - centre.lat) * METRES_PER_DEGREE],
  };
}

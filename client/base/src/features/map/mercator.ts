/**
 * Web Mercator with the whole world as the square 0 to 1, so that a pixel at zoom z is `x * 256 * 2 ** z`. Leaflet's own
 * projection makes an object per point, which is too slow for tens of thousands of them.
 */
const RAD = Math.PI / 180;

/** Width of the world at zoom 0, in pixels. */
export const WORLD = 256;

export function worldX(lon: number): number {
  return lon / 360 + 0.5;
}

export function worldY(lat: number): number {
  const sin = Math.sin(Math.max(-85.05, Math.min(85.05, lat)) * RAD);
  return 0.5 - (0.25 * Math.log((1 + sin) / (1 - sin))) / Math.PI;
}

export function lonOf(x: number): number {
  return (x - 0.5) * 360;
}

export function latOf(y: number): number {
  return (2 * Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) - Math.PI / 2) / RAD;
}

/** Pixels per metre at a latitude and zoom (the earth's circumference at the equator is 40,075,017 m). */
export function pixelsPerMetre(lat: number, zoom: number): number {
  return (WORLD * 2 ** zoom) / (40_075_017 * Math.cos(lat * RAD));
}

/** Made city records for benchmarks where no city's files are at hand: always the same ones. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A square town of four districts. Degrees. */
const TOWN = { west: 13.0, south: 52.38, side: 0.12 };
const KINDS = [
  'Pothole',
  'Street light out',
  'Graffiti',
  'Fallen tree',
  'Missed collection',
  'Blocked drain',
  'Broken sign',
  'Noise',
];
const STREETS = ['Mill', 'Harbour', 'Station', 'Church', 'Garden', 'Long', 'Bridge', 'School', 'Market', 'River'];
const HEADER =
  'case_enquiry_id,open_dt,target_dt,closed_dt,ontime,case_status,closure_reason,case_title,subject,reason,type,queue,department,submittedphoto,closedphoto,location,fire_district,pwd_district,city_council_district,police_district,neighborhood,neighborhood_services_district,ward,precinct,location_street_name,location_zipcode,latitude,longitude,source';

/** Numbers from 0 to 1 that are the same on each run (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Writes open requests and districts as a city would. @returns the files: requests (CSV) and districts (GeoJSON) */
export function writeRequests(folder: string, count: number): [requests: string, districts: string] {
  const random = numbers(311);
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? '';
  const at = (days: number): string =>
    new Date(Date.UTC(2011, 11, 31) - days * 86_400_000).toISOString().slice(0, 19).replace('T', ' ');
  const lines = Array.from({ length: count }, (_, i) => {
    const kind = pick(KINDS);
    // Half of it near the middle, as towns are
    const spread = random() < 0.5 ? 0.3 : 1;
    const lat = TOWN.south + TOWN.side * (0.5 + (random() - 0.5) * spread);
    const lon = TOWN.west + TOWN.side * (0.5 + (random() - 0.5) * spread);
    const opened = random() * 180;
    const street = `${pick(STREETS)} St`;
    const place = `${String(1 + Math.floor(random() * 200))} ${street}`;
    return `1010${String(i).padStart(8, '0')},${at(opened)},${at(opened - random() * 40)},,,Open, ,${kind},Works,${kind},${kind},Works,Works,,,${place},1,1,1,A1,,1,Ward 1,0101,${street},,${lat.toFixed(4)},${lon.toFixed(4)},Self Service`;
  });
  const requests = join(folder, 'requests.csv');
  writeFileSync(requests, [HEADER, ...lines, ''].join('\n'));
  const half = TOWN.side / 2;
  const square = (x: number, y: number): number[][] => {
    const [west, south] = [TOWN.west + x * half, TOWN.south + y * half];
    return [
      [west, south],
      [west + half, south],
      [west + half, south + half],
      [west, south + half],
      [west, south],
    ];
  };
  const districts = join(folder, 'districts.geojson');
  writeFileSync(
    districts,
    JSON.stringify({
      type: 'FeatureCollection',
      features: ['South-west', 'South-east', 'North-west', 'North-east'].map((name, i) => ({
        type: 'Feature',
        properties: { Name: name },
        geometry: { type: 'Polygon', coordinates: [square(i % 2, Math.floor(i / 2))] },
      })),
    }),
  );
  return [requests, districts];
}

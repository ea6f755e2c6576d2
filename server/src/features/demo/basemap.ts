import { generateTown } from './town/generate.ts';
import type { Town } from './town/town.types.ts';

/** The same town everywhere: its streets stand in the documentation's pictures. */
export const DEMO_SEED = 7;

let town: Town | null = null;

/** The demo town, generated once per process. */
export function demoTown(): Town {
  return (town ??= generateTown({ seed: DEMO_SEED }));
}

const EMPTY = '{"type":"FeatureCollection","features":[]}';
let text: string | null = null;

/** The bundled map as GeoJSON text; empty where the database is not the demo town's. */
export function basemapText(isDemo: boolean): Promise<string> {
  if (!isDemo) return Promise.resolve(EMPTY);
  text ??= JSON.stringify(demoTown().basemap);
  return Promise.resolve(text);
}

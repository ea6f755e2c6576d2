import { generateTown } from './town/generate.ts';
import type { Town } from './town/town.types.ts';

/** The same town everywhere: its streets stand in the documentation's pictures. */
export const DEMO_SEED = 7;

let town: Town | null = null;

/** The demo town, generated once per process. */
export function demoTown(): Town {
  return (town ??= generateTown({ seed: DEMO_SEED }));
}

let text: string | null = null;

/** The town's map as GeoJSON text. */
export function basemapText(): string {
  return (text ??= JSON.stringify(demoTown().basemap));
}

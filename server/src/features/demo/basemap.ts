import { demoTown } from './demo-town.ts';

let text: string | null = null;

/** The town's map as GeoJSON text. */
export function basemapText(): string {
  return (text ??= JSON.stringify(demoTown().basemap));
}

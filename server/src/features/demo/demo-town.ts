import { generateTown } from './town/generate.ts';
import type { Town } from './town/town.types.ts';

/** The same town everywhere: its streets stand in the documentation's pictures. */
const DEMO_SEED = 7;

let town: Town | null = null;

/** The demo town, generated once per process. */
export function demoTown(): Town {
  return (town ??= generateTown({ seed: DEMO_SEED }));
}

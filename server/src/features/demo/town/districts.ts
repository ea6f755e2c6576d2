import { type Xy } from './plane.ts';
import type { Block } from './landuse.ts';
import type { Network } from './network.ts';
import { mergeBlocks } from './outline.ts';

/** In the order of districtOf: the old town, then counter-clockwise from the east. */
export const DISTRICT_NAMES = [
  'Altstadt',
  'Osterfeld',
  'Hammerwerk',
  'Nordend',
  'Westermark',
  'Auental',
  'Südhöhe',
] as const;

/** The border of each district, open and counter-clockwise. Neighbours share the very same points. */
export function districtRings(blocks: readonly Block[], network: Network): Xy[][] {
  return DISTRICT_NAMES.map((name, index) => {
    const parts = mergeBlocks(blocks, (block) => block.district === index, network);
    const [only] = parts;
    if (!only || parts.length > 1 || only.holes.length > 0)
      throw new Error(`districtRings: expected ${name} in one piece without holes, got ${String(parts.length)} pieces`);
    return only.outer;
  });
}

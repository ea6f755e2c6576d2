import { cyclic, distance, type Xy } from './plane.ts';
import type { Block } from './landuse.ts';
import { type Chain, chainPoints, type Network, type StreetClass } from './network.ts';
import type { Random } from './random.ts';
import { StreetNames } from './street-names.ts';

/** A street: its chains in the order of its house numbers, which rise away from the middle of the town. */
export interface NamedStreet {
  name: string;
  class: Exclude<StreetClass, 'path'>;
  chains: Chain[];
  length: number;
}

/** Where an edge lies along its street: metres before it, and whether it is walked from a to b. */
export interface Place {
  street: number;
  before: number;
  forward: boolean;
}

/** Names every street; chains with the same given name (the rings, the roads out of town) are one street. */
export function nameStreets(
  chains: readonly Chain[],
  network: Network,
  blocks: readonly Block[],
  middle: Xy,
  random: Random,
): { streets: NamedStreet[]; places: Map<number, Place> } {
  const taken = new Set(chains.flatMap((chain) => chain.name ?? []));
  const names = new StreetNames(random, taken);
  const away = (p: Xy): number => distance(p, middle);
  const byName = new Map<string, NamedStreet>();
  const ways = chains.filter((chain) => chain.way !== 'path').sort((p, q) => q.length - p.length);
  for (const chain of ways) {
    const points = chainPoints(chain, network.edges);
    const first = cyclic(points, 0);
    const last = cyclic(points, points.length - 1);
    if (away(last) < away(first)) turnRound(chain);
    const name = chain.name ?? names.take(districtOfChain(chain, network, blocks), chain.length);
    const street = byName.get(name);
    if (street) {
      street.chains.push(chain);
      street.length += chain.length;
      if (chain.way === 'primary' || chain.way === 'secondary') street.class = chain.way;
    } else if (chain.way !== 'path')
      byName.set(name, { name, class: chain.way, chains: [chain], length: chain.length });
  }
  const streets = [...byName.values()];
  const places = new Map<number, Place>();
  streets.forEach((street, index) => {
    street.chains.sort(
      (p, q) => away(cyclic(chainPoints(p, network.edges), 0)) - away(cyclic(chainPoints(q, network.edges), 0)),
    );
    let before = 0;
    for (const chain of street.chains)
      for (const { edge, forward } of chain.steps) {
        places.set(edge, { street: index, before, forward });
        before += cyclic(network.edges, edge).length;
      }
  });
  return { streets, places };
}

function turnRound(chain: Chain): void {
  chain.steps = chain.steps.map(({ edge, forward }) => ({ edge, forward: !forward })).reverse();
}

/** The district along most of the street. */
function districtOfChain(chain: Chain, network: Network, blocks: readonly Block[]): number {
  const metres = new Map<number, number>();
  for (const { edge } of chain.steps) {
    const { left, right, length } = cyclic(network.edges, edge);
    for (const side of [left, right]) {
      const district = blocks[side]?.district;
      if (district !== undefined) metres.set(district, (metres.get(district) ?? 0) + length);
    }
  }
  return [...metres].sort((p, q) => q[1] - p[1])[0]?.[0] ?? 0;
}

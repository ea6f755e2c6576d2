import type { Door } from './buildings.ts';
import type { Xy } from './plane.ts';
import type { Place } from './naming.ts';
import type { Network } from './network.ts';
import { cyclic } from './plane.ts';
import type { Random } from './random.ts';

export interface NumberedDoor {
  street: number;
  number: string;
  at: Xy;
  block: number;
}

/** House numbers: odd on the left seen from the middle of the town, even on the right, rising outwards. */
export function numberDoors(
  doors: readonly Door[],
  network: Network,
  places: ReadonlyMap<number, Place>,
  random: Random,
): NumberedDoor[] {
  const sides = new Map<number, { door: Door; s: number; street: number }[]>();
  for (const door of doors) {
    const place = places.get(door.edge);
    if (!place) continue;
    const { length } = cyclic(network.edges, door.edge);
    const s = place.before + (place.forward ? door.offset : length - door.offset);
    const left = door.side > 0 === place.forward;
    const key = place.street * 2 + (left ? 1 : 0);
    const list = sides.get(key);
    if (list) list.push({ door, s, street: place.street });
    else sides.set(key, [{ door, s, street: place.street }]);
  }
  const numbered: NumberedDoor[] = [];
  for (const [key, list] of [...sides].sort((p, q) => p[0] - q[0])) {
    list.sort((p, q) => p.s - q.s);
    let number = key % 2 === 1 ? 1 : 2;
    let letter = 0;
    let last = '';
    list.forEach(({ door, street }, index) => {
      // Now and then a house was added later and has a letter, or one is missing.
      if (index > 0) {
        const chance = random.next();
        if (chance < 0.03 && letter < 2) letter++;
        else {
          number += chance > 0.97 ? 4 : 2;
          letter = 0;
        }
      }
      last = `${String(number)}${letter === 0 ? '' : 'abc'.charAt(letter - 1)}`;
      numbered.push({ street, number: last, at: door.at, block: door.block });
    });
  }
  return numbered;
}

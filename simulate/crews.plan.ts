/** Which skills crews have and where they live, so that a day's work can be done. */
import type { Place } from '@dispatch/shared/places/distance';
import type { Random } from '../server/src/features/demo/town/random.ts';

/** Each crew has so many skills, as far as there are that many. */
const SKILLS_EACH = 4;

/**
 * Every skill is held by a share of the crews that follows how much work asks for it, and by two at least.
 *
 * @param work the skills that each request takes, all of them.
 * @param places where the day happens; crews live there.
 */
export function planCrews(
  count: number,
  work: readonly (readonly string[])[],
  places: readonly Place[],
  random: Random,
): { skills: string[]; home: Place }[] {
  const load = new Map<string, number>();
  for (const skills of work) for (const skill of skills) load.set(skill, (load.get(skill) ?? 0) + 1);
  const total = Math.max(
    1,
    [...load.values()].reduce((sum, value) => sum + value, 0),
  );
  const crews = Array.from({ length: count }, (_, at) => ({
    skills: new Set<string>(),
    home: homeOf(at, places, random),
  }));
  let next = 0;
  for (const [skill, share] of [...load].toSorted((a, b) => b[1] - a[1])) {
    const holders = Math.min(count, Math.max(2, Math.round((share / total) * count * SKILLS_EACH)));
    for (let held = 0; held < holders; held += 1) crews[(next + held) % count]?.skills.add(skill);
    next += holders;
  }
  return crews.map(({ skills, home }) => ({ skills: [...skills].toSorted().slice(0, 40), home }));
}

function homeOf(at: number, places: readonly Place[], random: Random): Place {
  // by its number, so that the same crew lives in the same place on each run of a day
  const { lat, lon } = places.length > 0 ? random.fork(`home ${String(at)}`).pick(places) : { lat: 0, lon: 0 };
  return { lat, lon };
}

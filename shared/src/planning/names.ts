/** How people, issues and times are called in the engine's sentences. */
import type { Names } from './explain.ts';
import { msOf } from './jobs.ts';
import type { PlanWorld } from './world.ts';

type Naming = Pick<PlanWorld, 'now' | 'cards' | 'contractors' | 'organisation'>;

/** Names from the rows a plan is made of; times in the organisation's zone, with the day when it is another than now's. */
export function namesOf({ now, cards, contractors, organisation }: Naming): Names {
  const people = new Map(Array.from(contractors, ({ id, name }) => [id, name]));
  const refs = new Map(Array.from(cards, ({ id, ref }) => [id, ref]));
  const { timeZone } = organisation;
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const day = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', day: 'numeric', month: 'short' });
  const today = day.format(now);
  return {
    contractor: (id) => people.get(id) ?? 'Someone',
    job: (id) => refs.get(id) ?? 'another job',
    skill: (id) => id,
    part: (id) => id,
    time: (at) => {
      const ms = msOf(at);
      const on = day.format(ms);
      return on === today ? clock.format(ms) : `${on.replace(',', '')} ${clock.format(ms)}`;
    },
  };
}

/** The same as households are told: contractors by their first names. */
export function byFirstName(names: Names): Names {
  return { ...names, contractor: (id) => names.contractor(id).trim().split(/\s+/)[0] ?? 'Someone' };
}

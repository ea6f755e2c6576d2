import { CATEGORIES, type CategoryCode } from './categories.ts';
import type { HistoryActor, HistoryIssue } from './history.types.ts';
import type { TownHousehold, TownPeople } from './people.types.ts';
import { cyclic, distance } from './plane.ts';
import { projectionAround } from './projection.ts';
import type { Random } from './random.ts';
import { OUTDOORS, writeReport } from './reports.ts';
import type { Town, TownAddress } from './town.types.ts';
import { nearestStreetPoint } from './travel.ts';

/** How often each category is reported, relative to the others. */
const SHARES: Readonly<Record<CategoryCode, number>> = {
  water_leak: 12,
  heating: 12,
  power: 8,
  street_light: 10,
  pothole: 10,
  drain: 10,
  gas_smell: 1.5,
  lift: 3,
  lock: 7,
  window: 6,
  waste: 9,
  tree: 5,
  graffiti: 5,
};

export interface Filing {
  at: number;
  category?: CategoryCode;
  household?: number;
  filedBy?: HistoryActor;
  callback?: boolean;
}

/** Lets households of the town file what goes wrong in and around their homes. */
export class Filings {
  private readonly byDistrict: TownAddress[][];
  private readonly town: Town;
  private readonly people: TownPeople;
  private readonly random: Random;

  constructor(town: Town, people: TownPeople, random: Random) {
    this.town = town;
    this.people = people;
    this.random = random;
    this.byDistrict = town.districts.map((_, index) => town.addresses.filter(({ district }) => district === index));
  }

  file({ at, category, household, filedBy, callback = false }: Filing): HistoryIssue {
    const { random } = this;
    const who = household ?? random.whole(0, this.people.households.length - 1);
    const home = cyclic(this.people.households, who);
    const code = category ?? random.weighted(SHARES);
    const spot = OUTDOORS.has(code) ? this.spotNear(home) : { ...home, place: home.address };
    const street = spot.place.replace(/(, near)? \d+[a-c]?$/, '');
    const report = callback
      ? { urgency: defaultUrgency(code), title: 'Please call me back', description: '', answers: {} }
      : writeReport(code, street, random);
    const self: HistoryActor = { kind: 'household', household: who };
    return {
      filedAt: at,
      filedBy: filedBy ?? (callback || random.chance(0.62) ? self : { kind: 'operator', operator: random.whole(0, 3) }),
      household: who,
      category: code,
      ...report,
      place: spot.place,
      lat: spot.lat,
      lon: spot.lon,
      district: spot.district,
      callback,
      steps: [],
    };
  }

  /** The same thing seen by somebody else, for the operator to merge. */
  fileAgain(first: HistoryIssue, at: number): HistoryIssue {
    const again = this.file({ at, category: first.category });
    return { ...again, place: first.place, lat: first.lat, lon: first.lon, district: first.district };
  }

  /** On a street within a few minutes' walk. */
  private spotNear(home: TownHousehold): { lat: number; lon: number; district: number; place: string } {
    const metres = projectionAround(home);
    const choices = this.byDistrict[home.district] ?? [];
    let best: TownAddress | undefined;
    let smallest = Infinity;
    const wanted = this.random.between(40, 450);
    for (let i = 0; i < 40 && choices.length > 0; i++) {
      const address = this.random.pick(choices);
      const off = Math.abs(distance(metres.toMetres(address), [0, 0]) - wanted);
      if (off >= smallest) continue;
      smallest = off;
      best = address;
    }
    if (!best) return { ...home, place: home.address };
    return {
      ...nearestStreetPoint(this.town, best),
      district: best.district,
      place: `${best.street}, near ${best.number}`,
    };
  }
}

export function categoryOf(code: CategoryCode): (typeof CATEGORIES)[number] {
  const category = CATEGORIES.find((one) => one.code === code);
  if (!category) throw new Error(`categoryOf: expected a category of the town, got ${code}`);
  return category;
}

const defaultUrgency = (code: CategoryCode): HistoryIssue['urgency'] => categoryOf(code).defaultUrgency;

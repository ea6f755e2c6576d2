import { initialsOf, PERSON_COLOURS } from '@dispatch/shared/people/initials';
import type { Skill } from './categories.ts';
import type { TownContractor, TownHousehold, TownMember, TownPeople, TownStaff } from './people.types.ts';
import { Registry } from './people-names.ts';
import { cyclic } from './plane.ts';
import { seededRandom, type Random } from './random.ts';
import type { Town, TownAddress } from './town.types.ts';

const HOUSEHOLDS = 300;

const TEAMS = ['Water and heat', 'Power and lifts', 'Roads and green', 'Buildings'] as const;

/** Each skill with at least two who have it. */
const TRADES: readonly { trade: string; skills: Skill[]; team: number }[] = [
  { trade: 'Plumber', skills: ['plumbing', 'heating'], team: 0 },
  { trade: 'Plumber', skills: ['plumbing', 'drains'], team: 0 },
  { trade: 'Heating engineer', skills: ['heating', 'gas'], team: 0 },
  { trade: 'Gas and water fitter', skills: ['gas', 'plumbing', 'heating'], team: 0 },
  { trade: 'Electrician', skills: ['electrical'], team: 1 },
  { trade: 'Electrician', skills: ['electrical', 'lifts'], team: 1 },
  { trade: 'Lift engineer', skills: ['lifts', 'electrical'], team: 1 },
  { trade: 'Road crew', skills: ['roads', 'drains'], team: 2 },
  { trade: 'Town services', skills: ['cleaning', 'green'], team: 2 },
  { trade: 'Carpenter and glazier', skills: ['carpentry', 'locks'], team: 3 },
  { trade: 'Locksmith', skills: ['locks', 'carpentry', 'cleaning'], team: 3 },
  { trade: 'Green keeper', skills: ['green', 'roads'], team: 2 },
];

const NOTES = [
  'Ring twice, the bell is faint.',
  'Key with the neighbour on the ground floor.',
  'Dog in the yard, friendly.',
  'Please call ahead, works nights.',
  'Entrance from the courtyard.',
  'Hard of hearing: text messages are better.',
  'Third floor, no lift.',
  'Parking only behind the house.',
] as const;

/** 300 households, 12 contractors, four operators with their teams, one admin and one owner; all made up. */
export function generatePeople(town: Town, seed: number = town.seed): TownPeople {
  const random = seededRandom(seed).fork('people');
  const registry = new Registry(random.fork('names'));
  const staff = (team: number | null): TownStaff => {
    const name = registry.name();
    return { name, email: registry.mail(name), phone: registry.mobilePhone(), team };
  };
  const owner = staff(null);
  const admin = staff(null);
  const operators = TEAMS.map((_, team) => staff(team));
  const homes = random.shuffled(town.addresses.filter((address) => address.use === 'home'));
  const taken = new Set<string>();
  const contractors = TRADES.map(({ trade, skills, team }, index): TownContractor => {
    // On the map two letters tell them apart.
    let name = registry.name();
    while (taken.has(initialsOf(name))) name = registry.name();
    taken.add(initialsOf(name));
    // Spread over the town: the districts take turns.
    const at = homes.findIndex((address) => address.district === index % town.districts.length);
    const [home = cyclic(homes, 0)] = homes.splice(Math.max(0, at), 1);
    return {
      name,
      trade,
      initials: initialsOf(name),
      colour: cyclic(PERSON_COLOURS, index),
      phone: registry.mobilePhone(),
      email: registry.mail(name),
      skills: [...skills],
      team,
      districts: [],
      home: { address: `${home.street} ${home.number}`, lat: home.lat, lon: home.lon, district: home.district },
    };
  });
  return {
    households: homes.slice(0, HOUSEHOLDS).map((address) => household(address, registry, random)),
    teams: TEAMS.map((name, lead) => ({ name, lead })),
    contractors,
    operators,
    admin,
    owner,
  };
}

function household(address: TownAddress, registry: Registry, random: Random): TownHousehold {
  const size = Number(random.weighted({ 1: 4, 2: 3.3, 3: 1.4, 4: 1.3 }));
  const family = registry.family();
  const members = Array.from({ length: size }, (_, i): TownMember => {
    const name = registry.name(i === 0 || random.chance(0.8) ? family : registry.family());
    // Children and some of the old have neither phone nor mail of their own.
    const reachable = i === 0 || (i === 1 && random.chance(0.7));
    return {
      name,
      phone: reachable ? registry.phone() : null,
      email: reachable && random.chance(0.82) ? registry.mail(name) : null,
    };
  });
  return {
    address: `${address.street} ${address.number}`,
    lat: address.lat,
    lon: address.lon,
    district: address.district,
    note: random.chance(0.09) ? random.pick(NOTES) : null,
    members,
  };
}

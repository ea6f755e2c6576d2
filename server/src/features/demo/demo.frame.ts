import { randomBytes } from 'node:crypto';
import { uuidv7 } from '@dispatch/shared/ids/uuid';
import { boundsOf } from '@dispatch/shared/places/polygon';
import { USUAL_WEEK } from '@dispatch/shared/promises/calendar';
import type { Urgency } from '@dispatch/shared/issues/status';
import type { Knex } from 'knex';
import type { Hasher } from '../accounts/index.ts';
import { scheduleColumns, townExceptions } from './demo.schedules.ts';
import { CATEGORIES, type CategoryCode } from './town/categories.ts';
import type { TownPeople, TownStaff } from './town/people.types.ts';
import type { Town } from './town/town.types.ts';

/** An account to try the demo with. */
export interface DemoAccount {
  role: string;
  email: string;
  password: string;
}

/** Ids of the town's records, by their index (or code) in the town. */
export interface Frame {
  districts: string[];
  teams: string[];
  categories: Record<CategoryCode, string>;
  operators: string[];
  contractors: { id: string; userId: string }[];
  households: string[];
  accounts: DemoAccount[];
}

/** What the town promises, in working minutes (emergencies: minutes). */
const PROMISES: Record<Urgency, [respond: number, resolve: number]> = {
  emergency: [15, 240],
  high: [60, 480],
  normal: [240, 1440],
  low: [960, 4800],
};

/** Some of the state's holidays in the year and the next: `MM-DD`. */
const HOLIDAYS: readonly [day: string, name: string][] = [
  ['01-01', 'New Year'],
  ['05-01', 'May Day'],
  ['10-03', 'Day of Unity'],
  ['10-31', 'Reformation Day'],
  ['12-25', 'Christmas Day'],
  ['12-26', 'Second Day of Christmas'],
];

/** How many households report things while the simulation is on. */
const SIMULATED_HOUSEHOLDS = 40;

export interface FrameOptions {
  town: Town;
  people: TownPeople;
  /** Unix ms. */
  now: number;
  hasher: Hasher;
  /** Which contractors and households get an account to try, the first one first. */
  contractorOrder: readonly number[];
  householdAccounts: readonly number[];
  /** Contractors that are off duty. */
  offDuty: ReadonlySet<number>;
}

/** Writes everything that stands around the town's issues. */
export async function writeFrame(trx: Knex, options: FrameOptions): Promise<Frame> {
  const { town, people, now, hasher } = options;
  const accounts: DemoAccount[] = [];

  async function user(
    role: string,
    { name, email, phone }: Omit<TownStaff, 'team'>,
    teamId: string | null = null,
  ): Promise<string> {
    const id = uuidv7();
    const password = randomBytes(9).toString('base64url');
    await trx('users').insert({
      id,
      role,
      email,
      name,
      phone,
      team_id: teamId,
      password_hash: await hasher.hash(password),
    });
    accounts.push({ role, email, password });
    return id;
  }

  await trx('settings').insert([
    { key: 'demo', value: JSON.stringify({ seed: town.seed, loadedAt: now }) },
    {
      key: 'organisation',
      value: JSON.stringify({ name: `Town of ${town.name}`, timeZone: town.timeZone, phone: '+49 5555 0100' }),
    },
  ]);
  const teams = people.teams.map(() => uuidv7());
  await trx('teams').insert(people.teams.map(({ name }, index) => ({ id: teams[index], name })));
  const districts = town.districts.map(() => uuidv7());
  await trx('districts').insert(
    town.districts.map(({ name, geometry }, index) => ({
      id: districts[index],
      name,
      geometry: JSON.stringify(geometry),
      ...boundsOf(geometry),
    })),
  );
  const categories = Object.fromEntries(CATEGORIES.map(({ code }) => [code, uuidv7()])) as Record<CategoryCode, string>;
  await trx('categories').insert(
    CATEGORIES.map(({ code, name, icon, skills, expectedMinutes, defaultUrgency, questions, parts }) => ({
      id: categories[code],
      code,
      name,
      icon,
      skills,
      expected_minutes: expectedMinutes,
      default_urgency: defaultUrgency,
      questions: JSON.stringify(questions),
      parts: JSON.stringify(parts),
    })),
  );
  await trx('promises').insert(
    Object.entries(PROMISES).map(([urgency, [respond, resolve]]) => ({
      id: uuidv7(),
      urgency,
      respond_minutes: respond,
      resolve_minutes: resolve,
    })),
  );
  await trx('calendar_week').insert(USUAL_WEEK.map(({ weekday, opens, closes }) => ({ weekday, opens, closes })));
  const year = new Date(now).getUTCFullYear();
  await trx('calendar_holidays').insert(
    [year, year + 1].flatMap((y) => HOLIDAYS.map(([day, name]) => ({ day: `${String(y)}-${day}`, name }))),
  );

  await user('owner', people.owner);
  await user('admin', people.admin);
  const operators: string[] = [];
  for (const operator of people.operators)
    operators.push(await user('operator', operator, operator.team === null ? null : (teams[operator.team] ?? null)));
  for (const [index, { lead }] of people.teams.entries())
    await trx('teams').where({ id: teams[index] }).update({ lead_user_id: operators[lead] });

  const contractors: Frame['contractors'] = people.contractors.map(() => ({ id: uuidv7(), userId: '' }));
  for (const index of options.contractorOrder) {
    const contractor = people.contractors[index]!;
    const teamId = teams[contractor.team] ?? null;
    const record = contractors[index]!;
    record.userId = await user('contractor', contractor, teamId);
    await trx('contractors').insert({
      id: record.id,
      user_id: record.userId,
      name: contractor.name,
      initials: contractor.initials,
      colour: contractor.colour,
      phone: contractor.phone,
      skills: contractor.skills,
      team_id: teamId,
      district_ids: contractor.districts.map((district) => districts[district]),
      home_lat: contractor.home.lat,
      home_lon: contractor.home.lon,
      on_duty: !options.offDuty.has(index),
      duty_changed_at: new Date(now - 2 * 3_600_000),
      ...scheduleColumns(index, now, town.centre),
    });
  }
  await trx('schedule_exceptions').insert(
    townExceptions(now, town.timeZone, options.offDuty).map(({ contractor, kind, state, from, until, note }) => ({
      id: uuidv7(),
      contractor_id: contractors[contractor]!.id,
      kind,
      state,
      starts_at: new Date(from),
      ends_at: new Date(until),
      note,
      asked_by: contractors[contractor]!.userId,
      asked_at: new Date(now - 3_600_000),
    })),
  );

  const households = people.households.map(() => uuidv7());
  await trx.batchInsert(
    'households',
    people.households.map(({ address, lat, lon, note }, index) => ({
      id: households[index]!,
      address,
      lat,
      lon,
      note,
    })),
    100,
  );
  const members = people.households.flatMap((household, index) =>
    household.members.map(({ name, phone, email }) => ({
      id: uuidv7(),
      household_id: households[index]!,
      name,
      phone,
      email,
    })),
  );
  await trx.batchInsert('household_members', members, 200);
  for (const index of options.householdAccounts) {
    const member = people.households[index]?.members[0];
    if (!member?.email) continue;
    const userId = await user('household', { name: member.name, email: member.email, phone: member.phone ?? '' });
    await trx('household_members')
      .where({ household_id: households[index], name: member.name })
      .update({ user_id: userId });
  }
  // The simulation's own: they cannot sign in, as they have no password.
  const taken = new Set(options.householdAccounts);
  const simulated = people.households.flatMap(({ members: [member] }, index) =>
    member?.email != null && !taken.has(index) ? [{ index, name: member.name, email: member.email }] : [],
  );
  for (const { index, name, email } of simulated.slice(0, SIMULATED_HOUSEHOLDS)) {
    const userId = uuidv7();
    await trx('users').insert({ id: userId, role: 'household', email, name });
    await trx('household_members').where({ household_id: households[index], name }).update({ user_id: userId });
  }
  return { districts, teams, categories, operators, contractors, households, accounts };
}

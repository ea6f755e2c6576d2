import type { Logger } from 'pino';
import { openDatabase, type Database } from '../../platform/database/database.ts';
import { createFeed } from '../../platform/feed/feed.ts';
import { createHasher } from '../accounts/index.ts';
import { createDistricts } from '../districts/index.ts';
import { createIssues, type IssueWorld } from '../issues/index.ts';
import { createPromises } from '../promises/index.ts';
import { demoTown } from './demo-town.ts';
import { writeFrame, type DemoAccount } from './demo.frame.ts';
import { stockOf } from './demo.schedules.ts';
import { replayHistory, type ReplayIssues } from './demo.replay.ts';
import { generateHistory, standingOf } from './town/history.ts';
import type { TownHistory } from './town/history.types.ts';
import { generatePeople } from './town/people.ts';

export interface DemoOptions {
  /** Of the migrated database. */
  databaseUrl: string;
  /** Unix ms. */
  now: number;
  settings: IssueWorld['settings'];
  log: Logger;
}

/** True when this database holds the demo town. */
export async function demoIsLoaded({ pool }: Database): Promise<boolean> {
  const { rowCount } = await pool.query({ name: 'demo-loaded', text: `select 1 from settings where key = 'demo'` });
  return (rowCount ?? 0) > 0;
}

/** Services side by side in the replay: as many as keep two cores busy. */
const SIDE_BY_SIDE = 4;

/**
 * Fills an empty database with the demo town. Nothing may run on the database yet: the weeks before now are history,
 * which nobody is told of.
 *
 * @returns the accounts to sign in with; null when the database holds something already.
 */
export async function loadDemo(options: DemoOptions): Promise<DemoAccount[] | null> {
  // What is lost in a crash here is loaded again from the seed.
  const database = openDatabase(options.databaseUrl, {
    connections: SIDE_BY_SIDE + 1,
    options: '-c synchronous_commit=off',
  });
  try {
    if (!(await isEmpty(database))) return null;
    return await fill(database, options);
  } finally {
    await database.close();
  }
}

/** An earlier loading that was cut short left its mark; what it wrote is taken away and the database counts as empty. */
async function isEmpty({ pool, knex }: Database): Promise<boolean> {
  const { rows } = await pool.query<{ half: boolean; full: boolean }>(`
    select exists (select 1 from settings where key = 'demo_loading') as half,
      exists (select 1 from users) or exists (select 1 from issues) or exists (select 1 from categories) as full`);
  const { half, full } = rows[0]!;
  if (half)
    await knex.raw(`truncate settings, users, teams, districts, categories, promises, calendar_week, calendar_holidays,
      contractors, households, issues, reference_events, idempotency_keys cascade`);
  return half || !full;
}

async function fill(database: Database, { now, settings, log }: DemoOptions): Promise<DemoAccount[]> {
  const town = demoTown();
  const people = generatePeople(town);
  const history = generateHistory(town, people, {
    seed: town.seed,
    now,
    confirmDays: settings.confirmDays,
    offerMinutes: settings.offerMinutes,
  });
  const busy = contractorsIn(history, ['offered', 'open', 'en_route', 'in_progress']);
  const indices = people.contractors.map((_, index) => index);
  const frame = await database.knex.transaction(async (trx) => {
    await trx('settings').insert({ key: 'demo_loading', value: 'true' });
    return writeFrame(trx, {
      town,
      people,
      now,
      hasher: createHasher(),
      // The first account printed is of someone who is free: trying an offer is then the first thing that can be done.
      contractorOrder: indices.toSorted((a, b) => Number(busy.has(a)) - Number(busy.has(b))),
      householdAccounts: householdsToTry(
        history,
        people.households.map(({ members }) => members[0]?.email != null),
      ),
      offDuty: new Set(indices.filter((index) => !busy.has(index)).slice(-1)),
    });
  });

  const promises = createPromises({
    database,
    committed: () => undefined,
    clock: () => now,
    timeZone: () => Promise.resolve(town.timeZone),
  });
  const districts = createDistricts({ database, committed: () => undefined, clock: () => now });
  await replayHistory(
    history,
    frame,
    Array.from({ length: SIDE_BY_SIDE }, () => serviceAt()),
  );
  await database.knex.transaction(async (trx) => {
    // Positions are known only of those who are on the way or at work.
    const underWay = contractorsIn(history, ['en_route', 'in_progress']);
    for (const { contractor, lat, lon, heading, at } of history.positions) {
      if (underWay.has(contractor))
        await trx('positions').insert({
          contractor_id: frame.contractors[contractor]!.id,
          lat,
          lon,
          heading,
          at: new Date(at),
        });
    }
    for (const [index, { id }] of frame.contractors.entries())
      await trx('contractors')
        .where({ id })
        .update({ stock: JSON.stringify(stockOf(index)) });
    // History stands outside the feed (decision 7): nobody is told what happened before.
    await trx.raw('update issue_events set xid = null');
    await trx.raw('delete from idempotency_keys');
    await trx('settings').where({ key: 'demo_loading' }).delete();
  });
  await database.knex.raw('analyze');
  return frame.accounts;

  function serviceAt(): ReplayIssues {
    let clock = now;
    const { service } = createIssues({
      database,
      settings,
      log,
      clock: () => clock,
      promises: () => promises.service.book(),
      districts: () => districts.service.index(),
      committed: () => undefined,
      cut: () => undefined,
      secret: '',
      feed: createFeed(database),
      limits: { file: () => Promise.resolve(), command: () => Promise.resolve() },
      publicPosition: () => Promise.resolve(null),
    });
    return { issues: service, setClock: (at) => (clock = at) };
  }
}

/** Contractors who had an issue that now stands in one of the stages. */
function contractorsIn(history: TownHistory, stages: readonly string[]): Set<number> {
  const contractors = new Set<number>();
  for (const issue of history.issues) {
    if (!stages.includes(standingOf(issue).stage)) continue;
    const last = issue.steps.findLast((step) => step.action === 'offer' || step.action === 'assign');
    if (last?.action === 'offer' || last?.action === 'assign') contractors.add(last.input.contractor);
  }
  return contractors;
}

/** Households worth trying: one that waits for someone on the way, one that is asked whether it is fixed, one that has peace. */
function householdsToTry(history: TownHistory, reachable: readonly boolean[]): number[] {
  const waiting = new Set(
    history.issues.filter((issue) => standingOf(issue).stage !== 'closed').map(({ household }) => household),
  );
  const at = (stage: string): number | undefined =>
    history.issues.findLast((issue) => standingOf(issue).stage === stage && reachable[issue.household] === true)
      ?.household;
  const quiet = reachable.findIndex((reached, household) => reached && !waiting.has(household));
  return [...new Set([quiet, at('en_route'), at('resolved')])].filter(
    (household) => household !== undefined && household >= 0,
  ) as number[];
}

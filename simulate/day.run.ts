/** A day from its first request to the comparison of every operator's screen with the board. */
import { simulatedPerson, type SimulatedPerson } from '../server/src/features/demo/simulation/simulated-person.ts';
import { seededRandom } from '../server/src/features/demo/town/random.ts';
import { Agenda } from './agenda.ts';
import { DayClock } from './clock.ts';
import { Crew } from './crew.ts';
import { MINUTE, type Day } from './day.types.ts';
import { SimulatedHousehold } from './household.ts';
import { APP } from './interface.ts';
import { SimulatedOperator } from './operator.ts';
import type { Recruited } from './recruits.ts';
import { Reporting, type Reported } from './reporting.ts';
import { Tally } from './tally.ts';

export interface DayOptions {
  url: string;
  day: Day;
  people: Recruited;
  speed: number;
  /** Ms since midnight. */
  from: number;
  until: number;
  seed: string;
  /** Progress, every ten seconds. */
  tell(progress: Progress): void;
  /** Ends the day early. */
  signal: AbortSignal;
}

/** How the day's own requests stand. */
export interface Progress {
  /** Ms since midnight. */
  at: number;
  filed: number;
  /** Not on the way yet; on the way or being worked on; done or ended. */
  open: number;
  inProgress: number;
  done: number;
  tally: Tally;
}

export interface DayEnd extends Progress {
  operators: number;
  /** Operators whose screen equals the board. */
  equal: number;
  /** Connections that had to be made again. */
  reconnects: number;
  seconds: number;
}

const TELL_EVERY = 10_000;
/** How often a contractor looks up, ms: a position goes out once a second at most. */
const STEP = 1_000;
/** How long an operator thinks about one thing, simulated ms. */
const THINK = [8_000, 40_000] as const;
/** Not faster than a hand moves, ms: also keeps within the server's limit on commands. */
const LEAST_THINK = 150;

export async function runDay(options: DayOptions): Promise<DayEnd> {
  const { url, day, people, speed, from, until, signal } = options;
  const random = seededRandom(options.seed);
  const tally = new Tally();
  const began = performance.now();
  const fault = (sentence: string): void => {
    tally.fault(sentence);
  };
  const person = (credentials: { cookie: string } | { link: string } | Record<string, never>): SimulatedPerson =>
    simulatedPerson(url, credentials, { told: tally.take, app: APP });
  const agenda = new Agenda((error) => {
    fault(error instanceof Error ? error.message : String(error));
  });

  const clock = new DayClock(speed, from);
  const crewIds = new Set(people.crews.map(({ contractorId }) => contractorId));
  const desks = people.operators.map(({ cookie, email }) => {
    const who = person({ cookie });
    const operator = new SimulatedOperator({
      person: who,
      random: random.fork(email),
      crew: crewIds,
      offerPatience: clock.real(15 * MINUTE),
      askPatience: clock.real(60 * MINUTE),
      fault,
    });
    return { who, operator };
  });
  // The server's clock may be a little behind this one.
  const since = Date.now() - 5_000;
  await Promise.all(desks.map(({ operator }) => operator.begin(since)));
  const [first] = desks;
  if (!first) throw new Error('expected an operator at least');
  let reconnects = 0;
  for (const { operator } of desks)
    operator.live.on('state', ({ kind }) => {
      if (kind === 'offline' && !agenda.over) reconnects += 1;
    });
  const { categories } = first.operator.reference;

  const crews = people.crews.map(({ cookie, contractorId, home, email }) => {
    const options = { contractorId, home, random: random.fork(email), clock, categories, fault };
    return new Crew({ person: person({ cookie }), ...options });
  });
  const reporting = new Reporting(
    {
      operators: desks.map(({ who }) => who),
      households: people.households.flatMap(({ cookie, householdId }) =>
        householdId === null ? [] : [{ person: person({ cookie }), householdId }],
      ),
      anyone: person({}),
    },
    () => [...categories.values()].filter(({ active }) => active),
    random.fork('reporting'),
  );

  const filed = new Set<string>();
  const households: SimulatedHousehold[] = [];
  const moods = random.fork('households');
  const follow = ({ issueId, link, account }: Reported): void => {
    const household = new SimulatedHousehold({
      person: account ?? person({ link }),
      issueId,
      random: moods.fork(issueId),
      clock,
      agenda,
      watches: account === null && moods.chance(0.6),
      alone: account === null,
    });
    households.push(household);
    household.begin();
  };
  // The clock began before the boards were open; what belongs to these seconds is filed at once.
  for (const request of day.requests)
    if (request.at >= from && request.at < until)
      agenda.after(clock.until(request.at), async () => {
        const reported = await reporting.report(request);
        if (!reported) return;
        filed.add(reported.issueId);
        follow(reported);
      });
  for (const { operator } of desks)
    agenda.each(
      () => Math.max(LEAST_THINK, clock.real(random.between(...THINK))),
      () => operator.act(),
    );
  for (const crew of crews) {
    crew.start();
    agenda.each(
      () => STEP * random.between(0.8, 1.2),
      () => crew.act(),
    );
  }

  const progress = (): Progress => {
    const store = first.operator.store;
    const [open, inProgress] = [
      ['new', 'open'],
      ['en_route', 'in_progress'],
    ].map((statuses) => [...filed].filter((id) => statuses.includes(store.get(id)?.status ?? '')).length) as [
      number,
      number,
    ];
    return { at: clock.now(), filed: filed.size, open, inProgress, done: filed.size - open - inProgress, tally };
  };
  const telling = setInterval(() => {
    options.tell(progress());
  }, TELL_EVERY);
  await over(clock.until(until), signal);
  clearInterval(telling);
  await agenda.end();

  const differences = await Promise.all(desks.map(({ operator }) => operator.differences()));
  for (const [at, found] of differences.entries())
    if (found.length > 0)
      fault(
        `the screen of operator ${String(at + 1)} differs from the board in ${String(found.length)}: ${found[0] ?? ''}`,
      );
  const end: DayEnd = {
    ...progress(),
    operators: desks.length,
    equal: differences.filter((found) => found.length === 0).length,
    reconnects,
    seconds: (performance.now() - began) / 1000,
  };
  for (const household of households) household.stop();
  for (const crew of crews) crew.stop();
  for (const { operator } of desks) operator.stop();
  return end;
}

function over(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(done, ms);
    if (signal.aborted) done();
    else signal.addEventListener('abort', done, { once: true });
  });
}

import type { Category } from '@dispatch/shared/board/reference';
import type { Logger } from 'pino';
import type { Database } from '../../../platform/database/database.ts';
import type { SessionStore } from '../../../platform/sessions/session.ts';
import type { Issues } from '../../issues/index.ts';
import { demoTown } from '../demo-town.ts';
import { Filings } from '../town/filing.ts';
import { generatePeople } from '../town/people.ts';
import { seededRandom } from '../town/random.ts';
import { travelPath } from '../town/travel.ts';
import { calmPace } from './contractor-pace.ts';
import { SimulatedContractor } from './simulated-contractor.ts';
import { simulatedPerson, type SimulatedPerson } from './simulated-person.ts';
import * as repo from './simulation.repo.ts';

export interface SimulationDependencies {
  database: Database;
  sessions: SessionStore;
  issues: Pick<Issues, 'link'>;
  clock(): number;
  /** True when people reach the board over TLS: decides the name of the session's cookie. */
  secure: boolean;
  /** True where the demo town is loaded. */
  available(): Promise<boolean>;
  log: Logger;
}

/** Simulated people of the demo town, switched on and off on the screen. */
export interface Simulation {
  state(): Promise<{ on: boolean; available: boolean }>;
  /** @param url of this node. @param pace 1 is calm; tests go faster. */
  start(url: string, pace?: number): Promise<void>;
  stop(): Promise<void>;
}

/** A step of everyone each so often, ms. */
const TICK_MS = 2000;
/** Seconds between two new reports, and until a household answers, at the calm pace. */
const REPORT_EVERY: readonly [number, number] = [45, 110];
const ANSWER_AFTER: readonly [number, number] = [40, 150];
/** Of ten that are asked whether it is fixed, one says no. */
const DISPUTES = 0.1;

/**
 * Contractors answer, drive and work, households report, answer and confirm, at a calm pace and through the public API
 * with sessions and tracking links of their own. Dispatching is left to whoever is at the desk.
 */
export function createSimulation(deps: SimulationDependencies): Simulation {
  const { database, sessions, clock, log } = deps;
  let running: { stop(): Promise<void> } | null = null;

  async function signIn(url: string, userId: string): Promise<SimulatedPerson> {
    const { setCookie } = await sessions.open(
      { userId, kiosk: false, app: 'simulation', userAgent: null },
      { secure: deps.secure },
    );
    return simulatedPerson(url, { cookie: setCookie.split(';')[0] ?? '' });
  }

  async function run(url: string, pace: number): Promise<{ stop(): Promise<void> }> {
    const town = demoTown();
    const random = seededRandom(clock());
    const filings = new Filings(town, generatePeople(town), random.fork('filings'));
    const crew = new Map<string, SimulatedContractor>();
    const reporters: { householdId: string; person: SimulatedPerson }[] = [];
    for (const { userId, householdId } of await repo.simulatedHouseholds(database.pool))
      reporters.push({ householdId, person: await signIn(url, userId) });
    const seconds = ([from, to]: readonly [number, number]): number => (random.between(from, to) * 1000) / pace;
    let reportAt = clock() + seconds([8, 20]);
    const patience = new Map<string, number>();

    async function contractors(now: number): Promise<void> {
      const free = await repo.freeContractors(database.pool);
      for (const [id, one] of crew)
        if (!free.some((contractor) => contractor.id === id)) {
          one.leave();
          crew.delete(id);
        }
      for (const { id, userId, homeLat, homeLon } of free) {
        if (!crew.has(id)) {
          const person = await signIn(url, userId);
          crew.set(
            id,
            new SimulatedContractor({
              person,
              random: random.fork(id),
              home: { lat: homeLat, lon: homeLon },
              pace: calmPace(random.fork(`pace ${id}`), pace),
              way: (from, to) => travelPath(town, from, to),
            }),
          );
        }
        await crew.get(id)?.tick(now);
      }
    }

    async function report(now: number): Promise<void> {
      if (now < reportAt || reporters.length === 0) return;
      reportAt = now + seconds(REPORT_EVERY);
      const { householdId, person } = random.pick(reporters);
      const report = filings.file({ at: now });
      const categories = await person.get<Category[]>('/categories');
      const category = categories.find(({ code }) => code === report.category);
      if (!category) return;
      const { title, description, answers, urgency, place, lat, lon } = report;
      await person.post('/issues', {
        categoryId: category.id,
        householdId,
        title,
        description,
        answers,
        urgency,
        place,
        lat,
        lon,
      });
    }

    async function households(now: number): Promise<void> {
      for (const { id, version, since, asked } of await repo.waitingForHousehold(database.pool)) {
        const key = `${id}/${String(since)}`;
        const at = patience.get(key) ?? Math.max(now, since) + seconds(ANSWER_AFTER);
        patience.set(key, at);
        if (now < at) continue;
        patience.delete(key);
        const person = simulatedPerson(url, { link: (await deps.issues.link(id, 'act')).slice('/t/'.length) });
        if (asked) await person.post(`/issues/${id}/answer`, { text: 'Yes, somebody is in until five.' });
        else if (random.chance(DISPUTES))
          await person.post(`/issues/${id}/dispute`, { version, reason: 'It started again after an hour.' });
        else await person.post(`/issues/${id}/confirm`, { version, rating: random.whole(3, 5) });
        return;
      }
    }

    let stopped = false;
    let timer: NodeJS.Timeout | null = null;
    let step: Promise<void> = Promise.resolve();
    function next(): void {
      step = tick();
    }
    async function tick(): Promise<void> {
      for (const work of [contractors, report, households])
        try {
          await work(clock());
        } catch (error) {
          log.warn({ err: error }, 'the simulation stumbled; it goes on with its next step');
        }
      if (!stopped) timer = setTimeout(next, TICK_MS / Math.min(pace, 10));
    }
    step = tick();
    return {
      async stop() {
        stopped = true;
        if (timer) clearTimeout(timer);
        await step;
        for (const one of crew.values()) one.leave();
      },
    };
  }

  return {
    async state() {
      return { on: running !== null, available: await deps.available() };
    },
    async start(url, pace = 1) {
      if (running || !(await deps.available())) return;
      running = await run(url, pace);
      log.info('the simulation is on');
    },
    async stop() {
      const was = running;
      running = null;
      await was?.stop();
    },
  };
}

/** A simulated contractor with a tablet of its own: hears of its issues over its socket, and takes a real day's times. */
import { LiveConnection } from '@dispatch/base/live/connection';
import { IssueStore } from '@dispatch/base/live/issue-store';
import { wireOver } from '@dispatch/base/live/wire';
import type { Category } from '@dispatch/shared/board/reference';
import { distanceBetween, type Place } from '@dispatch/shared/places/distance';
import type { ContractorPace } from '../server/src/features/demo/simulation/contractor-pace.ts';
import { SimulatedContractor } from '../server/src/features/demo/simulation/simulated-contractor.ts';
import type { SimulatedPerson } from '../server/src/features/demo/simulation/simulated-person.ts';
import type { Random } from '../server/src/features/demo/town/random.ts';
import type { TravelPath } from '../server/src/features/demo/town/travel.ts';
import type { DayClock } from './clock.ts';
import { MINUTE } from './day.types.ts';

/** Metres a second through a city, with all its lights; and streets are longer than the crow's way. */
const SPEED = 7;
const DETOUR = 1.3;

export interface CrewOptions {
  person: SimulatedPerson;
  contractorId: string;
  home: Place;
  random: Random;
  clock: DayClock;
  categories: ReadonlyMap<string, Category>;
  fault(sentence: string): void;
}

export class Crew {
  readonly #person: SimulatedPerson;
  readonly #live: LiveConnection;
  readonly #contractor: SimulatedContractor;

  constructor({ person, contractorId, home, random, clock, categories, ...options }: CrewOptions) {
    this.#person = person;
    const store = new IssueStore();
    this.#live = new LiveConnection({ wire: wireOver(person.socket()) });
    store.attach(this.#live);
    this.#live.on('state', (state) => {
      if (state.kind === 'refused') options.fault(`a contractor's connection was refused: ${state.code}`);
    });
    this.#live.join([`contractor:${contractorId}`]);
    this.#contractor = new SimulatedContractor({
      person,
      random,
      home,
      pace: dayPace(random.fork('pace'), clock, categories),
      way: straightWay,
      cards: () => [...store.values()].filter((card) => card.contractorId === contractorId),
    });
  }

  start(): void {
    this.#live.start();
  }

  async act(): Promise<void> {
    if (this.#live.state.kind === 'live') await this.#contractor.tick(Date.now());
  }

  stop(): void {
    this.#live.stop();
    this.#person.leave();
  }
}

/** As the crow flies, at the pace of a city's streets. */
export function straightWay(from: Place, to: Place): TravelPath {
  const metres = distanceBetween(from, to);
  return { points: [from, to], metres, seconds: (metres * DETOUR) / SPEED };
}

/** Times as they are on a working day, shortened by the clock's speed. */
export function dayPace(
  random: Random,
  clock: DayClock,
  categories: ReadonlyMap<string, Pick<Category, 'expectedMinutes'>>,
): ContractorPace {
  /** Most near the middle, a few much longer. @param middle minutes */
  const about = (middle: number): number => clock.real(middle * MINUTE * Math.exp(random.normal(0, 0.45)));
  return {
    answer: () => about(3),
    setOut: () => about(4),
    drive: ({ seconds }) => clock.real((seconds + 120) * 1000),
    work: ({ categoryId }) => about(Math.min(120, 0.6 * (categories.get(categoryId)?.expectedMinutes ?? 45))),
    hold: () => about(20),
    passes: 0.08,
    ignores: 0.04,
    pauses: 0.1,
  };
}

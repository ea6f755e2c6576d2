import type { IssueCard } from '@dispatch/shared/issues/views';
import type { Random } from '../town/random.ts';
import type { TravelPath } from '../town/travel.ts';

/** How long things take a contractor, drawn anew each time, and how often it does what. Times in ms of a real clock. */
export interface ContractorPace {
  /** Until an offer is answered. */
  answer(): number;
  setOut(): number;
  drive(way: TravelPath): number;
  work(card: IssueCard): number;
  hold(): number;
  /** Of offers: shares that are passed, and that are left without an answer. */
  passes: number;
  ignores: number;
  /** Share of visits that are interrupted. */
  pauses: number;
}

/** Seconds that things take at the calm pace. */
const CALM = { answer: [12, 45], setOut: [10, 40], drive: [45, 110], work: [60, 150], hold: [30, 60] } as const;

/** For looking on: every step takes a minute or so, wherever it is. @param pace 1 is calm, 10 ten times as fast. */
export function calmPace(random: Random, pace: number): ContractorPace {
  const draw = ([from, to]: readonly [number, number]): number => (random.between(from, to) * 1000) / pace;
  return {
    answer: () => draw(CALM.answer),
    setOut: () => draw(CALM.setOut),
    drive: () => draw(CALM.drive),
    work: () => draw(CALM.work),
    hold: () => draw(CALM.hold),
    passes: 0.12,
    ignores: 0,
    pauses: 0.15,
  };
}

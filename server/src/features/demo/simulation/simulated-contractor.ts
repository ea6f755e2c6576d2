import type { IssueCard } from '@dispatch/shared/issues/views';
import type { Random } from '../town/random.ts';
import type { TravelPath } from '../town/travel.ts';
import { alongPath, travelPath } from '../town/travel.ts';
import type { Position as Place, Town } from '../town/town.types.ts';
import type { SimulatedPerson } from './simulated-person.ts';

/** Seconds that things take at the calm pace, drawn anew each time. */
const PACE = { answer: [12, 45], setOut: [10, 40], drive: [45, 110], work: [60, 150], hold: [30, 60] } as const;
const PASS_REASONS = ['Too far away', 'Not enough time'] as const;
const NOTES = [
  'Repaired.',
  'Part replaced and tested.',
  'Cleaned and checked.',
  'Made safe, all working again.',
] as const;

/** What it is doing; `until` is Unix ms. */
type Doing =
  | { kind: 'waiting' }
  | { kind: 'thinking'; issueId: string; until: number }
  | { kind: 'driving'; issueId: string; path: TravelPath; from: number; until: number }
  | { kind: 'working'; issueId: string; until: number; pauses: boolean };

/** One contractor who answers offers, drives along the streets and works, a step per `tick`. */
export class SimulatedContractor {
  readonly #person: SimulatedPerson;
  readonly #town: Town;
  readonly #random: Random;
  readonly #seconds: (from: number, to: number) => number;
  #at: Place;
  #doing: Doing = { kind: 'waiting' };

  /** @param pace 1 is calm, 10 ten times as fast. */
  constructor(options: { person: SimulatedPerson; town: Town; random: Random; home: Place; pace: number }) {
    this.#person = options.person;
    this.#town = options.town;
    this.#random = options.random;
    this.#at = options.home;
    this.#seconds = (from, to) => (this.#random.between(from, to) * 1000) / options.pace;
  }

  async tick(now: number): Promise<void> {
    const doing = this.#doing;
    if (doing.kind === 'driving') {
      const share = Math.min(1, (now - doing.from) / (doing.until - doing.from));
      const { heading, ...at } = alongPath(doing.path, share);
      this.#at = at;
      this.#person.position({ ...at, heading, at: now });
      if (share < 1) return;
    } else if (doing.kind !== 'waiting' && now < doing.until) return;
    const { content } = await this.#person.get<{ content: { cards: IssueCard[] } }>('/board');
    const card = this.#next(content.cards);
    if (card) await this.#take(card, now);
    else this.#doing = { kind: 'waiting' };
  }

  leave(): void {
    this.#person.leave();
  }

  /** What is under way first, then offers, then what is most urgent and oldest. */
  #next(cards: readonly IssueCard[]): IssueCard | undefined {
    const rank = ({ stage, urgency, filedAt }: IssueCard): number =>
      ['in_progress', 'en_route', 'offered', 'open'].indexOf(stage) * 1e15 -
      ['low', 'normal', 'high', 'emergency'].indexOf(urgency) * 1e14 +
      filedAt;
    return cards.filter(({ stage }) => stage !== 'resolved').toSorted((a, b) => rank(a) - rank(b))[0];
  }

  async #take(card: IssueCard, now: number): Promise<void> {
    const doing = this.#doing;
    const thought = doing.kind === 'thinking' && doing.issueId === card.id;
    switch (card.stage) {
      case 'offered':
      case 'open':
        if (!thought) {
          const [from, to] = card.stage === 'offered' ? PACE.answer : PACE.setOut;
          this.#doing = { kind: 'thinking', issueId: card.id, until: now + this.#seconds(from, to) };
        } else if (card.stage === 'offered') await this.#answer(card);
        else await this.#setOut(card, now);
        return;
      case 'en_route':
        if (doing.kind === 'driving' && doing.issueId === card.id) {
          if (await this.#say(card, 'arrive')) this.#work(card, now);
        } else this.#drive(card, now);
        return;
      case 'in_progress':
        if (doing.kind !== 'working' || doing.issueId !== card.id) this.#work(card, now);
        else if (card.hold !== null) await this.#say(card, 'resume');
        else if (doing.pauses) await this.#pause(card, now);
        else if (await this.#say(card, 'finish', { note: this.#random.pick(NOTES) })) this.#doing = { kind: 'waiting' };
        return;
      default:
        this.#doing = { kind: 'waiting' };
    }
  }

  async #say(card: IssueCard, action: string, input: object = {}): Promise<boolean> {
    return (await this.#person.post(`/issues/${card.id}/${action}`, { version: card.version, ...input })) !== null;
  }

  async #answer(card: IssueCard): Promise<void> {
    if (this.#random.chance(0.12)) await this.#say(card, 'pass', { reason: this.#random.pick(PASS_REASONS) });
    else await this.#say(card, 'accept');
    this.#doing = { kind: 'waiting' };
  }

  async #setOut(card: IssueCard, now: number): Promise<void> {
    const until = this.#drive(card, now);
    if (!(await this.#say(card, 'depart', { etaAt: Math.round(until) }))) this.#doing = { kind: 'waiting' };
  }

  /** @returns when it will be there, Unix ms. */
  #drive(card: IssueCard, now: number): number {
    const to = card.lat === null || card.lon === null ? this.#at : { lat: card.lat, lon: card.lon };
    const until = now + this.#seconds(...PACE.drive);
    this.#doing = { kind: 'driving', issueId: card.id, path: travelPath(this.#town, this.#at, to), from: now, until };
    return until;
  }

  #work(card: IssueCard, now: number): void {
    this.#doing = {
      kind: 'working',
      issueId: card.id,
      until: now + this.#seconds(...PACE.work),
      pauses: this.#random.chance(0.15),
    };
  }

  async #pause(card: IssueCard, now: number): Promise<void> {
    await this.#say(card, 'hold', { hold: 'pickup', reason: 'A part from the store' });
    this.#doing = { kind: 'working', issueId: card.id, until: now + this.#seconds(...PACE.hold), pauses: false };
  }
}

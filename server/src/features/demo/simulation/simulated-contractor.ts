import type { IssueCard } from '@dispatch/shared/issues/views';
import type { Random } from '../town/random.ts';
import type { TravelPath } from '../town/travel.ts';
import { alongPath } from '../town/travel.ts';
import type { Position as Place } from '../town/town.types.ts';
import type { ContractorPace } from './contractor-pace.ts';
import type { SimulatedPerson } from './simulated-person.ts';

const PASS_REASONS = ['Too far away', 'Not enough time'] as const;
const NOTES = [
  'Repaired.',
  'Part replaced and tested.',
  'Cleaned and checked.',
  'Made safe, all working again.',
] as const;

/** Stages in which it has something to do. */
const STEPS: ReadonlySet<string> = new Set(['offered', 'open', 'en_route', 'in_progress']);

/** Names one offer: a later one of the same issue is another. */
function offerOf({ id, offerUntil }: IssueCard): string {
  return `${id}/${String(offerUntil)}`;
}

/** What it is doing; `until` is Unix ms. */
type Doing =
  | { kind: 'waiting' }
  | { kind: 'thinking'; issueId: string; until: number }
  | { kind: 'driving'; issueId: string; path: TravelPath; from: number; until: number }
  | { kind: 'working'; issueId: string; until: number; pauses: boolean };

export interface ContractorOptions {
  person: SimulatedPerson;
  random: Random;
  home: Place;
  pace: ContractorPace;
  /** How it gets from one place to another. */
  way(from: Place, to: Place): TravelPath;
  /** The cards it has or is asked to take; read over the API where nothing else is given. */
  cards?: () => Iterable<IssueCard>;
}

/** One contractor who answers offers, drives along the streets and works, a step per `tick`. */
export class SimulatedContractor {
  readonly #person: SimulatedPerson;
  readonly #random: Random;
  readonly #pace: ContractorPace;
  readonly #way: ContractorOptions['way'];
  readonly #cards: ContractorOptions['cards'];
  /** Offers it leaves without an answer, by issue and deadline. */
  readonly #ignored = new Set<string>();
  #at: Place;
  #doing: Doing = { kind: 'waiting' };

  constructor({ person, random, home, pace, way, cards }: ContractorOptions) {
    this.#person = person;
    this.#random = random;
    this.#at = home;
    this.#pace = pace;
    this.#way = way;
    this.#cards = cards;
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
    const card = this.#next(await this.#look());
    if (card) await this.#take(card, now);
    else this.#doing = { kind: 'waiting' };
  }

  leave(): void {
    this.#person.leave();
  }

  async #look(): Promise<readonly IssueCard[]> {
    if (this.#cards) return [...this.#cards()];
    return (await this.#person.get<{ content: { cards: IssueCard[] } }>('/board')).content.cards;
  }

  /** What is under way first, then offers, then what is most urgent and oldest. */
  #next(cards: readonly IssueCard[]): IssueCard | undefined {
    const rank = ({ stage, urgency, filedAt }: IssueCard): number =>
      ['in_progress', 'en_route', 'offered', 'open'].indexOf(stage) * 1e15 -
      ['low', 'normal', 'high', 'emergency'].indexOf(urgency) * 1e14 +
      filedAt;
    const mine = cards.filter((card) => STEPS.has(card.stage) && !this.#ignored.has(offerOf(card)));
    return mine.toSorted((a, b) => rank(a) - rank(b))[0];
  }

  async #take(card: IssueCard, now: number): Promise<void> {
    const doing = this.#doing;
    const thought = doing.kind === 'thinking' && doing.issueId === card.id;
    switch (card.stage) {
      case 'offered':
      case 'open':
        if (!thought) {
          const pause = card.stage === 'offered' ? this.#pace.answer() : this.#pace.setOut();
          this.#doing = { kind: 'thinking', issueId: card.id, until: now + pause };
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
    const mood = this.#random.next();
    if (mood < this.#pace.ignores) this.#ignored.add(offerOf(card));
    else if (mood < this.#pace.ignores + this.#pace.passes)
      await this.#say(card, 'pass', { reason: this.#random.pick(PASS_REASONS) });
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
    const path = this.#way(this.#at, to);
    const until = now + this.#pace.drive(path);
    this.#doing = { kind: 'driving', issueId: card.id, path, from: now, until };
    return until;
  }

  #work(card: IssueCard, now: number): void {
    this.#doing = {
      kind: 'working',
      issueId: card.id,
      until: now + this.#pace.work(card),
      pauses: this.#random.chance(this.#pace.pauses),
    };
  }

  async #pause(card: IssueCard, now: number): Promise<void> {
    await this.#say(card, 'hold', { hold: 'pickup', reason: 'A part from the store' });
    this.#doing = { kind: 'working', issueId: card.id, until: now + this.#pace.hold(), pauses: false };
  }
}

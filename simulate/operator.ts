/** An operator with a screen of its own: the client's own live classes over a real socket, and no page around them. */
import { api } from '@dispatch/base/lib/api';
import { LiveConnection } from '@dispatch/base/live/connection';
import { IssueStore } from '@dispatch/base/live/issue-store';
import { bodyOf, PendingCommands, type Done } from '@dispatch/base/live/pending-commands';
import { ReferenceStore } from '@dispatch/base/live/reference-store';
import { wireOver, type Wire } from '@dispatch/base/live/wire';
import type { Reference } from '@dispatch/shared/board/reference';
import type { IssueCard, IssueDetail } from '@dispatch/shared/issues/views';
import { boardRoom, UNPLACED, type Cursor, type Room, type RoomContent } from '@dispatch/shared/protocol/events';
import type { SimulatedPerson } from '../server/src/features/demo/simulation/simulated-person.ts';
import type { Random } from '../server/src/features/demo/town/random.ts';
import { nextDeed, type Deed } from './dispatching.ts';

export interface OperatorOptions {
  person: SimulatedPerson;
  random: Random;
  /** Contractors that answer; the others of the board are left alone. */
  crew: ReadonlySet<string>;
  /** How long an offer and a question may go without an answer, ms. */
  offerPatience: number;
  askPatience: number;
  /** What should not be: the server refuses the connection, a command that this screen took for possible. */
  fault(sentence: string): void;
}

/** Until a contractor's record says that it was asked, ms. */
const RECORD_LAG = 3_000;
const REPLIES = ['Thank you, we are on it.', 'The crew knows.', 'Sorry for the wait; somebody comes today.'];
type Board = { cursor: Cursor; content: RoomContent };

export class SimulatedOperator {
  readonly #options: OperatorOptions;
  readonly #wire: Wire;
  readonly live: LiveConnection;
  readonly store = new IssueStore();
  readonly reference: ReferenceStore;
  readonly #commands: PendingCommands;
  readonly #promised = new Map<string, number>();
  /** Comments of each issue that it has read. */
  readonly #read = new Map<string, number>();
  #looking: string | null = null;
  #since = 0;

  constructor(options: OperatorOptions) {
    this.#options = options;
    const { person } = options;
    this.#wire = wireOver(person.socket());
    this.live = new LiveConnection({ wire: this.#wire, snapshot: () => this.#get<Board>('/board') });
    this.reference = new ReferenceStore(() => this.#get<Reference>('/reference'));
    this.store.attach(this.live);
    this.reference.attach(this.live);
    this.live.on('state', (state) => {
      if (state.kind === 'refused') options.fault(`an operator's connection was refused: ${state.code}`);
      if (state.kind === 'outdated') options.fault('the server speaks another version of the protocol');
    });
    this.#commands = new PendingCommands({
      store: this.store,
      actor: { kind: 'operator' },
      send: (command) =>
        api<Done>(`/issues/${command.issueId}/${command.action}`, {
          method: 'POST',
          body: bodyOf(command),
          idempotencyKey: command.key,
          fetch: person.fetch,
        }),
    });
  }

  /** Opens the board. @param since what is filed from now on is today's work, Unix ms. @throws Error without an answer */
  async begin(since: number): Promise<void> {
    this.#since = since;
    if (!(await this.reference.load())) throw new Error('The board did not answer an operator.');
    this.live.join(['staff', UNPLACED, ...Array.from(this.reference.districts.keys(), boardRoom)]);
    this.live.start();
    await this.untilLive();
    for (const { id, comments } of this.store.values()) this.#read.set(id, comments);
  }

  /** Resolves at the next word that everything has been told. */
  untilLive(): Promise<void> {
    return new Promise((resolve) => {
      const stops: (() => void)[] = [];
      const check = (): void => {
        if (this.live.state.kind !== 'live') return;
        for (const stop of stops) stop();
        resolve();
      };
      stops.push(this.live.on('fresh', check));
    });
  }

  /** One thing: what waits most, and now and then a look at an issue. */
  async act(now = Date.now()): Promise<void> {
    if (this.live.state.kind !== 'live') return;
    const { random } = this.#options;
    const unread = [...this.store.values()].find(({ id, comments }) => comments > (this.#read.get(id) ?? 0));
    if (unread && random.chance(0.3)) {
      await this.#reply(unread);
      return;
    }
    const deed = this.#next(now);
    if (!deed) return;
    if (random.chance(0.2)) await this.#look(deed.card.id);
    await this.#do(deed, now);
  }

  #next(now: number): Deed | null {
    const { random, crew, offerPatience, askPatience } = this.#options;
    for (const [id, until] of this.#promised) if (until <= now) this.#promised.delete(id);
    return nextDeed({
      cards: this.#commands.values(),
      categories: this.reference.categories,
      crew: [...this.reference.contractors.values()].filter(({ id }) => crew.has(id)),
      promised: new Set(this.#promised.keys()),
      since: this.#since,
      now,
      offerPatience,
      askPatience,
      random,
    });
  }

  async #do({ card, action, input }: Deed, now: number): Promise<void> {
    const { contractorId } = input;
    if (typeof contractorId === 'string') {
      this.#promised.set(contractorId, now + RECORD_LAG);
      this.#wire.presence({ looking: this.#looking, drag: { issueId: card.id, contractorId } });
    }
    if (action === 'answer') await this.#commands.run(card.id, 'call', { to: 'household', outcome: 'reached' });
    const outcome = await this.#commands.run(card.id, action, input, card.version);
    if (outcome.kind === 'invalid')
      this.#options.fault(`${action}: ${outcome.fields.map(({ field, reason }) => `${field} ${reason}`).join(' ')}`);
    if (typeof contractorId === 'string') this.#wire.presence({ looking: this.#looking, drag: null });
  }

  /** Opens an issue in the place of the one that is open, as a drawer does. */
  async #look(id: string): Promise<IssueDetail | null> {
    if (this.#looking !== null) this.live.leave([roomOf(this.#looking)]);
    this.#looking = id;
    this.live.join([roomOf(id)]);
    this.#wire.presence({ looking: id, drag: null });
    const answer = await this.#get<{ detail: IssueDetail }>(`/issues/${id}`);
    return answer?.detail ?? null;
  }

  async #reply({ id, comments }: IssueCard): Promise<void> {
    this.#read.set(id, comments);
    const last = (await this.#look(id))?.comments.findLast(({ kind }) => kind === 'public');
    if (last?.author.kind !== 'household' && last?.author.kind !== 'link') return;
    this.#read.set(id, comments + 1);
    await this.#commands.run(id, 'comment', { text: this.#options.random.pick(REPLIES), kind: 'public' });
  }

  /**
   * Cards of this screen that are not as the server has them now, after everything has been told; none when all are equal.
   * Others may go on working meanwhile, so it looks again a few times before it believes what it sees.
   */
  async differences(tries = 8): Promise<string[]> {
    let found: string[] = ['the board did not answer'];
    for (let turn = 0; turn < tries && found.length > 0; turn += 1) {
      await this.untilLive();
      const board = await this.#get<Board>('/board');
      await this.untilLive();
      if (board) found = this.#compare(board.content.cards);
    }
    return found;
  }

  #compare(cards: readonly IssueCard[]): string[] {
    const theirs = new Map(cards.map((card) => [card.id, card]));
    const wrong = cards.filter(({ id, version, rev }) => {
      const held = this.store.get(id);
      return held?.version !== version || held.rev !== rev;
    });
    const extra = [...this.store.values()].filter(({ id }) => !theirs.has(id));
    return [...wrong.map(({ ref }) => `${ref} is missing or old`), ...extra.map(({ ref }) => `${ref} is gone`)];
  }

  stop(): void {
    this.#commands.stop();
    this.live.stop();
    this.#options.person.leave();
  }

  async #get<T>(path: string): Promise<T | null> {
    const answer = await api<T>(path, { fetch: this.#options.person.fetch });
    return answer.kind === 'done' ? answer.value : null;
  }
}

function roomOf(id: string): Room {
  return `issue:${id}:staff`;
}

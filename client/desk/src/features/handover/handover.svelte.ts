/** The page on which one operator leaves the desk to the next: how things stand, what was noted, who took over. */
import { api, type Answer } from '@dispatch/base/lib/api';
import { setZone } from '@dispatch/base/lib/time';
import type { Organisation } from '@dispatch/shared/board/reference';
import type { DeskPerson, Handover } from '@dispatch/shared/handover/handover';
import { uuidv7 } from '@dispatch/shared/ids/uuid';
import type { IssueCard } from '@dispatch/shared/issues/views';
import type { Me } from '@dispatch/shared/people/person';
import { openLiveBoard, type LiveBoard } from '../board/live-board.ts';
import { Roster } from '../contractors/roster.svelte.ts';
import { ConnectionView } from '../workspace/connection.svelte.ts';
import { Notes } from './notes.svelte.ts';

/** Changes are drawn this often at most. Milliseconds. */
const DRAW_EVERY = 200;

export class HandoverPage {
  readonly me: Me;
  readonly roster: Roster;
  readonly connection: ConnectionView;
  readonly notes: Notes;
  cards = $state.raw<readonly IssueCard[]>([]);
  handovers = $state.raw<readonly Handover[]>([]);
  people = $state.raw<readonly DeskPerson[]>([]);
  ready = $state<'loading' | 'ready' | 'failed'>('loading');
  readonly #live: LiveBoard;
  readonly #stops: (() => void)[];
  #drawing: ReturnType<typeof setTimeout> | undefined;

  constructor(me: Me, organisation: Organisation) {
    setZone(organisation.timeZone);
    this.me = me;
    this.#live = openLiveBoard();
    const { live, issues, reference } = this.#live;
    this.roster = new Roster(reference);
    this.connection = new ConnectionView(live);
    this.notes = new Notes(live, me.userId);
    this.#stops = [
      issues.subscribe(() => {
        this.#drawing ??= setTimeout(() => {
          this.#drawing = undefined;
          this.cards = [...issues.values()];
        }, DRAW_EVERY);
      }),
      live.on('reference', (changes) => {
        for (const { noun, row } of changes) if (noun === 'handover' && row !== null) this.#take(row as Handover);
      }),
      live.on('joined', ({ reference: changes }) => {
        for (const { noun, row } of changes) if (noun === 'handover' && row !== null) this.#take(row as Handover);
      }),
    ];
  }

  async start(): Promise<void> {
    this.ready = 'loading';
    const [started, read] = await Promise.all([
      this.#live.start(),
      api<{ handovers: Handover[]; people: DeskPerson[] }>('/handovers'),
      this.notes.load(),
    ]);
    if (read.kind === 'done') {
      this.people = read.value.people.filter(({ id }) => id !== this.me.userId);
      for (const handover of read.value.handovers) this.#take(handover);
    }
    this.ready = started && read.kind === 'done' ? 'ready' : 'failed';
  }

  stop(): void {
    clearTimeout(this.#drawing);
    for (const stop of this.#stops) stop();
    for (const part of [this.roster, this.connection, this.notes, this.#live]) part.stop();
  }

  /** Writes down that the desk goes to someone. @param toId null: to whoever comes next */
  async handOver(toId: string | null, text: string): Promise<Answer<Handover>> {
    const body = { id: uuidv7(), toId, text };
    const answer = await api<Handover>('/handovers', { method: 'POST', body, app: 'desk' });
    if (answer.kind === 'done') this.#take(answer.value);
    return answer;
  }

  /** Says that one has read it and takes the desk. */
  async confirm(id: string): Promise<Answer<Handover>> {
    const answer = await api<Handover>(`/handovers/${id}/confirmation`, { method: 'PUT', app: 'desk' });
    if (answer.kind === 'done') this.#take(answer.value);
    return answer;
  }

  mayConfirm({ confirmedAt, fromId, toId }: Handover): boolean {
    return confirmedAt === null && fromId !== this.me.userId && (toId === null || toId === this.me.userId);
  }

  #take(handover: Handover): void {
    const others = this.handovers.filter(({ id }) => id !== handover.id);
    this.handovers = [...others, handover].sort((a, b) => b.at - a.at);
  }
}

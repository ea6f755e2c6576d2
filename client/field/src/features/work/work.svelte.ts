import { api } from '@dispatch/base/lib/api';
import { clock } from '@dispatch/base/lib/clock';
import { reloadOnce } from '@dispatch/base/lib/reload';
import { setZone } from '@dispatch/base/lib/time';
import { LiveConnection, type LiveState } from '@dispatch/base/live/connection';
import { IssueStore } from '@dispatch/base/live/issue-store';
import { bodyOf, PendingCommands, type Command, type Done } from '@dispatch/base/live/pending-commands';
import { RecordStore } from '@dispatch/base/live/record-store';
import { ReferenceStore } from '@dispatch/base/live/reference-store';
import { onWake } from '@dispatch/base/live/wake';
import { openWire } from '@dispatch/base/live/wire';
import type { Category, Contractor, Organisation, Reference } from '@dispatch/shared/board/reference';
import type { IssueCard, IssueDetail } from '@dispatch/shared/issues/views';
import type { Me } from '@dispatch/shared/people/person';
import { createContext } from 'svelte';
import { goToSignIn } from '../session/session.ts';
import { todayOf } from './order.ts';

/** Notes that carry no device time (schema.ts). */
const WITHOUT_DEVICE_TIME: ReadonlySet<string> = new Set(['call', 'mark']);
const DAY = 86_400_000;

/** Everything a contractor's screens read: own issues, live, with what is still unsent laid over them. */
export class Work {
  readonly me: Me;
  readonly contractorId: string;
  readonly organisation: Organisation;
  readonly live: LiveConnection;
  readonly pending: PendingCommands;
  readonly #store = new IssueStore();
  readonly #details = new RecordStore<IssueDetail>(
    ({ card }) => card.id,
    ({ card }) => card.rev,
  );
  readonly #reference: ReferenceStore;

  #cards = $state.raw<readonly IssueCard[]>([]);
  #detailsSeen = $state.raw<ReadonlyMap<string, IssueDetail>>(new Map());
  contractors = $state.raw<readonly Contractor[]>([]);
  #categories = $state.raw<ReadonlyMap<string, Category>>(new Map());
  connection = $state.raw<LiveState>({ kind: 'connecting' });
  /** True once the own issues are there. */
  ready = $state(false);
  /** Commands that have no answer yet. */
  unsent = $state(0);
  /** Finished today, the last one first; null while it is being read. */
  done = $state.raw<readonly IssueCard[] | null>(null);

  readonly today = $derived.by(() => todayOf(this.#cards, this.contractorId));
  readonly own = $derived(this.contractors.find(({ id }) => id === this.contractorId) ?? null);
  /** Every part that some kind of trouble takes, by name. */
  readonly parts = $derived(
    [...new Set([...this.#categories.values()].flatMap(({ parts }) => Object.keys(parts)))].sort((a, b) =>
      a.localeCompare(b),
    ),
  );
  readonly enRoute = $derived(this.today.current.filter(({ stage }) => stage === 'en_route'));

  constructor(me: Me, contractorId: string, organisation: Organisation) {
    this.me = me;
    this.contractorId = contractorId;
    this.organisation = organisation;
    setZone(organisation.timeZone);
    this.live = new LiveConnection({ wire: openWire() });
    this.pending = new PendingCommands({
      store: this.#store,
      actor: { kind: 'contractor', contractorId },
      send: (command) => this.#send(command),
      rules: () => organisation,
      now: () => clock.exact(),
    });
    this.#reference = new ReferenceStore(async () => {
      const answer = await api<Reference>('/reference', { app: 'field' });
      return answer.kind === 'done' ? answer.value : null;
    });
  }

  /** Connects; returns the way to stop. */
  start(): () => void {
    const { live } = this;
    const stops = [
      this.#store.attach(live),
      this.#reference.attach(live),
      this.pending.subscribe(() => {
        this.#cards = [...this.pending.values()];
        this.unsent = this.pending.count;
      }),
      this.#reference.subscribe(() => {
        this.contractors = [...this.#reference.contractors.values()];
        this.#categories = new Map(this.#reference.categories);
      }),
      this.#details.subscribe((id) => {
        const details = new Map(this.#detailsSeen);
        const detail = this.#details.get(id);
        if (detail) details.set(id, detail);
        else details.delete(id);
        this.#detailsSeen = details;
      }),
      live.on('detail', (detail) => {
        this.#details.take(detail);
      }),
      live.on('joined', ({ rooms, content }) => {
        for (const detail of content.details) this.#details.take(detail);
        if (rooms.includes(`contractor:${this.contractorId}`)) {
          this.ready = true;
          this.pending.retryNow();
        }
      }),
      live.on('fresh', ({ at }) => {
        clock.adjust(at);
      }),
      live.on('state', (state) => {
        this.connection = state;
        if (state.kind === 'refused') goToSignIn(true);
        if (state.kind === 'outdated') reloadOnce();
      }),
      onWake(() => {
        live.check();
        this.pending.retryNow();
      }),
    ];
    void this.#reference.load();
    live.join([`contractor:${this.contractorId}`]);
    live.start();
    return () => {
      for (const stop of stops) stop();
      this.pending.stop();
      live.stop();
    };
  }

  card(id: string): IssueCard | undefined {
    return this.#cards.find((card) => card.id === id);
  }

  detail(id: string): IssueDetail | undefined {
    return this.#detailsSeen.get(id);
  }

  category(id: string): Category | undefined {
    return this.#categories.get(id);
  }

  /** The server has taken the change of duty; the socket says the same a moment later. */
  setDuty(onDuty: boolean): void {
    this.contractors = this.contractors.map((contractor) =>
      contractor.id === this.contractorId ? { ...contractor, onDuty } : contractor,
    );
  }

  /** A row that the server answered with; the socket says the same a moment later. */
  take(row: Contractor): void {
    this.#reference.apply([{ noun: 'contractor', id: row.id, row }]);
  }

  /** Keeps an issue's details current while something shows them; returns the way to stop. */
  follow(id: string): () => void {
    const room = `issue:${id}:staff` as const;
    this.live.join([room]);
    return () => {
      this.live.leave([room]);
    };
  }

  /** Reads what was finished since yesterday; keeps what is held when there is no network. */
  async readDone(): Promise<void> {
    const since = clock.exact() - DAY;
    const answer = await api<{ items: IssueCard[] }>(
      `/issues?contractor=${this.contractorId}&stage=resolved,confirmed,closed&limit=100`,
      { app: 'field' },
    );
    if (answer.kind !== 'done') return;
    this.done = answer.value.items
      .filter((card) => card.doneBy === this.contractorId && card.changedAt >= since)
      .sort((a, b) => b.changedAt - a.changedAt);
  }

  #send(command: Command): ReturnType<typeof api<Done>> {
    return api<Done>(`/issues/${command.issueId}/${command.action}`, {
      method: 'POST',
      // The same body on each try, since the key stands for it.
      body: { ...bodyOf(command), ...(WITHOUT_DEVICE_TIME.has(command.action) ? {} : { deviceAt: command.at }) },
      idempotencyKey: command.key,
      app: 'field',
    });
  }
}

export const [useWork, provideWork] = createContext<Work>();

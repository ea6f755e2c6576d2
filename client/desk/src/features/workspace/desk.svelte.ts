/** Puts the parts of the operator's workspace together and hands them to its components by context. */
import { resolve } from '$app/paths';
import { loadBase } from '@dispatch/base/features/map/base.load';
import type { MapBase } from '@dispatch/base/features/map/map.types';
import { api } from '@dispatch/base/lib/api';
import { setZone } from '@dispatch/base/lib/time';
import { batched } from '@dispatch/base/live/command-batch';
import { every } from '@dispatch/base/live/timer';
import { bodyOf, PendingCommands, type Done } from '@dispatch/base/live/pending-commands';
import { PresenceRoom } from '@dispatch/base/live/presence';
import type { Organisation } from '@dispatch/shared/board/reference';
import type { BulkAnswer } from '@dispatch/shared/issues/bulk';
import { filterFrom, linkOf } from '@dispatch/shared/issues/filter';
import type { MoveActor } from '@dispatch/shared/issues/lifecycle';
import type { IssueCard } from '@dispatch/shared/issues/views';
import type { Me } from '@dispatch/shared/people/person';
import { createContext } from 'svelte';
import { toast } from 'svelte-sonner';
import { announce } from '@dispatch/base/ui/announcer.svelte.ts';
import { followChanges } from '../board/announcements.ts';
import { Board } from '../board/board.svelte.ts';
import { openLiveBoard, type LiveBoard } from '../board/live-board.ts';
import { Roster } from '../contractors/roster.svelte.ts';
import { Drag } from '../drag/drag.svelte.ts';
import { Deeds } from '../issues/deeds.svelte.ts';
import { DetailView } from '../issues/detail.svelte.ts';
import { Stories } from '../needs/stories.svelte.ts';
import { Needs } from '../needs/needs.svelte.ts';
import { Colleagues } from '../presence/colleagues.svelte.ts';
import { Arrangement } from './arrangement.svelte.ts';
import { ConnectionView } from './connection.svelte.ts';
import { Selection, type Origin } from './selection.svelte.ts';
import { Simulation } from './simulation.svelte.ts';

export class Desk {
  readonly me: Me;
  readonly actor: MoveActor;
  readonly selection = new Selection();
  readonly arrangement: Arrangement;
  readonly connection: ConnectionView;
  readonly roster: Roster;
  readonly commands: PendingCommands;
  readonly board: Board;
  readonly needs: Needs;
  readonly stories = new Stories();
  readonly detail: DetailView;
  readonly deeds: Deeds;
  readonly drag: Drag;
  readonly presence: PresenceRoom;
  readonly colleagues: Colleagues;
  readonly simulation = new Simulation();
  /** What the map is drawn from; null until it is there. */
  base = $state.raw<MapBase | null>(null);
  /** `failed`: what stands around the issues could not be read. */
  ready = $state<'loading' | 'ready' | 'failed'>('loading');
  readonly #live: LiveBoard;
  readonly #organisation: Organisation;
  readonly #stops: (() => void)[] = [];

  constructor(me: Me, organisation: Organisation, view: string | null) {
    setZone(organisation.timeZone);
    this.me = me;
    this.#organisation = organisation;
    this.actor = { kind: me.kind };
    this.#live = openLiveBoard();
    const { live, issues, reference } = this.#live;
    this.arrangement = new Arrangement(me.userId, view);
    this.connection = new ConnectionView(live);
    this.roster = new Roster(reference);
    this.commands = new PendingCommands({
      store: issues,
      actor: this.actor,
      rules: () => ({ reopenDays: organisation.reopenDays }),
      send: batched({
        one: (command) =>
          api<Done>(`/issues/${command.issueId}/${command.action}`, {
            method: 'POST',
            body: bodyOf(command),
            idempotencyKey: command.key,
            app: 'desk',
          }),
        many: (body) => api<BulkAnswer>('/issues/bulk', { method: 'POST', body, app: 'desk' }),
      }),
    });
    this.board = new Board(this.commands);
    this.needs = new Needs({ source: this.commands });
    this.detail = new DetailView(live);
    this.presence = new PresenceRoom(live);
    this.deeds = new Deeds({ commands: this.commands, roster: this.roster, cardOf: (id) => this.cardOf(id) });
    this.colleagues = new Colleagues(this.presence, ({ name, drag }) => {
      const card = drag && this.cardOf(drag.issueId);
      return card ? `${name} is placing ${card.ref}.` : null;
    });
    this.drag = new Drag({
      place: (issueId, contractorId, direct) => {
        const { place } = this.arrangement;
        const mode = direct ? (place === 'offer' ? 'assign' : 'offer') : place;
        void this.deeds.place(issueId, contractorId, mode);
      },
      show: (issueId, contractorId) => {
        this.presence.set({ drag: issueId === null ? null : { issueId, contractorId } });
      },
      nameOf: ({ kind, id }) => {
        if (kind === 'contractor') return this.roster.nameOf(id) ?? '';
        const card = this.cardOf(id);
        return card ? `${card.ref}  ${card.title}` : '';
      },
    });
    this.#stops.push(
      followChanges({
        source: issues,
        // What is there when the board opens is no news either.
        isOwn: (id) => live.state.kind !== 'live' || this.deeds.isOwn(id),
        nameOf: (id) => this.roster.nameOf(id),
        say: announce,
        alarm: (card) => {
          announce(`Emergency: ${card.ref}, ${card.title}.`, 'urgent');
          toast.error(`Emergency: ${card.title}`, {
            id: `emergency:${card.id}`,
            description: `${card.ref}${card.place === null ? '' : `, ${card.place}`}. Nobody has it.`,
            duration: 20_000,
            action: {
              label: 'Look',
              onClick: () => {
                this.select(card.id, 'search');
              },
            },
          });
        },
      }),
      this.needs.subscribe(() => {
        this.board.refresh();
      }),
      // As often as cards show another age.
      every(10_000, () => {
        this.board.refresh();
      }),
      live.on('state', ({ kind }) => {
        if (kind === 'live' && this.commands.count > 0) this.commands.retryNow();
      }),
    );
  }

  async start(): Promise<void> {
    this.ready = 'loading';
    void this.simulation.load();
    void loadBase(this.#organisation).then((base) => (this.base = base));
    this.ready = (await this.#live.start()) ? 'ready' : 'failed';
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    for (const part of [
      this.board,
      this.needs,
      this.commands,
      this.detail,
      this.deeds,
      this.colleagues,
      this.presence,
      this.roster,
      this.connection,
    ])
      part.stop();
    this.#live.stop();
  }

  /** The card as shown: of the board, or of the drawer when the board does not hold it (closed issues). */
  cardOf(id: string): IssueCard | undefined {
    const card = this.board.get(id);
    if (card) return card;
    const { detail } = this.detail;
    return detail?.card.id === id ? detail.card : undefined;
  }

  /** Where to go when the session is over; it leads back here. */
  get signInPath(): string {
    return `/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`;
  }

  /** Opens the queue and goes there; pressed again, closes it. */
  openQueue(): void {
    this.arrangement.toggle('needs');
    this.arrangement.wantsFocus = this.arrangement.isOpen('needs');
  }

  /** A link that shows another person the same arrangement, filter and issue. */
  linkHere(): string {
    const url = new URL(resolve('/'), location.href);
    const { issueId } = this.selection;
    const ref = issueId === null ? undefined : this.cardOf(issueId)?.ref;
    for (const [name, value] of Object.entries({
      ...linkOf(this.board.filter),
      issue: ref,
      view: this.arrangement.toText(),
    }))
      if (value) url.searchParams.set(name, value);
    return url.href;
  }

  /** Takes up what a shared link or a reload brings: filter and issue. */
  async openLink(search: Pick<URLSearchParams, 'get'>): Promise<void> {
    this.board.filter = filterFrom(search);
    const ref = search.get('issue') ?? '';
    if (ref === '') return;
    const answer = await api<{ detail?: { card: IssueCard } }>(`/issues/${encodeURIComponent(ref)}`);
    if (answer.kind === 'done' && answer.value.detail) this.select(answer.value.detail.card.id, 'link');
  }

  /** Selects an issue everywhere and opens its drawer; null closes it. */
  select(id: string | null, origin: Origin): void {
    this.selection.issue(id, origin);
    this.detail.open(id);
    this.presence.set({ looking: id });
  }
}

export const [useDesk, provideDesk] = createContext<Desk>();

/** Puts the parts of the operator's workspace together and hands them to its components by context. */
import { resolve } from '$app/paths';
import { loadBase } from '@dispatch/base/features/map/base.load';
import type { MapBase } from '@dispatch/base/features/map/map.types';
import { api } from '@dispatch/base/lib/api';
import { countOf } from '@dispatch/base/lib/count';
import { clock } from '@dispatch/base/lib/clock';
import { setZone } from '@dispatch/base/lib/time';
import { batched } from '@dispatch/base/live/command-batch';
import { every } from '@dispatch/base/live/timer';
import { bodyOf, PendingCommands, type Done } from '@dispatch/base/live/pending-commands';
import { PresenceRoom } from '@dispatch/base/live/presence';
import type { Organisation } from '@dispatch/shared/board/reference';
import type { BulkAnswer } from '@dispatch/shared/issues/bulk';
import type { SavedFilter } from '@dispatch/shared/filters/schema';
import type { Action, MoveActor } from '@dispatch/shared/issues/lifecycle';
import type { IssueCard } from '@dispatch/shared/issues/views';
import type { Preferences } from '@dispatch/shared/preferences/preferences';
import type { Me } from '@dispatch/shared/people/person';
import { createContext } from 'svelte';
import { toast } from 'svelte-sonner';
import { announce } from '@dispatch/base/ui/announcer.svelte.ts';
import { followChanges } from '../board/announcements.ts';
import { Board } from '../board/board.svelte.ts';
import { Bulk, countIn } from '../bulk/bulk.svelte.ts';
import { toEnd, toPlace } from '../bulk/intents.ts';
import { openLiveBoard, type LiveBoard } from '../board/live-board.ts';
import { Roster } from '../contractors/roster.svelte.ts';
import { Drag } from '../drag/drag.svelte.ts';
import { Deeds } from '../issues/deeds.svelte.ts';
import type { BulkAction } from '../issues/dialogs.ts';
import { explain } from '../issues/outcome-words.ts';
import { DetailView } from '../issues/detail.svelte.ts';
import { SavedFilters } from '../filters/saved-filters.svelte.ts';
import { Shown } from '../filters/shown.svelte.ts';
import { ListView } from '../list/list-view.svelte.ts';
import { ChangeSets } from '../planning/change-sets.ts';
import { openLivePlan } from '../planning/live-plan.ts';
import { openPlanner } from '../planning/planner-news.ts';
import type { DayPlanner } from '../planning/day-planner.svelte.ts';
import type { Roads } from '../planning/roads.ts';
import type { PlanView } from '../planning/plan-view.ts';
import { Stories } from '../needs/stories.svelte.ts';
import { Needs } from '../needs/needs.svelte.ts';
import { Notices, type Notice } from '../notices/notices.svelte.ts';
import { Sounds } from '../notices/sounds.ts';
import { followSources } from '../notices/sources.ts';
import { Notes } from '../handover/notes.svelte.ts';
import { PreferencesKeeper } from '../preferences/preferences.svelte.ts';
import { Colleagues } from '../presence/colleagues.svelte.ts';
import { Timeline } from '../timeline/timeline.svelte.ts';
import { Arrangement } from './arrangement.svelte.ts';
import { ConnectionView } from './connection.svelte.ts';
import { Selection, type Origin } from './selection.svelte.ts';
import { Simulation } from './simulation.svelte.ts';

export class Desk {
  /** Path of this app, with a slash at its end. */
  readonly root = resolve('/');
  readonly me: Me;
  readonly actor: MoveActor;
  readonly selection = new Selection();
  readonly preferences: PreferencesKeeper;
  readonly arrangement: Arrangement;
  readonly listView: ListView;
  readonly savedFilters: SavedFilters;
  readonly shown: Shown;
  readonly connection: ConnectionView;
  readonly roster: Roster;
  readonly commands: PendingCommands;
  readonly board: Board;
  readonly needs: Needs;
  readonly stories = new Stories();
  readonly notes: Notes;
  readonly sounds = new Sounds();
  readonly notices = new Notices({
    preferences: () => this.preferences.notices,
    now: () => clock.exact(),
    show: (notice) => {
      this.#showNotice(notice);
    },
    sound: (kind) => {
      this.sounds.play(kind);
    },
  });
  /** The list of notices is open. */
  showsNotices = $state(false);
  readonly detail: DetailView;
  readonly deeds: Deeds;
  readonly bulk: Bulk;
  readonly drag: Drag;
  readonly plans: PlanView;
  readonly changeSets: ChangeSets;
  readonly timeline: Timeline;
  readonly planner: DayPlanner;
  readonly presence: PresenceRoom;
  readonly colleagues: Colleagues;
  readonly simulation = new Simulation();
  /** Set by the search box: enters it from anywhere. */
  focusSearch: () => void = () => undefined;
  /** What the map shows, clusters opened; null while it is hidden. */
  issuesInView: (() => string[]) | null = null;
  /** What the map is drawn from; null until it is there. */
  base = $state.raw<MapBase | null>(null);
  /** `failed`: what stands around the issues could not be read. */
  ready = $state<'loading' | 'ready' | 'failed'>('loading');
  readonly #live: LiveBoard;
  readonly #organisation: Organisation;
  readonly #roads: Roads;
  readonly #stops: (() => void)[] = [];

  constructor(me: Me, organisation: Organisation, view: string | null, remembered: Preferences | null = null) {
    setZone(organisation.timeZone);
    this.me = me;
    this.#organisation = organisation;
    this.actor = { kind: me.kind };
    this.#live = openLiveBoard();
    const { live, issues, reference } = this.#live;
    this.preferences = new PreferencesKeeper(remembered);
    this.arrangement = new Arrangement(
      me.userId,
      view,
      localStorage,
      this.preferences.value.arrangement ?? null,
      (arrangement) => {
        this.preferences.keep({ arrangement });
      },
    );
    this.listView = new ListView(me.userId, localStorage, this.preferences.value.list ?? null, ({ columns, sort }) => {
      this.preferences.keep({ list: { columns: [...columns], sort } });
    });
    this.savedFilters = new SavedFilters(me.userId);
    this.savedFilters.attach(live);
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
    this.shown = new Shown(this);
    this.needs = new Needs({ source: this.commands });
    this.notes = new Notes(live, me.userId);
    this.detail = new DetailView(live);
    this.presence = new PresenceRoom(live);
    this.deeds = new Deeds({ commands: this.commands, roster: this.roster, cardOf: (id) => this.cardOf(id) });
    this.bulk = new Bulk({
      commands: this.commands,
      cardOf: (id) => this.cardOf(id),
      explain: (outcome, card) => explain(outcome, card, (id) => this.roster.nameOf(id) ?? 'someone'),
      own: (ids) => {
        this.deeds.own(ids);
      },
      undoMs: () => (this.roster.organisation?.undoSeconds ?? 20) * 1_000,
      ended: (run) => {
        // What was not done stays picked.
        this.selection.drop(run.items.flatMap(({ card, state }) => (state === 'failed' ? [] : [card.id])));
        if (countIn(run, 'failed') > 0) this.bulk.open = true;
      },
    });
    this.colleagues = new Colleagues(this.presence, me.userId, ({ name, drag }) => {
      const card = drag && this.cardOf(drag.issueId);
      return card ? `${name} is placing ${card.ref}.` : null;
    });
    const { plans, roads } = openLivePlan(this.commands, reference, organisation);
    this.plans = plans;
    this.#roads = roads;
    this.changeSets = new ChangeSets({
      cards: () => this.commands.values(),
      names: () => this.plans.names(),
      own: (ids) => {
        this.deeds.own(ids);
      },
    });
    this.planner = openPlanner(
      (ids) => {
        this.deeds.own(ids);
      },
      () => {
        this.deeds.dialog = { kind: 'plan_day' };
      },
    );
    this.timeline = new Timeline({
      plans: this.plans,
      deeds: this.deeds,
      cardOf: (id) => this.cardOf(id),
      heldBy: (contractorId) => this.board.byContractor.get(contractorId) ?? [],
      nameOf: (contractorId) => this.roster.nameOf(contractorId) ?? 'someone',
      mode: () => this.arrangement.place,
      now: () => clock.exact(),
    });
    this.drag = new Drag({
      held: (thing) => {
        if (thing?.kind === 'issue') this.plans.freeze();
        else this.plans.thaw();
      },
      place: (issueId, contractorId, direct) => {
        const { place } = this.arrangement;
        const mode = direct ? (place === 'offer' ? 'assign' : 'offer') : place;
        const { several } = this.selection;
        // One of several in the hand is all of them.
        if (several.size > 1 && several.has(issueId)) this.placeAll(this.subject, contractorId, mode);
        else void this.deeds.place(issueId, contractorId, mode);
      },
      show: (issueId, contractorId) => {
        this.presence.set({ drag: issueId === null ? null : { issueId, contractorId } });
      },
      nameOf: ({ kind, id }) => {
        if (kind === 'contractor') return this.roster.nameOf(id) ?? '';
        const { several } = this.selection;
        if (several.size > 1 && several.has(id)) return countOf(several.size, 'issue');
        const card = this.cardOf(id);
        return card ? `${card.ref}  ${card.title}` : '';
      },
    });
    this.#stops.push(
      followChanges({
        source: issues,
        // What is there when the board opens is no news either.
        isOwn: (id) => live.state.kind !== 'live' || this.deeds.isOwn(id),
        filing: () => this.deeds.filing,
        nameOf: (id) => this.roster.nameOf(id),
        say: announce,
        alarm: (card) => {
          announce(`Emergency: ${card.ref}, ${card.title}.`, 'urgent');
        },
      }),
      followSources({
        notices: this.notices,
        needs: this.needs,
        notes: this.notes,
        live,
        me,
        isOwn: (id) => this.deeds.isOwn(id),
        seenAt: () => this.preferences.notices.seenAt,
        now: () => clock.exact(),
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
    void this.notes.load();
    void this.#roads.load();
    void loadBase(this.#organisation).then((base) => (this.base = base));
    this.ready = (await this.#live.start()) ? 'ready' : 'failed';
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    for (const part of [
      this.board,
      this.needs,
      this.notes,
      this.commands,
      this.detail,
      this.deeds,
      this.colleagues,
      this.presence,
      this.roster,
      this.connection,
      this.savedFilters,
      this.planner,
    ])
      part.stop();
    this.#roads.stop();
    this.sounds.stop();
    this.#live.stop();
  }

  /** In the page; by the browser as well while the page cannot be seen. */
  #showNotice({ key, kind, title, detail, issueId }: Notice): void {
    const look = (): void => {
      if (issueId !== null) this.select(issueId, 'queue');
      else this.showsNotices = true;
    };
    if (kind !== 'emergency') announce(`${title}.`);
    (kind === 'emergency' ? toast.error : toast)(title, {
      id: key,
      description: detail,
      duration: kind === 'emergency' ? 20_000 : 8_000,
      action: { label: 'Look', onClick: look },
    });
    if (!document.hidden || typeof Notification === 'undefined' || Notification.permission !== 'granted') return;
    const shown = new Notification(title, { body: detail, tag: key });
    shown.onclick = () => {
      window.focus();
      look();
    };
  }

  /** The card as shown: of the board, or of the drawer when the board does not hold it (closed issues). */
  cardOf(id: string): IssueCard | undefined {
    const card = this.board.get(id);
    if (card) return card;
    const { detail } = this.detail;
    return detail?.card.id === id ? detail.card : undefined;
  }

  /** What the next deed is about: the picked ones as they are now, else the one in the drawer. */
  get subject(): readonly IssueCard[] {
    const { several, issueId } = this.selection;
    const ids = several.size > 0 ? several : issueId === null ? [] : [issueId];
    return [...ids].flatMap((id) => this.cardOf(id) ?? []);
  }

  /** Picks one more, or puts it back. */
  toggle(id: string): void {
    this.selection.toggle(id);
    const word = this.selection.several.has(id) ? 'picked' : 'put back';
    this.#tellPicked(`${this.cardOf(id)?.ref ?? ''} ${word}`);
  }

  /** Picks everything from where the range began to here, in the order given. */
  pickRange(ids: readonly string[], to: string): void {
    this.selection.range(ids, to);
    this.#tellPicked(this.cardOf(to)?.ref ?? '');
  }

  pick(ids: Iterable<string>, beside = false): void {
    this.selection.pick(ids, beside);
    this.#tellPicked('');
  }

  pickNone(): void {
    this.selection.clear();
    announce('Nothing is picked any more.');
  }

  #tellPicked(first: string): void {
    const { size } = this.selection.several;
    announce(`${first === '' ? '' : `${first}, `}${countOf(size, 'issue')} picked.`);
  }

  /** Puts several into a contractor's hands, each from where it stands. */
  placeAll(cards: readonly IssueCard[], contractorId: string, mode: 'offer' | 'assign'): void {
    void this.bulk.do(toPlace(contractorId, this.roster.nameOf(contractorId) ?? 'someone', mode), cards);
  }

  /** Does an action to several: at once, or after asking for what it needs. */
  startBulk(action: Action, cards: readonly IssueCard[]): void {
    const [card, ...others] = cards;
    if (action === 'withdraw') void this.bulk.do(toEnd('withdraw', ''), cards);
    else if (action === 'merge' && card) this.deeds.dialog = { kind: 'merge', card, others };
    else this.deeds.dialog = { kind: 'bulk', action: action as BulkAction, cards };
  }

  /** Where to go when the session is over; it leads back here. */
  get signInPath(): string {
    return `/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`;
  }

  /** Places an issue on the timeline by the keyboard, which is opened for it below what is shown. */
  placeInTime(card: IssueCard): void {
    const from = document.activeElement;
    if (!this.arrangement.isOpen('time')) this.arrangement.toggle('time');
    this.timeline.place(card, from === document.body ? null : from);
  }

  /** Opens the queue and goes there; pressed again, closes it. */
  openQueue(): void {
    this.arrangement.toggle('needs');
    this.arrangement.wantsFocus = this.arrangement.isOpen('needs') ? 'needs' : null;
  }

  /** A link that shows another person the same arrangement, filter and issue. */
  linkHere(): string {
    const { issueId } = this.selection;
    const ref = issueId === null ? undefined : this.cardOf(issueId)?.ref;
    return this.#link({
      ...(this.arrangement.isOpen('list') && { look: JSON.stringify(this.listView.look) }),
      ...this.shown.parts,
      ...(ref !== undefined && { issue: ref }),
      view: this.arrangement.toText(),
    });
  }

  /** A link that shows another person a saved filter in the list. */
  linkTo(saved: SavedFilter): string {
    return this.#link({ ...this.shown.partsOf(saved), view: JSON.stringify({ open: ['list', 'strip'] }) });
  }

  #link(parts: Record<string, string>): string {
    return new URL(`${resolve('/')}?${new URLSearchParams(parts).toString()}`, location.href).href;
  }

  applyFilter(saved: SavedFilter): void {
    this.shown.apply(saved);
    announce(`${saved.name}.`);
  }

  /** Applies the first, second … saved filter. @returns false when there are not so many */
  applyNth(digit: number): boolean {
    const saved = this.savedFilters.list[digit - 1];
    if (saved) this.applyFilter(saved);
    return saved !== undefined;
  }

  /** What the address says of the filter, and the server remembers; words that are looked for are of the moment. */
  keepFilter(): void {
    const { text: _, ...filter } = this.shown.parts;
    if (JSON.stringify(filter) !== JSON.stringify(this.preferences.value.filter ?? {}))
      this.preferences.keep({ filter });
  }

  /** Takes up what a shared link or a reload brings, filter and issue; an address that says nothing gets the last filter. */
  async openLink(search: Pick<URLSearchParams, 'get'>): Promise<void> {
    const asked = Shown.isIn(search) || search.get('view') !== null;
    this.shown.open(asked ? search : new URLSearchParams(this.preferences.value.filter ?? {}));
    const ref = search.get('issue') ?? '';
    if (ref !== '') await this.openIssue(ref);
  }

  /** Opens the issue of a reference, also one that the board does not hold. */
  async openIssue(ref: string): Promise<void> {
    const answer = await api<{ detail?: { card: IssueCard } }>(`/issues/${encodeURIComponent(ref)}`);
    if (answer.kind === 'done' && answer.value.detail) this.select(answer.value.detail.card.id, 'link');
  }

  /** Selects an issue everywhere and opens its drawer; null closes it. On the panels it takes the place of what is picked. */
  select(id: string | null, origin: Origin): void {
    if (origin === 'kanban' || origin === 'map' || origin === 'list' || origin === 'time') this.selection.clear();
    this.selection.issue(id, origin);
    this.detail.open(id);
    this.presence.set({ looking: id });
  }
}

export const [useDesk, provideDesk] = createContext<Desk>();

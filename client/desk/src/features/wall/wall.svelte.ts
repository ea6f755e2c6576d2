/** The wall's state: the whole board, which district is shown, what needs a person, and how loud it is. */
import { updated } from '$app/state';
import { loadBase } from '@dispatch/base/features/map/base.load';
import type { MapBase } from '@dispatch/base/features/map/map.types';
import type { LiveConnection } from '@dispatch/base/live/connection';
import { setZone } from '@dispatch/base/lib/time';
import type { District, Organisation } from '@dispatch/shared/board/reference';
import type { IssueCard } from '@dispatch/shared/issues/views';
import { createContext } from 'svelte';
import { openLiveBoard, type LiveBoard } from '../board/live-board.ts';
import { Roster } from '../contractors/roster.svelte.ts';
import { ConnectionView } from '../workspace/connection.svelte.ts';
import { Renewal } from './renewal.ts';
import { Rotation } from './rotation.svelte.ts';
import { WallSettings } from './settings.svelte.ts';

/** Changes are drawn this often at most; the eye of a passer-by is slower. Milliseconds. */
const DRAW_EVERY = 150;
/** As long as a changed card glows (theme.css). Milliseconds. */
const GLOW = 1_500;
const GLOW_UP_TO = 20;

export class Wall {
  readonly settings: WallSettings;
  readonly roster: Roster;
  readonly connection: ConnectionView;
  readonly rotation: Rotation;
  cards = $state.raw<readonly IssueCard[]>([]);
  glowing = $state.raw<ReadonlySet<string>>(new Set());
  base = $state.raw<MapBase | null>(null);
  ready = $state<'loading' | 'ready' | 'failed'>('loading');
  /** Active districts by name. */
  readonly districts: readonly District[] = $derived.by(() =>
    [...this.roster.districts.values()].filter(({ active }) => active).sort((a, b) => a.name.localeCompare(b.name)),
  );
  readonly #live: LiveBoard;
  readonly #renewal = new Renewal({
    reload: () => {
      location.reload();
    },
    served: async () => (await fetch(location.pathname, { cache: 'no-store' })).ok,
  });
  readonly #stops: (() => void)[] = [];
  readonly #organisation: Organisation;
  #drawing: ReturnType<typeof setTimeout> | undefined;
  #dimming: ReturnType<typeof setTimeout> | undefined;
  #changed = new Set<string>();
  #build: string | null = null;

  constructor(organisation: Organisation, search: Pick<URLSearchParams, 'get'>) {
    setZone(organisation.timeZone);
    this.#organisation = organisation;
    this.settings = new WallSettings(search);
    this.#live = openLiveBoard();
    const { live, issues, reference } = this.#live;
    this.roster = new Roster(reference);
    this.connection = new ConnectionView(live);
    this.rotation = new Rotation(this.settings, () => this.districts);
    this.#stops.push(
      issues.subscribe((ids) => {
        for (const id of ids) this.#changed.add(id);
        this.#drawing ??= setTimeout(() => {
          this.#drawing = undefined;
          this.#draw();
        }, DRAW_EVERY);
      }),
      live.on('state', ({ kind }) => {
        if (kind === 'outdated') this.#renewal.request();
      }),
    );
    this.#watchBuild(live);
  }

  async start(): Promise<void> {
    this.ready = 'loading';
    void loadBase(this.#organisation).then((base) => (this.base = base));
    this.ready = (await this.#live.start()) ? 'ready' : 'failed';
    if (this.ready === 'ready') this.rotation.start();
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    for (const part of [this.roster, this.connection, this.rotation, this.#renewal, this.#live]) part.stop();
    clearTimeout(this.#drawing);
    clearTimeout(this.#dimming);
  }

  /** After a deploy the server says another build; the page is then loaded again if the pages are newer, too. */
  #watchBuild(live: LiveConnection): void {
    live.wire.listen('hello', ({ build }) => {
      const before = this.#build;
      this.#build = build;
      if (before === null || before === build) return;
      void updated.check().then((newer) => {
        if (newer) this.#renewal.request();
      });
    });
  }

  #draw(): void {
    const { issues } = this.#live;
    const changed = this.#changed;
    this.#changed = new Set();
    const first = this.cards.length === 0;
    this.cards = [...issues.values()];
    if (first || changed.size > GLOW_UP_TO) return;
    this.glowing = new Set([...this.glowing, ...changed]);
    clearTimeout(this.#dimming);
    this.#dimming = setTimeout(() => (this.glowing = new Set()), GLOW);
  }
}

export const [useWall, provideWall] = createContext<Wall>();

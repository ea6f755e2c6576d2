/** What the pages of the administration share: who is at it, the records around the issues (live), and the people. */
import { loadBase } from '@dispatch/base/features/map/base.load';
import type { MapBase } from '@dispatch/base/features/map/map.types';
import { api } from '@dispatch/base/lib/api';
import { clock } from '@dispatch/base/lib/clock';
import { setZone } from '@dispatch/base/lib/time';
import { LiveConnection } from '@dispatch/base/live/connection';
import { ReferenceStore } from '@dispatch/base/live/reference-store';
import { onWake } from '@dispatch/base/live/wake';
import { openWire } from '@dispatch/base/live/wire';
import type { Organisation, Reference } from '@dispatch/shared/board/reference';
import type { Me } from '@dispatch/shared/people/person';
import { createContext } from 'svelte';
import { Roster } from '../contractors/roster.svelte.ts';
import { People } from '../people/people.svelte.ts';
import { ConnectionView } from '../workspace/connection.svelte.ts';

export class Administration {
  readonly me: Me;
  readonly roster: Roster;
  readonly connection: ConnectionView;
  readonly people = new People();
  base = $state.raw<MapBase | null>(null);
  ready = $state<'loading' | 'ready' | 'failed'>('loading');
  /** Raised when the organisation or its promises changed somewhere. */
  settingsChanged = $state.raw(0);
  /** Every skill that a category asks for or a contractor has, for suggestions. */
  readonly skills: readonly string[] = $derived.by(() => {
    const all = [...this.roster.categories.values(), ...this.roster.contractors.values()].flatMap(
      ({ skills }) => skills,
    );
    return [...new Set(all)].sort((a, b) => a.localeCompare(b));
  });
  /** Every part that a category takes or a van carries. */
  readonly parts: readonly string[] = $derived.by(() => {
    const all = [
      ...[...this.roster.categories.values()].map(({ parts }) => parts),
      ...[...this.roster.contractors.values()].map(({ stock }) => stock),
    ].flatMap((parts) => Object.keys(parts));
    return [...new Set(all)].sort((a, b) => a.localeCompare(b));
  });
  readonly #live: LiveConnection;
  readonly #reference: ReferenceStore;
  readonly #stops: (() => void)[];
  readonly #organisation: Organisation;

  constructor(me: Me, organisation: Organisation) {
    setZone(organisation.timeZone);
    this.me = me;
    this.#organisation = organisation;
    this.#live = new LiveConnection({ wire: openWire() });
    this.#reference = new ReferenceStore(async () => {
      const answer = await api<Reference>('/reference');
      return answer.kind === 'done' ? answer.value : null;
    });
    this.roster = new Roster(this.#reference);
    this.connection = new ConnectionView(this.#live);
    this.#stops = [
      this.#reference.attach(this.#live),
      this.#live.on('reference', (changes) => {
        if (changes.some(({ noun }) => noun === 'organisation')) {
          this.settingsChanged += 1;
          const zone = this.#reference.organisation?.timeZone;
          if (zone !== undefined) setZone(zone);
        }
        // People are not on the wire; a team or a contractor that changed often comes with one of them.
        if (changes.some(({ noun }) => noun === 'team' || noun === 'contractor')) void this.people.refresh();
      }),
      this.#live.on('fresh', ({ at }) => {
        clock.adjust(at);
      }),
      onWake(() => {
        this.#live.check();
        void this.people.refresh();
      }),
    ];
  }

  async start(): Promise<void> {
    this.ready = 'loading';
    void loadBase(this.#organisation).then((base) => (this.base = base));
    const [reference] = await Promise.all([this.#reference.load(), this.people.start()]);
    this.ready = reference ? 'ready' : 'failed';
    if (!reference) return;
    this.#live.join(['staff']);
    this.#live.start();
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    for (const part of [this.people, this.roster, this.connection, this.#live]) part.stop();
  }
}

export const [useAdministration, provideAdministration] = createContext<Administration>();

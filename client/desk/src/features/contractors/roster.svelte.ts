/** What stands around the issues, as the screens read it. */
import type { ReferenceStore } from '@dispatch/base/live/reference-store';
import type { Category, Contractor, District, Organisation, Team } from '@dispatch/shared/board/reference';

export class Roster {
  organisation = $state.raw<Organisation | null>(null);
  categories = $state.raw<ReadonlyMap<string, Category>>(new Map());
  districts = $state.raw<ReadonlyMap<string, District>>(new Map());
  teams = $state.raw<ReadonlyMap<string, Team>>(new Map());
  contractors = $state.raw<ReadonlyMap<string, Contractor>>(new Map());
  /** Active ones, on duty first, then by name. */
  readonly crew = $derived(
    [...this.contractors.values()]
      .filter(({ active }) => active)
      .sort((a, b) => Number(b.onDuty) - Number(a.onDuty) || a.name.localeCompare(b.name)),
  );
  readonly #stop: () => void;
  #scheduled = false;

  constructor(store: ReferenceStore) {
    this.#readPlaces(store);
    this.contractors = new Map(store.contractors);
    this.#stop = store.subscribe((what) => {
      if (what === 'places') this.#readPlaces(store);
      // Positions of a whole crew come in bursts; one new map for all of them is enough.
      if (this.#scheduled) return;
      this.#scheduled = true;
      setTimeout(() => {
        this.#scheduled = false;
        this.contractors = new Map(store.contractors);
      }, 50);
    });
  }

  stop(): void {
    this.#stop();
  }

  nameOf(contractorId: string | null): string | null {
    return contractorId === null ? null : (this.contractors.get(contractorId)?.name ?? 'someone no longer here');
  }

  #readPlaces(store: ReferenceStore): void {
    this.organisation = store.organisation;
    this.categories = new Map(store.categories);
    this.districts = new Map(store.districts);
    this.teams = new Map(store.teams);
  }
}

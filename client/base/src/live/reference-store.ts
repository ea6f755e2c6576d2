/** What stands around the issues: categories, districts, teams, contractors with their positions, the organisation. */
import type { Category, Contractor, District, Organisation, Reference, Team } from '@dispatch/shared/board/reference';
import type { PositionMessage, ReferenceChange } from '@dispatch/shared/protocol/events';
import type { LiveConnection } from './connection.ts';

export class ReferenceStore {
  organisation: Organisation | null = null;
  readonly categories = new Map<string, Category>();
  readonly districts = new Map<string, District>();
  readonly teams = new Map<string, Team>();
  readonly contractors = new Map<string, Contractor>();
  readonly #read: () => Promise<Reference | null>;
  readonly #listeners = new Set<(what: 'places' | 'contractors' | 'position') => void>();
  /** Changes that came while the reference was being read; put over it afterwards. */
  #meanwhile: (() => void)[] | null = null;

  /** @param read GET /reference; null when there was no answer */
  constructor(read: () => Promise<Reference | null>) {
    this.#read = read;
  }

  /** Returns the way to stop. */
  subscribe(listener: (what: 'places' | 'contractors' | 'position') => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Reads everything anew. @returns false when the server gave no answer; what was held stays. */
  async load(): Promise<boolean> {
    this.#meanwhile ??= [];
    const reference = await this.#read().catch((): null => null);
    const later = this.#meanwhile;
    this.#meanwhile = null;
    if (reference) this.#replace(reference);
    if (reference) for (const apply of later) apply();
    return reference !== null;
  }

  attach(live: LiveConnection): () => void {
    const stops = [
      live.on('joined', ({ kind, rooms, content, reference }) => {
        if (content.contractors.length > 0) this.#contractors(content.contractors);
        if (reference.length > 0) this.apply(reference);
        // A snapshot of the staff's room says nothing of what changed around the issues meanwhile.
        if (kind === 'snapshot' && rooms.includes('staff') && this.organisation !== null) void this.load();
      }),
      live.on('contractors', (contractors) => {
        this.#contractors(contractors);
      }),
      live.on('reference', (changes) => {
        this.apply(changes);
      }),
      live.on('position', (message) => {
        this.#position(message);
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  apply(changes: readonly ReferenceChange[]): void {
    const now = (): void => {
      for (const change of changes) this.#change(change);
      this.#tell(changes.every((change) => change.noun === 'contractor') ? 'contractors' : 'places');
    };
    this.#meanwhile?.push(now);
    now();
  }

  #contractors(contractors: readonly Contractor[]): void {
    const now = (): void => {
      for (const contractor of contractors) this.#takeContractor(contractor);
      this.#tell('contractors');
    };
    this.#meanwhile?.push(now);
    now();
  }

  /** The later position stays, whichever way it came. */
  #takeContractor(contractor: Contractor): void {
    const held = this.contractors.get(contractor.id)?.position;
    const newer = held && contractor.position && held.at > contractor.position.at;
    this.contractors.set(contractor.id, newer ? { ...contractor, position: held } : contractor);
  }

  #position({ contractorId, ...position }: PositionMessage): void {
    const contractor = this.contractors.get(contractorId);
    if (!contractor || (contractor.position && contractor.position.at > position.at)) return;
    this.contractors.set(contractorId, { ...contractor, position });
    this.#tell('position');
  }

  #replace(reference: Reference): void {
    this.organisation = reference.organisation;
    const fill = <T extends { id: string }>(map: Map<string, T>, rows: readonly T[]): void => {
      map.clear();
      for (const row of rows) map.set(row.id, row);
    };
    fill(this.categories, reference.categories);
    fill(this.districts, reference.districts);
    fill(this.teams, reference.teams);
    for (const id of this.contractors.keys())
      if (!reference.contractors.some((row) => row.id === id)) this.contractors.delete(id);
    for (const contractor of reference.contractors) this.#takeContractor(contractor);
    this.#tell('places');
    this.#tell('contractors');
  }

  /** Rows come as GET /reference gives them; the wire's hash pins both. */
  #change({ noun, id, row }: ReferenceChange): void {
    if (noun === 'organisation') {
      if (row !== null) this.organisation = row as Organisation;
      return;
    }
    if (noun === 'contractor' && row !== null) {
      this.#takeContractor(row as Contractor);
      return;
    }
    if (noun === 'note' || noun === 'handover' || noun === 'filter') return;
    const map = { category: this.categories, district: this.districts, team: this.teams, contractor: this.contractors }[
      noun
    ] as Map<string, unknown>;
    if (row === null) map.delete(id);
    else map.set(id, row);
  }

  #tell(what: 'places' | 'contractors' | 'position'): void {
    for (const listener of this.#listeners) listener(what);
  }
}

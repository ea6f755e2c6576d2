import { api, explainAnswer, type Answer } from '@dispatch/base/lib/api';
import type { PromiseSet } from '@dispatch/shared/promises/promise';
import { differs, draftOf, merge, setOf, type CellFault, type Draft, type Merged } from './promise-draft.ts';
import { Saving } from './saving.svelte.ts';

const BLANK: Draft = { cells: {}, week: [], holidays: [], aroundTheClock: [] };

/** The promises' page: what the server has, what is being written over it, and what others did meanwhile. */
export class PromisesEditor {
  readonly saving = new Saving();
  draft = $state<Draft>(BLANK);
  /** As it was read. */
  base = $state.raw<Draft>(BLANK);
  state = $state<'loading' | 'ready' | 'failed'>('loading');
  fault = $state.raw<Exclude<Answer<unknown>, { kind: 'done' }> | null>(null);
  /** Someone else saved since this was read. */
  newer = $state.raw<PromiseSet | null>(null);
  cellFaults = $state.raw<readonly CellFault[]>([]);
  /** Set when a save met a newer set: how both fit together. */
  met = $state.raw<Merged | null>(null);
  saved = $state(false);
  readonly dirty: boolean = $derived.by(
    () => this.state === 'ready' && differs($state.snapshot(this.draft), this.base),
  );
  #version = '';

  async load(): Promise<void> {
    const answer = await api<PromiseSet>('/promises');
    if (answer.kind === 'done') this.#take(answer.value);
    else {
      this.fault = answer;
      this.state = 'failed';
    }
  }

  /** Something about the organisation changed somewhere. What is being written is not touched. */
  async look(): Promise<void> {
    if (this.state !== 'ready' || this.saving.busy) return;
    const answer = await api<PromiseSet>('/promises');
    if (answer.kind !== 'done' || answer.value.version === this.#version) return;
    if (this.dirty) this.newer = answer.value;
    else this.#take(answer.value);
  }

  async save(categoryIds: readonly (string | null)[]): Promise<void> {
    const { set, keys, faults } = setOf($state.snapshot(this.draft), categoryIds);
    this.cellFaults = faults;
    this.saved = false;
    if (faults.length > 0) return;
    const answer = await this.saving.run(() =>
      api<PromiseSet>('/promises', { method: 'PUT', body: { ...set, version: this.#version }, app: 'desk' }),
    );
    if (answer) {
      this.#take(answer);
      this.saved = true;
      return;
    }
    const { answer: said } = this.saving;
    if (said?.kind === 'refused' && said.problem.code === 'stale_record') await this.#meet();
    if (said?.kind === 'invalid')
      this.cellFaults = said.fields.flatMap(({ field, reason }) => {
        const [part, index, name] = field.split('.');
        const key = keys[Number(index)];
        return part === 'promises' && key !== undefined
          ? [{ key, field: name === 'respondMinutes' ? 'respond' : 'resolve', reason }]
          : [];
      });
  }

  /** Keeps what I changed, over what is there now; it is saved with the next press of the button. */
  keepMine(): void {
    const { met, newer } = this;
    if (!met || !newer) return;
    this.#version = newer.version;
    this.base = draftOf(newer);
    this.draft = met.draft;
    this.#settle();
  }

  takeTheirs(): void {
    if (this.newer) this.#take(this.newer);
  }

  discard(): void {
    this.draft = structuredClone(this.base);
    this.#settle();
  }

  async meetNewer(): Promise<void> {
    await this.#meet();
  }

  async #meet(): Promise<void> {
    const answer = await api<PromiseSet>('/promises');
    if (answer.kind !== 'done') {
      this.fault = answer;
      return;
    }
    this.newer = answer.value;
    this.met = merge(this.base, $state.snapshot(this.draft), draftOf(answer.value));
  }

  #take(set: PromiseSet): void {
    this.#version = set.version;
    this.base = draftOf(set);
    this.draft = draftOf(set);
    this.state = 'ready';
    this.#settle();
  }

  #settle(): void {
    this.newer = null;
    this.met = null;
    this.cellFaults = [];
    this.saved = false;
    this.saving.answer = undefined;
  }

  get loadFault(): { sentence: string; next: string } | null {
    return this.fault && explainAnswer(this.fault);
  }
}

/** Records with a `rev`, the highest kept (rule L3): issue details of a drawer, public issues of a progress page. */
export class RecordStore<T extends object> {
  readonly #records = new Map<string, T>();
  readonly #listeners = new Set<(id: string) => void>();
  readonly #idOf: (record: T) => string;
  readonly #revOf: (record: T) => number;

  constructor(idOf: (record: T) => string, revOf: (record: T) => number) {
    this.#idOf = idOf;
    this.#revOf = revOf;
  }

  get(id: string): T | undefined {
    return this.#records.get(id);
  }

  /** Keeps the record unless a newer one is held. An equal `rev` replaces: files and links change without an event. */
  take(record: T): void {
    const id = this.#idOf(record);
    const held = this.#records.get(id);
    if (held && this.#revOf(held) > this.#revOf(record)) return;
    this.#records.set(id, record);
    for (const listener of this.#listeners) listener(id);
  }

  forget(id: string): void {
    if (this.#records.delete(id)) for (const listener of this.#listeners) listener(id);
  }

  /** Returns the way to stop. */
  subscribe(listener: (id: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

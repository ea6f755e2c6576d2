/** What was chosen lately, per person in this browser, the latest first. */
const MOST = 5;

export class Recent {
  ids: readonly string[];
  readonly #key: string;
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>;

  constructor(userId: string, storage: Pick<Storage, 'getItem' | 'setItem'> = localStorage) {
    this.#key = `dispatch:palette:${userId}`;
    this.#storage = storage;
    this.ids = parse(storage.getItem(this.#key));
  }

  add(id: string): void {
    this.ids = [id, ...this.ids.filter((other) => other !== id)].slice(0, MOST);
    try {
      this.#storage.setItem(this.#key, JSON.stringify(this.ids));
    } catch {
      // A full or forbidden storage costs the memory, nothing else.
    }
  }
}

function parse(text: string | null): string[] {
  try {
    const parsed: unknown = text === null ? [] : JSON.parse(text);
    return Array.isArray(parsed) ? parsed.filter((id): id is string => typeof id === 'string').slice(0, MOST) : [];
  } catch {
    return [];
  }
}

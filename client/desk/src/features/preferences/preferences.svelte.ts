/** How this person likes the desk: read with the page, kept on the server a moment after it changed. */
import { api } from '@dispatch/base/lib/api';
import { FIRST_NOTICES, type NoticePreferences, type Preferences } from '@dispatch/shared/preferences/preferences';

/** Dragging a line between panels changes a size with each pixel. Milliseconds. */
const SETTLE = 400;

/** @returns null when they cannot be read; the desk then does with what this browser remembers. */
export async function readPreferences(request: typeof fetch): Promise<Preferences | null> {
  const answer = await api<Preferences>('/preferences', { fetch: request });
  return answer.kind === 'done' ? answer.value : null;
}

export interface KeeperOptions {
  /** Sends what changed; false when there was no answer. */
  readonly send?: (parts: Preferences) => Promise<boolean>;
  readonly wait?: (ms: number, then: () => void) => () => void;
}

/** Goes out also while the page is being left. */
const lasting: typeof fetch = (input, init) => fetch(input, { ...init, keepalive: true });
const post = async (parts: Preferences): Promise<boolean> =>
  (await api('/preferences', { method: 'PATCH', body: parts, app: 'desk', fetch: lasting })).kind !== 'offline';
const timeout = (ms: number, then: () => void): (() => void) => {
  const timer = setTimeout(then, ms);
  return () => {
    clearTimeout(timer);
  };
};

export class PreferencesKeeper {
  #value = $state.raw<Preferences>({});
  #unsent: Preferences = {};
  #stopWaiting: (() => void) | null = null;
  readonly #send: NonNullable<KeeperOptions['send']>;
  readonly #wait: NonNullable<KeeperOptions['wait']>;

  constructor(first: Preferences | null, { send = post, wait = timeout }: KeeperOptions = {}) {
    this.#value = first ?? {};
    this.#send = send;
    this.#wait = wait;
  }

  get value(): Preferences {
    return this.#value;
  }

  get notices(): NoticePreferences {
    return this.#value.notices ?? FIRST_NOTICES;
  }

  /** Changes parts of it, here at once and on the server soon. */
  keep(parts: Preferences): void {
    this.#value = { ...this.#value, ...parts };
    this.#unsent = { ...this.#unsent, ...parts };
    this.#stopWaiting?.();
    this.#stopWaiting = this.#wait(SETTLE, () => void this.flush());
  }

  /** Sends what is not sent yet; what gets no answer goes out with the next change. */
  async flush(): Promise<void> {
    this.#stopWaiting?.();
    this.#stopWaiting = null;
    const parts = this.#unsent;
    if (Object.keys(parts).length === 0) return;
    this.#unsent = {};
    if (!(await this.#send(parts))) this.#unsent = { ...parts, ...this.#unsent };
  }
}

/** A typed list of listeners: what the live classes tell each other and the screens with. */
export class Emitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<(payload: never) => void>>();

  /** @returns the way to stop listening */
  on<E extends keyof Events>(event: E, listener: (payload: Events[E]) => void): () => void {
    let listeners = this.#listeners.get(event);
    if (!listeners) this.#listeners.set(event, (listeners = new Set()));
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  emit<E extends keyof Events>(event: E, payload: Events[E]): void {
    const listeners = this.#listeners.get(event) as Set<(payload: Events[E]) => void> | undefined;
    // A copy, since a listener may stop itself or start another.
    for (const listener of [...(listeners ?? [])]) listener(payload);
  }
}

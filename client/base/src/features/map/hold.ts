/** Keeps the map from panning while something on it is dragged, and knows when something is held. */
export class Hold {
  /**
   * Something is pressed or dragged: the grip must stay where that began, or the browser ends it. A drag begins a few
   * pixels after the press, when the pointer may have left the marker's rim already.
   */
  isHeld = false;

  /** @param detach what else to undo; without it there is no drag to hold for. Returns the way to let go. */
  on(element: HTMLElement, detach: (() => void) | undefined): () => void {
    if (!detach) return () => undefined;
    const stop = (event: Event): void => {
      event.stopPropagation();
      this.isHeld = true;
    };
    const release = (): void => {
      this.isHeld = false;
    };
    element.addEventListener('mousedown', stop);
    // A drag ends without a mouseup.
    for (const end of ['mouseup', 'dragend'] as const) window.addEventListener(end, release, true);
    return () => {
      element.removeEventListener('mousedown', stop);
      for (const end of ['mouseup', 'dragend'] as const) window.removeEventListener(end, release, true);
      detach();
    };
  }
}

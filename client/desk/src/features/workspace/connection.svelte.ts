import type { LiveConnection, LiveState } from '@dispatch/base/live/connection';

/** The connection's state as screens read it. */
export class ConnectionView {
  state = $state.raw<LiveState>({ kind: 'connecting' });
  /** When everything shown was last known to be current, Unix ms of the device. */
  readonly freshAt = $derived('freshAt' in this.state ? this.state.freshAt : null);
  readonly #stop: () => void;

  constructor(live: LiveConnection) {
    this.state = live.state;
    this.#stop = live.on('state', (state) => {
      this.state = state;
    });
  }

  stop(): void {
    this.#stop();
  }
}

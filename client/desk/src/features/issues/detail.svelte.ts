/** The issue in the drawer: its room is joined while it is open, so that what others do to it shows at once. */
import type { LiveConnection } from '@dispatch/base/live/connection';
import type { IssueDetail } from '@dispatch/shared/issues/views';
import type { Room } from '@dispatch/shared/protocol/events';

/** Walking through a column with the arrow keys must not join a room per card. Milliseconds. */
const SETTLE = 120;

export class DetailView {
  id = $state.raw<string | null>(null);
  detail = $state.raw<IssueDetail | null>(null);
  /** The server would not show it. */
  denied = $state.raw(false);
  /** The part of the drawer that is open. */
  tab = $state<'facts' | 'messages' | 'history'>('facts');
  readonly #live: LiveConnection;
  /** Those who wait until it is there. */
  #waiting: (() => void)[] = [];
  #room: Room | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #stops: (() => void)[];

  constructor(live: LiveConnection) {
    this.#live = live;
    this.#stops = [
      live.on('joined', ({ content }) => {
        for (const detail of content.details) this.#take(detail);
      }),
      live.on('detail', (detail) => {
        this.#take(detail);
      }),
      live.on('denied', ({ rooms }) => {
        if (this.#room === null || !rooms.includes(this.#room)) return;
        this.denied = true;
        this.#tellWaiting();
      }),
    ];
  }

  open(id: string | null): void {
    if (id === this.id) return;
    this.id = id;
    this.#tellWaiting();
    this.detail = null;
    this.denied = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#join(id);
    }, SETTLE);
  }

  /** Resolves once the issue is there, will not be, or another one is opened. */
  loaded(): Promise<void> {
    if (this.detail !== null || this.denied || this.id === null) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Asks again for what was denied. */
  retry(): void {
    this.denied = false;
    this.#join(this.id);
  }

  stop(): void {
    clearTimeout(this.#timer);
    for (const stop of this.#stops) stop();
  }

  #join(id: string | null): void {
    const room: Room | null = id === null ? null : `issue:${id}:staff`;
    if (this.#room !== null && this.#room !== room) this.#live.leave([this.#room]);
    this.#room = room;
    if (room !== null) this.#live.join([room]);
  }

  #take(detail: IssueDetail): void {
    if (detail.card.id !== this.id || (this.detail && this.detail.card.rev > detail.card.rev)) return;
    this.detail = detail;
    this.#tellWaiting();
  }

  #tellWaiting(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const tell of waiting) tell();
  }
}

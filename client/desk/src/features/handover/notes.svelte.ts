/** The notes of the desk: own ones, and shared ones as they change at other desks. */
import { api, type Answer } from '@dispatch/base/lib/api';
import type { LiveConnection } from '@dispatch/base/live/connection';
import type { Audience, DeskNote } from '@dispatch/shared/handover/handover';
import { uuidv7 } from '@dispatch/shared/ids/uuid';
import type { ReferenceChange } from '@dispatch/shared/protocol/events';

export interface NewDeskNote {
  text: string;
  audience: Audience;
  teamId: string | null;
  issue: string | null;
}

/** Open before done, pinned before others, the latest first. */
function compare(a: DeskNote, b: DeskNote): number {
  return Number(a.doneAt !== null) - Number(b.doneAt !== null) || Number(b.pinned) - Number(a.pinned) || b.at - a.at;
}

export class Notes {
  #notes = $state.raw<ReadonlyMap<string, DeskNote>>(new Map());
  readonly all = $derived([...this.#notes.values()].sort(compare));
  ready = $state.raw(false);
  readonly #me: string;
  #turn = 0;
  readonly #listeners = new Set<(note: DeskNote) => void>();
  readonly #stops: (() => void)[];

  readonly #read: () => Promise<Answer<{ notes: DeskNote[] }>>;

  constructor(
    live: Pick<LiveConnection, 'on'>,
    me: string,
    read: () => Promise<Answer<{ notes: DeskNote[] }>> = () => api('/notes'),
  ) {
    this.#me = me;
    this.#read = read;
    this.#stops = [
      live.on('reference', (changes) => {
        this.apply(changes);
      }),
      live.on('joined', ({ kind, rooms, reference }) => {
        this.apply(reference);
        // A snapshot says nothing of the notes written meanwhile.
        if (kind === 'snapshot' && rooms.includes('staff')) void this.load();
      }),
    ];
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  async load(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const answer = await this.#read();
    if (answer.kind !== 'done' || turn !== this.#turn) return;
    this.#notes = new Map(answer.value.notes.map((note) => [note.id, note]));
    this.ready = true;
  }

  /** Told of each note of someone else that was not there before; returns the way to stop. */
  onNew(listener: (note: DeskNote) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  apply(changes: readonly ReferenceChange[]): void {
    const next = new Map(this.#notes);
    const come: DeskNote[] = [];
    let isUnread = false;
    for (const { noun, id, row } of changes) {
      if (noun !== 'note') continue;
      const held = next.get(id);
      const note = row as DeskNote | null;
      if (note === null) {
        // Gone, or somebody's own: perhaps mine, written or changed at another screen.
        const mayBeMine = !held || (held.audience === 'own' && held.authorId === this.#me);
        if (mayBeMine) isUnread = true;
        else next.delete(id);
      } else if (!held || held.changedAt <= note.changedAt) {
        if (!held && note.authorId !== this.#me) come.push(note);
        next.set(id, note);
      }
    }
    this.#notes = next;
    for (const note of come) for (const listener of this.#listeners) listener(note);
    if (isUnread) void this.load();
  }

  write({ text, audience, teamId, issue }: NewDeskNote): Promise<Answer<DeskNote>> {
    const body = {
      id: uuidv7(),
      text,
      audience,
      ...(audience === 'team' && { teamId }),
      ...(issue !== null && { issue }),
    };
    return this.#take(api<DeskNote>('/notes', { method: 'POST', body, app: 'desk' }));
  }

  change(id: string, change: { pinned?: boolean; done?: boolean; text?: string }): Promise<Answer<DeskNote>> {
    return this.#take(api<DeskNote>(`/notes/${id}`, { method: 'PATCH', body: change, app: 'desk' }));
  }

  async remove(id: string): Promise<Answer<null>> {
    const answer = await api<null>(`/notes/${id}`, { method: 'DELETE', app: 'desk' });
    if (answer.kind === 'done') {
      const next = new Map(this.#notes);
      next.delete(id);
      this.#notes = next;
    }
    return answer;
  }

  async #take(asked: Promise<Answer<DeskNote>>): Promise<Answer<DeskNote>> {
    const answer = await asked;
    if (answer.kind === 'done') this.#notes = new Map(this.#notes).set(answer.value.id, answer.value);
    return answer;
  }
}

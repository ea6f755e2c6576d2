/** Where notices come from: what needs a person, notes that name one, handovers. */
import type { LiveConnection } from '@dispatch/base/live/connection';
import { mentions, type Handover } from '@dispatch/shared/handover/handover';
import { NEED_WORDS, type Entry } from '@dispatch/shared/issues/needs';
import type { Me } from '@dispatch/shared/people/person';
import type { Notes } from '../handover/notes.svelte.ts';
import type { Needs } from '../needs/needs.svelte.ts';
import type { Notices } from './notices.svelte.ts';

export interface SourceOptions {
  readonly notices: Notices;
  readonly needs: Needs;
  readonly notes: Notes;
  readonly live: Pick<LiveConnection, 'on' | 'state'>;
  readonly me: Pick<Me, 'userId' | 'name'>;
  /** True for an issue this desk has just acted upon: nobody is told of their own deeds. */
  readonly isOwn: (issueId: string) => boolean;
  /** When the list was last read, Unix ms; 0 for who has never read it. */
  readonly seenAt: () => number;
  readonly now: () => number;
}

/** More at once are a snapshot or a catch-up: listed, not told one by one. */
const AT_ONCE = 5;

/** Returns the way to stop. */
export function followSources(options: SourceOptions): () => void {
  const { notices, needs, notes, live, me, now } = options;
  /** The first pass brings what has been waiting before this page was opened. */
  let first = true;

  function takeNeed({ card, need }: Entry, missed: boolean): void {
    if (missed && need.since <= options.seenAt()) return;
    notices.take({
      key: `${need.kind}:${card.id}`,
      kind: need.kind,
      title: `${need.kind === 'emergency' ? 'Emergency' : NEED_WORDS[need.kind]}: ${card.title}`,
      detail: `${card.ref}${card.place === null ? '' : `, ${card.place}`}.`,
      at: missed ? need.since : now(),
      issueId: card.id,
      place: card,
      missed,
    });
  }

  const takeHandover = (handover: Handover): void => {
    if (handover.fromId === me.userId || handover.confirmedAt !== null) return;
    if (handover.toId !== null && handover.toId !== me.userId) return;
    notices.take({
      key: `handover:${handover.id}`,
      kind: 'handover',
      title: `${handover.from} hands the desk ${handover.toId === null ? 'to whoever comes next' : 'to you'}`,
      detail: handover.text,
      at: handover.at,
      issueId: null,
      place: null,
    });
  };
  const stops = [
    needs.subscribe(({ come, gone }) => {
      for (const id of gone) notices.drop(id);
      if (live.state.kind !== 'live') return;
      const missed = first || come.length > AT_ONCE;
      first = false;
      // Who has never read the list begins with an empty one.
      if (missed && options.seenAt() === 0) return;
      for (const entry of come) if (!options.isOwn(entry.card.id)) takeNeed(entry, missed);
    }),
    notes.onNew((note) => {
      if (!mentions(note.text, me.name)) return;
      notices.take({
        key: `mention:${note.id}`,
        kind: 'mention',
        title: `${note.author} names you in a note`,
        detail: note.text,
        at: note.at,
        issueId: note.issueId,
        place: null,
      });
    }),
    live.on('reference', (changes) => {
      for (const { noun, row } of changes) if (noun === 'handover' && row !== null) takeHandover(row as Handover);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** The others at their desks: who is here, what they look at, what they hold in the hand. */
import type { PresenceRoom } from '@dispatch/base/live/presence';
import { announce } from '@dispatch/base/ui/announcer.svelte.ts';
import type { Presence } from '@dispatch/shared/protocol/events';

export class Colleagues {
  readonly #me: string;
  others = $state.raw<readonly Presence[]>([]);
  /** One per person, however many tabs they have; without oneself in another tab. */
  readonly people = $derived([
    ...new Map(
      this.others.filter(({ userId }) => userId !== this.#me).map((presence) => [presence.userId, presence]),
    ).values(),
  ]);
  readonly #lookers = $derived(groupBy(this.others, ({ looking }) => looking));
  readonly #carriers = $derived(groupBy(this.others, ({ drag }) => drag?.issueId ?? null));
  readonly #aims = $derived(groupBy(this.others, ({ drag }) => drag?.contractorId ?? null));
  readonly #stop: () => void;

  /** @param me id of who sits here */
  constructor(room: PresenceRoom, me: string, words: (presence: Presence) => string | null) {
    this.#me = me;
    this.#stop = room.subscribe(() => {
      const held = new Map(this.others.map(({ key, drag }) => [key, drag?.issueId]));
      this.others = room.others;
      for (const presence of this.others) {
        if (!presence.drag || held.get(presence.key) === presence.drag.issueId) continue;
        const text = words(presence);
        if (text !== null) announce(text);
      }
    });
  }

  stop(): void {
    this.#stop();
  }

  lookingAt(issueId: string): readonly Presence[] {
    return this.#lookers.get(issueId) ?? [];
  }

  carrying(issueId: string): readonly Presence[] {
    return this.#carriers.get(issueId) ?? [];
  }

  /** Who holds an issue over this contractor. */
  aimingAt(contractorId: string): readonly Presence[] {
    return this.#aims.get(contractorId) ?? [];
  }
}

function groupBy(all: readonly Presence[], keyOf: (presence: Presence) => string | null): Map<string, Presence[]> {
  const groups = new Map<string, Presence[]>();
  for (const presence of all) {
    const key = keyOf(presence);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(presence);
    else groups.set(key, [presence]);
  }
  return groups;
}

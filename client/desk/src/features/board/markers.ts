/** The board's cards as the map takes them; a card that has not changed keeps its marker object. */
import type { MapIssue } from '@dispatch/base/features/map/map.types';
import { isOverdue } from '@dispatch/shared/promises/due';
import type { IssueCard } from '@dispatch/shared/issues/views';

export class Markers {
  #made = new Map<string, { card: IssueCard; marker: MapIssue }>();

  /** @param now Unix ms, by which cards are overdue */
  of(cards: Iterable<IssueCard>, now: number): MapIssue[] {
    const made = new Map<string, { card: IssueCard; marker: MapIssue }>();
    const markers: MapIssue[] = [];
    for (const card of cards) {
      const { id, lat, lon } = card;
      if (lat === null || lon === null) continue;
      const overdue = isOverdue(card, now);
      let entry = this.#made.get(id);
      if (entry?.card !== card || entry.marker.overdue !== overdue) {
        const { ref, title, urgency, stage, hold, rev } = card;
        entry = { card, marker: { id, ref, title, urgency, stage, overdue, onHold: hold !== null, rev, lat, lon } };
      }
      made.set(id, entry);
      markers.push(entry.marker);
    }
    this.#made = made;
    return markers;
  }
}

import type { MapContractor, MapIssue } from '@dispatch/base/features/map/map.types';
import type { Contractor, Position } from '@dispatch/shared/board/reference';
import type { IssueCard } from '@dispatch/shared/issues/views';
import { isOverdue } from '@dispatch/shared/promises/due';

/** An issue as the map draws it; null when nobody knows where it is. `now` in Unix ms. */
export function issueMarker(card: IssueCard, now: number): MapIssue | null {
  const { id, ref, title, urgency, stage, rev, lat, lon } = card;
  if (lat === null || lon === null) return null;
  return { id, ref, title, urgency, stage, rev, lat, lon, overdue: isOverdue(card, now), onHold: card.hold !== null };
}

/** Oneself, where the device is or was last heard of; null when neither is known. */
export function contractorMarker(own: Contractor | null, device: Position | null): MapContractor | null {
  const at = device ?? own?.position ?? null;
  if (!own || !at) return null;
  const { id, name, initials, colour, state } = own;
  return { id, name, initials, colour, state, heading: at.heading, lat: at.lat, lon: at.lon, at: at.at };
}

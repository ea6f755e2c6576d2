/** The fields of the two dialogs that change an issue's facts: as text while they are edited, as a command's input after. */
import type { IssueCard, IssueDetail } from '@dispatch/shared/issues/views';
import type { Values, WhoChanged } from './fact-draft.svelte.ts';

export type EditField = 'title' | 'description' | 'place' | 'point';
export type TriageField = 'urgency' | 'categoryId' | 'teamId' | 'districtId';

export const EDIT_LABELS: Record<EditField, string> = {
  title: 'Title',
  description: 'Description',
  place: 'Address',
  point: 'Place on the map',
};
export const TRIAGE_LABELS: Record<TriageField, string> = {
  urgency: 'Urgency',
  categoryId: 'Category',
  teamId: 'Team',
  districtId: 'District',
};

/** Latitude and longitude as one value; empty where there is none. */
export const pointOf = (lat: unknown, lon: unknown): string =>
  typeof lat === 'number' && typeof lon === 'number' ? `${String(lat)},${String(lon)}` : '';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** @param detail the issue's own, or null while it is not known: then the description is not edited either */
export function editValues(card: IssueCard, detail: IssueDetail | null): Partial<Values<EditField>> {
  return {
    title: card.title,
    place: card.place ?? '',
    point: pointOf(card.lat, card.lon),
    ...(detail && { description: detail.description }),
  };
}

export function triageValues(card: IssueCard): Values<TriageField> {
  return {
    urgency: card.urgency,
    categoryId: card.categoryId,
    teamId: card.teamId ?? '',
    districtId: card.districtId ?? '',
  };
}

/** The fields a conflict names, as the dialogs hold them; of a moved place both numbers are needed. */
export function conflictValues(
  card: IssueCard | undefined,
): (fields: Record<string, unknown>) => Record<string, string> {
  return (fields) => {
    const values: Record<string, string> = {};
    for (const [field, now] of Object.entries(fields))
      if (field === 'lat' || field === 'lon')
        values['point'] = pointOf(fields['lat'] ?? card?.lat, fields['lon'] ?? card?.lon);
      else values[field] = text(now);
    return values;
  };
}

/** What was changed as the input of a command. */
export function inputOf(changed: Partial<Record<EditField | TriageField, string>>): Record<string, unknown> {
  const { point, place, teamId, districtId, ...rest } = changed;
  const [lat, lon] = (point ?? '').split(',').map(Number);
  return {
    ...rest,
    ...(place !== undefined && { place: place.trim() || null }),
    ...(teamId !== undefined && { teamId: teamId || null }),
    ...(districtId !== undefined && { districtId: districtId || null }),
    ...(point !== undefined && (point === '' ? { lat: null, lon: null } : { lat, lon })),
  };
}

const PERSONAL: ReadonlySet<string> = new Set<EditField>(['title', 'description', 'place', 'point']);
const EDITS: ReadonlySet<string> = new Set(['edit', 'split', 'undo']);

/** Who changed a field last, from the history in the drawer. Personal values are not in it: their edit is. */
export function whoFrom(detail: IssueDetail | null, since: number, now: number): WhoChanged<string> {
  return (field) => {
    const event = detail?.events.findLast(
      ({ version, action, changes }) =>
        version > since && (PERSONAL.has(field) ? EDITS.has(action) : changes[field] !== undefined),
    );
    return { by: event?.actor.name ?? 'Someone', at: event?.at ?? now };
  };
}

import type { ExportedIssue } from '../issues/index.ts';

const time = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** An issue as a GeoJSON feature (RFC 7946): longitude before latitude, no geometry where the place is not known. */
export function featureOf(issue: ExportedIssue): string {
  const { id, lat, lon, filedAt, changedAt, closedAt, resolveBy, ...rest } = issue;
  return JSON.stringify({
    type: 'Feature',
    id,
    geometry: lat === null || lon === null ? null : { type: 'Point', coordinates: [lon, lat] },
    properties: {
      ...rest,
      filedAt: time(filedAt),
      changedAt: time(changedAt),
      closedAt: time(closedAt),
      resolveBy: time(resolveBy),
    },
  });
}

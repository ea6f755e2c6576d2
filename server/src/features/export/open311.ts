import { csvLine } from '../../platform/files/csv-line.ts';
import type { ExportedIssue } from '../issues/index.ts';

/** The header of Open311's bulk format, and behind it what only we know. */
export const COLUMNS = [
  'service_request_id',
  'requested_datetime',
  'updated_datetime',
  'closed_date',
  'status_description',
  'status_notes',
  'source',
  'service_name',
  'service_subtype',
  'description',
  'agency_responsible',
  'address',
  'lat',
  'long',
] as const;

/** How an issue ended, in words that say whether it was fixed. */
const ENDED: Record<string, string> = {
  fixed: 'Closed',
  unanswered: 'Closed (Unanswered)',
  cancelled: 'Closed (Cancelled)',
  rejected: 'Closed (Rejected)',
  duplicate: 'Closed (Duplicate)',
};

const time = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** The first line of the file. */
export function csvHead(): string {
  return csvLine(COLUMNS);
}

/** An issue as a line; its title is the description's first line. */
export function csvIssue(issue: ExportedIssue): string {
  return csvLine([
    issue.externalId ?? issue.ref,
    time(issue.filedAt),
    time(issue.changedAt),
    time(issue.closedAt),
    issue.outcome === null ? 'Open' : (ENDED[issue.outcome] ?? 'Closed'),
    issue.words,
    issue.source,
    issue.category,
    null,
    issue.description === '' ? issue.title : `${issue.title}\n${issue.description}`,
    issue.team,
    issue.place,
    issue.lat,
    issue.lon,
  ]);
}

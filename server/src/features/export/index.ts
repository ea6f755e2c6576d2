import { isDispatcher, type ActorKind } from '@dispatch/shared/access/roles';
import { issueQuery, type IssueQuery } from '@dispatch/shared/issues/schema';
import type pg from 'pg';
import { route, type Route } from '../../platform/http/route.ts';
import { exportIssues } from '../issues/index.ts';
import { EXPORT_FORMATS, MEDIA_TYPES, written, type ExportFormat } from './export.formats.ts';

export { EXPORT_FORMATS, type ExportFormat } from './export.formats.ts';

export interface ExportDependencies {
  pool: Pick<pg.Pool, 'query'>;
  /** Unix ms. */
  clock(): number;
}

/** An export takes everything that fits: there are no pages. */
export const exportQuery = issueQuery.omit({ cursor: true, limit: true });

/** Issues as files: the bulk CSV of Open311, and GeoJSON. For dispatchers: places and words of households are in them. */
export function createExport({ pool, clock }: ExportDependencies): {
  issues(format: ExportFormat, query: IssueQuery): AsyncIterable<string>;
  routes: Route[];
} {
  const issues = (format: ExportFormat, query: IssueQuery): AsyncIterable<string> =>
    written(format, exportIssues(pool, query, clock()));
  const routes = EXPORT_FORMATS.map((format) =>
    route<unknown, IssueQuery>({
      method: 'GET',
      path: `/export/issues.${format}`,
      query: exportQuery,
      allow: (ability, who) =>
        ability.can('read', 'issue') && isDispatcher(who.kind as ActorKind) && who.kiosk !== true,
      handle: ({ query }) => ({
        stream: issues(format, query),
        type: MEDIA_TYPES[format],
        headers: {
          'Content-Disposition': `attachment; filename="issues-${new Date(clock()).toISOString().slice(0, 10)}.${format}"`,
        },
      }),
    }),
  );
  return { issues, routes };
}

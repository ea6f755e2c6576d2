import type { ExportedIssue } from '../issues/index.ts';
import { featureOf } from './geojson.ts';
import { csvHead, csvIssue } from './open311.ts';

export const EXPORT_FORMATS = ['csv', 'geojson'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const MEDIA_TYPES: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  geojson: 'application/geo+json',
};

type Pages = AsyncIterable<readonly ExportedIssue[]>;

/** The file's text, a piece per page of issues. */
export function written(format: ExportFormat, pages: Pages): AsyncGenerator<string> {
  return format === 'csv' ? asCsv(pages) : asGeoJson(pages);
}

async function* asCsv(pages: Pages): AsyncGenerator<string> {
  yield csvHead();
  for await (const issues of pages) yield issues.map(csvIssue).join('');
}

async function* asGeoJson(pages: Pages): AsyncGenerator<string> {
  yield '{"type":"FeatureCollection","features":[';
  let first = true;
  for await (const issues of pages) {
    yield `${first ? '\n' : ',\n'}${issues.map(featureOf).join(',\n')}`;
    first = false;
  }
  yield '\n]}\n';
}

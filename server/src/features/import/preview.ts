import type { ImportPreview } from '@dispatch/shared/imports/import';
import { decide, formatOf, type Wish } from './formats/formats.ts';
import { mappingFaults } from './formats/mapping.ts';
import { BOSTON_COLUMNS } from './formats/boston311.ts';
import { firstRows, lookInto } from './readers/records.ts';

/** How many rows are tried, and how many of them and of their faults are shown. */
const TRIED = 1000;
const SHOWN = 8;
const LONGEST_VALUE = 200;

/** How a file would be read, with its first rows and what is wrong with them. @throws Error when it holds no records. */
export async function previewOf(path: string, name: string, wish: Wish, defaultZone: string): Promise<ImportPreview> {
  const head = await lookInto(path, name);
  const decided = await decide(path, head, wish, defaultZone);
  const { preset, timeZone, mapping } = decided;
  const columns = [...head.columns];
  const misfits =
    preset === 'boston'
      ? BOSTON_COLUMNS.filter((column) => !columns.includes(column)).map((field) => ({ field, reason: 'is missing' }))
      : mappingFaults(mapping ?? { fields: {} }, columns);
  const rows = await firstRows(path, head, TRIED);
  const format = misfits.length === 0 ? formatOf(decided, columns) : null;
  const faults: ImportPreview['faults'] = [];
  let faulty = 0;
  for (const { line, fault, cells } of rows) {
    const read = fault === null ? format?.read(cells, line) : [{ line, field: '', reason: fault }];
    if (read === undefined) continue;
    if (Array.isArray(read)) faulty += 1;
    faults.push(...(Array.isArray(read) ? read : read.notes));
  }
  return {
    kind: head.kind,
    preset,
    timeZone,
    fields: mapping?.fields ?? {},
    dayFirst: mapping?.dates === 'day-first',
    defaultPoints: mapping?.defaultPoints ?? [],
    columns,
    rows: rows
      .filter(({ fault }) => fault === null)
      .slice(0, SHOWN)
      .map(({ cells }) => columns.map((column) => cells(column).slice(0, LONGEST_VALUE))),
    misfits,
    tried: rows.length,
    faulty,
    faults: faults.slice(0, 50),
  };
}

import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IssueQuery } from '@dispatch/shared/issues/schema';
import { asker, newKey, testIssues, type TestIssues } from '../../testing/factories.ts';
import { serve, type Served } from '../../testing/served.ts';
import { createExport, type ExportFormat } from './index.ts';
import { COLUMNS } from './open311.ts';

let home: TestIssues;
let files: ReturnType<typeof createExport>;
let served: Served;

beforeAll(async () => {
  home = await testIssues();
  files = createExport({ pool: home.database.pool, clock: home.clock });
  served = await serve(files.routes);
});
afterAll(async () => {
  await served.close();
  await home.close();
});

async function file(more: Record<string, unknown> = {}): Promise<string> {
  const { issues, operator, categoryId } = home;
  const { issueId } = await issues.file({
    who: operator,
    input: { categoryId, title: 'No water', description: '', ...more },
    key: newKey(),
    app: 'test',
  });
  return issueId;
}

async function text(format: ExportFormat, query: IssueQuery = {}): Promise<string> {
  let whole = '';
  for await (const piece of files.issues(format, query)) whole += piece;
  return whole;
}

describe('the bulk CSV of Open311', () => {
  test('has its header, and a line per issue that says how it ended and why', async () => {
    const id = await file({ title: '=No water', description: 'Since "noon",\nall taps', place: '1 Main St' });
    await home.issues.command({
      who: home.operator,
      issueId: id,
      action: 'reject',
      input: { version: 1, reason: 'Not ours' },
      key: newKey(),
      app: 'test',
    });
    const lines = parse<Record<string, string>>(await text('csv'), { columns: true });
    const line = lines.find(({ status_notes }) => status_notes === 'Not ours');
    expect(Object.keys(line ?? {})).toEqual([...COLUMNS]);
    const { ref } = await home.issues.card(id);
    expect(line).toMatchObject({
      service_request_id: ref,
      status_description: 'Closed (Rejected)',
      description: `'=No water\nSince "noon",\nall taps`,
      address: '1 Main St',
      lat: '',
    });
    for (const column of ['requested_datetime', 'updated_datetime', 'closed_date'])
      expect(line?.[column]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  test('tells every issue once, in the order of filing, also over several pages', async () => {
    // More than two pages; many within the same millisecond, as in imported records.
    await home.database.pool.query(
      `insert into issues (id, number, ref, status, category_id, urgency, filed_at, changed_at, title)
       select gen_random_uuid(), 1000000 + n, 'X-' || n, 'new', $1, 'normal',
         timestamptz '2020-01-01' + (n / 50) * interval '1 second', now(), 'Many'
       from generate_series(1, 4500) n`,
      [home.categoryId],
    );
    const lines = parse<Record<string, string>>(await text('csv', { filedTo: Date.UTC(2021, 0, 1) }), {
      columns: true,
    });
    expect(new Set(lines.map(({ service_request_id }) => service_request_id)).size).toBe(4500);
    expect(lines).toHaveLength(4500);
    const times = lines.map(({ requested_datetime }) => requested_datetime ?? '');
    expect(times).toEqual([...times].sort());
  });
});

test('GeoJSON has longitude first, and no geometry where the place is not known', async () => {
  const placed = await file({ title: 'Placed', lat: 42.3, lon: -71.1 });
  const unknown = await file({ title: 'Unknown' });
  const whole = JSON.parse(await text('geojson')) as {
    type: string;
    features: { id: string; geometry: unknown; properties: { title: string; stage: string } }[];
  };
  expect(whole.type).toBe('FeatureCollection');
  const byId = new Map(whole.features.map((feature) => [feature.id, feature]));
  expect(byId.get(placed)).toMatchObject({
    geometry: { type: 'Point', coordinates: [-71.1, 42.3] },
    properties: { title: 'Placed', stage: 'inbox' },
  });
  expect(byId.get(unknown)?.geometry).toBeNull();
});

test('nothing that fits is still a whole file', async () => {
  const none = { filedFrom: Date.UTC(2100, 0, 1) };
  expect(JSON.parse(await text('geojson', none))).toEqual({ type: 'FeatureCollection', features: [] });
  expect(await text('csv', none)).toBe(`${COLUMNS.join(',')}\r\n`);
});

describe('by the API', () => {
  test('comes as a download under its own media type', async () => {
    const { status, headers } = await served.call(home.operator, 'GET', '/export/issues.geojson?stage=closed');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('application/geo+json');
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="issues-\d{4}-\d\d-\d\d\.geojson"$/);
  });

  test('takes the filters of the list and says which one it does not know', async () => {
    const { status, body } = await served.call(home.operator, 'GET', '/export/issues.csv?colour=red');
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain('colour');
  });

  test('is for dispatchers only', async () => {
    const contractor = asker({ kind: 'contractor', userId: home.operator.userId ?? '', contractorId: home.categoryId });
    expect((await served.call(contractor, 'GET', '/export/issues.csv')).status).toBe(403);
  });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JsonRecords } from './json.ts';
import { lookInto, openRecords } from './records.ts';
import type { Position, Row } from './row.ts';

async function gathered(rows: AsyncIterable<Row[]>): Promise<Row[][]> {
  const found = [];
  for await (const each of rows) found.push(each);
  return found;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dispatch-json-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(content: string | Buffer, from?: Position) {
  const path = join(folder, 'file.json');
  await writeFile(path, content);
  const head = await lookInto(path, 'file.json');
  const file = await openRecords(path, head, from);
  const rows = (await gathered(file.rows)).flat();
  return {
    head,
    rows,
    lines: rows.map(({ line, fault, cells }) => [line, ...(fault === null ? head.columns.map(cells) : [fault])]),
  };
}

const RECORDS = [{ a: 'x]"},{', b: 1.5 }, { b: null, c: { d: 'é\\' } }, { a: ' y ' }];
const EXPECTED = [
  [1, 'x]"},{', '1.5', ''],
  [2, '', '', 'é\\'],
  [3, 'y', '', ''],
];

describe('a JSON file', () => {
  test('is read as a list, a list under a name, or a record in each line; keys may be missing', async () => {
    for (const text of [
      JSON.stringify(RECORDS),
      JSON.stringify(RECORDS, null, 2),
      `\ufeff${JSON.stringify({ count: 3, records: RECORDS, next: null })}`,
      JSON.stringify({ help: 'x', success: true, result: { fields: [{ id: 'a' }], records: RECORDS } }),
      RECORDS.map((each) => JSON.stringify(each)).join('\n'),
      gzipSync(JSON.stringify(RECORDS)),
    ]) {
      const { head, lines } = await read(text);
      expect(head.columns).toEqual(['a', 'b', 'c.d']);
      expect(lines).toEqual(EXPECTED);
    }
  });

  test('of GeoJSON gives each feature’s properties and its point', async () => {
    const feature = {
      type: 'Feature',
      id: 7,
      properties: { kind: 'Tree' },
      geometry: { type: 'Point', coordinates: [-71, 42.5] },
    };
    const { head, lines } = await read(JSON.stringify({ type: 'FeatureCollection', features: [feature] }));
    expect(head.columns).toEqual(['id', 'kind', 'latitude', 'longitude']);
    expect(lines).toEqual([[1, '7', 'Tree', '42.5', '-71']]);
  });

  test('tells what is no record and goes on', async () => {
    const { lines } = await read('[{"a": 1}, 5, {"a": nothing}, [1, 2], {"a": 2}]');
    expect(lines.map(([line]) => line)).toEqual([1, 2, 3, 4, 5]);
    expect(lines.map(([, value]) => String(value).slice(0, 18))).toEqual([
      '1',
      'expected an object',
      'is no JSON: Unexpe',
      'expected an object',
      '2',
    ]);
  });

  test('is read the same from after any of its records', async () => {
    for (const text of [JSON.stringify({ records: RECORDS }), RECORDS.map((each) => JSON.stringify(each)).join('\n')]) {
      const { rows, lines } = await read(text);
      for (const [place, { next }] of rows.entries())
        expect((await read(text, next)).lines).toEqual(lines.slice(place + 1));
    }
  });

  test('is read the same however its bytes come in', () => {
    const data = Buffer.from(JSON.stringify({ data: RECORDS }));
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 40 }), (sizes) => {
        const reader = new JsonRecords({ offset: 0, inList: null });
        const found = [];
        let at = 0;
        for (const size of sizes) {
          found.push(...reader.push(data.subarray(at, at + size)));
          at += size;
        }
        found.push(...reader.push(data.subarray(Math.min(at, data.length))), ...reader.push(Buffer.alloc(0), true));
        expect(found.map(({ text }) => JSON.parse(text) as unknown)).toEqual(RECORDS);
      }),
    );
  });

  test('without records is refused', async () => {
    await expect(read('{}')).rejects.toThrow('is JSON without a list of records');
    await expect(read('[]')).rejects.toThrow('is JSON without a list of records');
  });
});

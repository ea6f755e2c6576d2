import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { csvHead, csvRows } from './csv.ts';
import { lookInto, openRecords } from './records.ts';
import type { Position, Row } from './row.ts';

async function gathered(rows: AsyncIterable<Row[]>): Promise<Row[][]> {
  const found = [];
  for await (const each of rows) found.push(each);
  return found;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dispatch-csv-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function kept(content: string | Buffer, name = 'file.csv'): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

interface Found {
  columns: readonly string[];
  lines: (string | number)[][];
  faults: [number, string][];
  rows: Row[];
}

async function read(content: string | Buffer, from?: Position): Promise<Found> {
  const path = await kept(content);
  const head = await lookInto(path, 'file.csv');
  const file = await openRecords(path, head, from);
  const rows = (await gathered(file.rows)).flat();
  return {
    columns: head.columns,
    rows,
    lines: rows.filter(({ fault }) => fault === null).map(({ line, cells }) => [line, ...head.columns.map(cells)]),
    faults: rows.flatMap(({ line, fault }) => (fault === null ? [] : [[line, fault]])),
  };
}

describe('a CSV file', () => {
  test('is read with blanks trimmed, a byte order mark, Windows line ends and breaks inside quotes', async () => {
    const { columns, lines } = await read('\uFEFFa,b\r\n1, \r\n"two\r\nlines",x\r\n\r\n3,"q""q"\r\n');
    expect(columns).toEqual(['a', 'b']);
    expect(lines).toEqual([
      [2, '1', ''],
      [3, 'two\r\nlines', 'x'],
      [6, '3', 'q"q'],
    ]);
  });

  test('is read compressed, with semicolons or tabs, and without a line end at its end', async () => {
    expect((await read(gzipSync('a,b\n1,2\n'))).lines).toEqual([[2, '1', '2']]);
    expect((await read('a;b\n"1,5";2')).lines).toEqual([[2, '1,5', '2']]);
    expect((await read('a\tb\n1\t2\n')).lines).toEqual([[2, '1', '2']]);
  });

  test('with too few or too many values in a line tells the line and goes on', async () => {
    const { lines, faults } = await read('a,b\n1\n2,3\n4,5,6\n7,8\n');
    expect(lines).toEqual([
      [3, '2', '3'],
      [5, '7', '8'],
    ]);
    expect(faults).toEqual([
      [2, 'expected 2 values, got 1'],
      [4, 'expected 2 values, got 3'],
    ]);
  });

  test('with a quote that is never closed loses that line and no other; a quote inside a value is no quote', async () => {
    const { lines, faults } = await read('a,b\n1,"open\n2,3\n4,12" pipe\n5,"x"y\n6,7\n');
    expect(faults).toEqual([
      [2, 'a quote is opened and never closed'],
      [5, 'text follows a closing quote'],
    ]);
    expect(lines).toEqual([
      [3, '2', '3'],
      [4, '4', '12" pipe'],
      [6, '6', '7'],
    ]);
  });

  test('with bytes that are no UTF-8 keeps its lines', async () => {
    const { lines } = await read(
      Buffer.concat([Buffer.from('a,b\n1,caf'), Buffer.from([0xe9]), Buffer.from('\n2,x\n')]),
    );
    expect(lines).toEqual([
      [2, '1', 'caf\ufffd'],
      [3, '2', 'x'],
    ]);
  });

  test('is read the same from after any of its rows, compressed or not', async () => {
    const text = 'a,b\r\n1,2\r\n"two\r\nlines",x\r\n\r\nbroken\r\n3,"q""q"\r\n4,é\r\n';
    for (const content of [Buffer.from(text), gzipSync(text)]) {
      const { rows } = await read(content);
      for (const [place, { next }] of rows.entries()) {
        const rest = await read(content, next);
        expect(rest.rows.map(({ line, next: after }) => ({ line, after }))).toEqual(
          rows.slice(place + 1).map(({ line, next: after }) => ({ line, after })),
        );
      }
    }
  });

  test('is read the same however its bytes come in', async () => {
    const data = Buffer.from('a,b\n1,"x\n,""y"\n2,é\n3\n"4","5"\n6,"open\n7,8');
    const head = csvHead('file', data);
    const all = async (sizes: readonly number[]) => {
      async function* chunks(): AsyncGenerator<Buffer> {
        let at = head.first.offset;
        for (const size of sizes) {
          yield data.subarray(at, at + size);
          at += size;
        }
        yield data.subarray(at);
        await Promise.resolve();
      }
      const rows = (await gathered(csvRows(chunks(), head, head.first))).flat();
      return rows.map(({ line, next, fault, cells }) => [line, next, fault, cells('a'), cells('b')]);
    };
    const whole = await all([]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 20 }), async (sizes) => {
        expect(await all(sizes)).toEqual(whole);
      }),
    );
  });

  test('that is something else is refused by name and with what to do', async () => {
    await expect(read('<!DOCTYPE html><html></html>')).rejects.toThrow('is a web page or XML');
    await expect(read('version https://git-lfs.github.com/spec/v1\noid sha256:00\n')).rejects.toThrow(
      'Git LFS pointer, not the file itself: fetch that with "git lfs pull"',
    );
    const xlsx = Buffer.from('PK\u0003\u0004\u0014\u0000[Content_Types].xml', 'latin1');
    await expect(read(xlsx)).rejects.toThrow('Excel workbook (.xlsx): open it and save it as CSV');
    await expect(read(gzipSync(xlsx))).rejects.toThrow('Excel workbook');
    await expect(read(Buffer.from('PK\u0003\u0004xyz', 'latin1'))).rejects.toThrow('zip archive');
    await expect(read(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1]))).rejects.toThrow('old Excel workbook (.xls)');
    await expect(read(Buffer.from('a,b\n', 'utf16le'))).rejects.toThrow('binary file');
    await expect(read(Buffer.from([0xff, 0xfe, 0x61, 0]))).rejects.toThrow('UTF-16');
    await expect(read('%PDF-1.4')).rejects.toThrow('is a PDF');
    await expect(read('')).rejects.toThrow('is empty');
    await expect(read('\n\n')).rejects.toThrow('no line with the names of columns');
    await expect(lookInto(join(folder, 'none.csv'), 'none.csv')).rejects.toThrow('ENOENT');
    await expect(lookInto(folder, 'folder')).rejects.toThrow('is a folder');
  });

  test('whose archive is broken off is refused', async () => {
    const whole = gzipSync(`a,b\n${'1,2\n'.repeat(50_000)}`);
    await expect(read(whole.subarray(0, whole.length - 50))).rejects.toThrow('unexpected end of file');
  });
});

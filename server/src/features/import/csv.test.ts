import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fault } from './city-record.ts';
import { openCsv } from './csv.ts';
import { FaultReport } from './faults.ts';
import { readFile } from 'node:fs/promises';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dispatch-csv-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(
  content: string | Buffer,
): Promise<{ header: readonly string[]; lines: (string | number)[][]; faults: Fault[] }> {
  const path = join(folder, 'file.csv');
  await writeFile(path, content);
  const faults: Fault[] = [];
  const csv = await openCsv(path, (fault) => faults.push(fault));
  const lines: (string | number)[][] = [];
  for await (const { line, values } of csv.lines) lines.push([line, ...values]);
  return { header: csv.header, lines, faults };
}

describe('a CSV file', () => {
  test('is read with blanks trimmed, a byte order mark, Windows line ends and breaks inside quotes', async () => {
    const { header, lines } = await read('\uFEFFa,b\r\n1, \r\n"two\r\nlines",x\r\n\r\n3,"q""q"\r\n');
    expect(header).toEqual(['a', 'b']);
    expect(lines).toEqual([
      [2, '1', ''],
      [3, 'two\r\nlines', 'x'],
      [6, '3', 'q"q'],
    ]);
  });

  test('is read compressed as well', async () => {
    expect((await read(gzipSync('a,b\n1,2\n'))).lines).toEqual([[2, '1', '2']]);
  });

  test('with too few or too many values in a line tells the line and goes on', async () => {
    const { lines, faults } = await read('a,b\n1\n2,3\n4,5,6\n7,8\n');
    expect(lines).toEqual([
      [3, '2', '3'],
      [5, '7', '8'],
    ]);
    expect(faults).toEqual([
      { line: 2, field: '', reason: 'expected 2 values, got 1' },
      { line: 4, field: '', reason: 'expected 2 values, got 3' },
    ]);
  });

  test('that is something else is refused by name', async () => {
    await expect(read('<!DOCTYPE html><html></html>')).rejects.toThrow('is a web page');
    await expect(read('version https://git-lfs.github.com/spec/v1\noid sha256:00\n')).rejects.toThrow(
      'Git LFS pointer',
    );
    await expect(read(Buffer.from('PK\u0003\u0004xyz', 'latin1'))).rejects.toThrow('spreadsheet');
    await expect(read('{"a": 1}')).rejects.toThrow('is JSON');
    await expect(read('')).rejects.toThrow('is empty');
    await expect(openCsv(join(folder, 'none.csv'), () => undefined)).rejects.toThrow('ENOENT');
  });

  test('whose archive is broken off is refused', async () => {
    const whole = gzipSync(`a,b\n${'1,2\n'.repeat(50_000)}`);
    await expect(read(whole.subarray(0, whole.length - 50))).rejects.toThrow('unexpected end of file');
  });
});

test('faults are a CSV of line, field and reason that no spreadsheet runs; without faults there is no file', async () => {
  const path = join(folder, 'faults.csv');
  const none = await FaultReport.open(path);
  await none.close();
  await expect(readFile(path)).rejects.toThrow('ENOENT');
  const report = await FaultReport.open(path);
  report.add({ line: 2, field: 'a', reason: 'got "x", y' });
  report.add({ line: 2, field: 'b', reason: '=cmd()' });
  await report.close();
  expect(await readFile(path, 'utf8')).toBe('line,field,reason\r\n2,a,"got ""x"", y"\r\n2,b,\'=cmd()\r\n');
  expect(report.lines).toBe(1);
});

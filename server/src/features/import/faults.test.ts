import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FaultReport } from './faults.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dispatch-faults-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('faults are a CSV of line, field and reason that no spreadsheet runs; without faults there is no file', async () => {
  const path = join(folder, 'faults.csv');
  await (await FaultReport.open(path)).close();
  await expect(readFile(path)).rejects.toThrow('ENOENT');
  const report = await FaultReport.open(path);
  await report.add([
    { line: 2, field: 'a', reason: 'got "x", y' },
    { line: 2, field: 'b', reason: '=cmd()' },
  ]);
  await report.close();
  const text = 'line,field,reason\r\n2,a,"got ""x"", y"\r\n2,b,\'=cmd()\r\n';
  expect(await readFile(path, 'utf8')).toBe(text);
  expect(report.bytes).toBe(text.length);
});

test('a report that goes on loses what was added after the last commit, and keeps the rest', async () => {
  const path = join(folder, 'more.csv');
  const report = await FaultReport.open(path);
  await report.add([{ line: 2, field: 'a', reason: 'é' }]);
  const { bytes } = report;
  await report.add([{ line: 3, field: 'a', reason: 'lost' }]);
  await report.close();
  const again = await FaultReport.open(path, bytes);
  await again.add([{ line: 3, field: 'a', reason: 'told once' }]);
  await again.close();
  expect(await readFile(path, 'utf8')).toBe('line,field,reason\r\n2,a,é\r\n3,a,told once\r\n');
  await rm(path);
  const anew = await FaultReport.open(path, bytes);
  await anew.add([{ line: 4, field: '', reason: 'x' }]);
  await anew.close();
  expect(await readFile(path, 'utf8')).toBe('line,field,reason\r\n4,,x\r\n');
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../server/src/config.ts';
import { createImporter } from '../../server/src/features/import/index.ts';
import { newKey, silent, testIssues, type TestIssues } from '../../server/src/testing/factories.ts';
import { testNode, type TestNode } from '../../server/src/testing/live.ts';
import { openScreen } from './screen.ts';

let t: TestIssues;
let node: TestNode;
let folder: string;

beforeAll(async () => {
  t = await testIssues();
  node = await testNode(t, { pollMs: 100 });
  node.people.set('operator', t.operator);
  folder = await mkdtemp(join(tmpdir(), 'dispatch-import-'));
});
afterAll(async () => {
  await node.stop();
  await t.close();
  await rm(folder, { recursive: true });
});

const HEADER =
  'case_enquiry_id,open_dt,target_dt,closed_dt,case_status,closure_reason,case_title,reason,type,department,location,neighborhood,latitude,longitude,source';

test('an import beside a running server reaches screens that are connected, and live goes on after it (S11)', async () => {
  const screen = openScreen(node.url, 'operator', ['board:unplaced', 'staff']);
  try {
    const file = async (): Promise<string> =>
      (await node.issues.file({ who: t.operator, key: newKey(), app: 'test', input: { categoryId: t.categoryId } }))
        .issueId;
    const before = await file();
    await screen.until(() => screen.store.get(before) !== undefined);

    const path = join(folder, 'records.csv');
    await writeFile(
      path,
      `${HEADER}\n1,2011-08-28 10:00:00,,,Open,,Fallen tree,Trees,Tree Emergencies,PARK,,,,,Constituent Call\n`,
    );
    const importer = createImporter({
      database: t.database,
      config: readConfig({}),
      clock: t.clock,
      log: silent,
      say: () => undefined,
    });
    await importer.records({ file: path, report: join(folder, 'faults.csv') });
    await screen.until(() => [...screen.store.values()].some((card) => card.title === 'Fallen tree'));
    expect(screen.store.get(before)).toBeDefined();

    const after = await file();
    await screen.until(() => screen.store.get(after) !== undefined);
  } finally {
    screen.stop();
  }
});

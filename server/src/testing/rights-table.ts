import { readFileSync } from 'node:fs';

/** Columns of docs/rights.md. */
export const ASKERS = [
  'owner',
  'admin',
  'operator',
  'contractor',
  'household',
  'link',
  'watch',
  'wall',
  'signed out',
] as const;
export type AskerName = (typeof ASKERS)[number];
export type Right = 'yes' | 'some' | 'no';
export type RightsTable = Map<string, Record<AskerName, Right>>;

/** Reads the rows of docs/rights.md: route or event → asker → right. @throws for a malformed or repeated row. */
export function readRights(): RightsTable {
  const page = readFileSync(new URL('../../../docs/rights.md', import.meta.url), 'utf8');
  const table: RightsTable = new Map();
  for (const line of page.split('\n').filter((text) => text.startsWith('| '))) {
    const cells = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    const [name = '', ...rights] = cells;
    if (/^-+$/.test(name)) continue;
    if (name === 'route' || name === 'event') {
      if (rights.join() !== ASKERS.join())
        throw new Error(`expected the columns ${ASKERS.join()}, got ${rights.join()}`);
      continue;
    }
    const door = /^`(.+)`$/.exec(name)?.[1];
    if (door === undefined || table.has(door)) throw new Error(`expected one row of each door, got ${name}`);
    if (rights.length !== ASKERS.length || rights.some((right) => !['yes', 'some', 'no'].includes(right)))
      throw new Error(`expected ${String(ASKERS.length)} times yes, some or no for ${door}, got ${rights.join()}`);
    table.set(
      door,
      Object.fromEntries(ASKERS.map((asker, index) => [asker, rights[index]])) as Record<AskerName, Right>,
    );
  }
  return table;
}

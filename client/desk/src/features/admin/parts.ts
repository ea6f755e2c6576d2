/** Parts and pieces while they are typed. */

export interface DraftPart {
  part: string;
  pieces: number;
}

export function draftParts(parts: Readonly<Record<string, number>>): DraftPart[] {
  return Object.entries(parts)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([part, pieces]) => ({ part, pieces }));
}

/** Rows without a name are left out; of two of one name the pieces are added. Names in order, as rows come. */
export function partsOf(rows: readonly DraftPart[]): Record<string, number> {
  const parts = new Map<string, number>();
  for (const { part, pieces } of rows) {
    const name = part.trim().toLowerCase();
    if (name !== '') parts.set(name, (parts.get(name) ?? 0) + pieces);
  }
  return Object.fromEntries([...parts].sort(([a], [b]) => a.localeCompare(b)));
}

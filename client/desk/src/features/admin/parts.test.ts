import { expect, test } from 'vitest';
import { draftParts, partsOf } from './parts.ts';

test('parts come back as they went in, in the order of their names', () => {
  const parts = { seal: 2, lamp: 1 };
  expect(partsOf(draftParts(parts))).toEqual(parts);
  expect(Object.keys(partsOf(draftParts(parts)))).toEqual(['lamp', 'seal']);
});

test('rows without a name are left out, the same part twice is added up', () => {
  expect(
    partsOf([
      { part: ' ', pieces: 3 },
      { part: 'Lamp', pieces: 1 },
      { part: 'lamp ', pieces: 2 },
    ]),
  ).toEqual({ lamp: 3 });
});

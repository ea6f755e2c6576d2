import { card } from '@dispatch/shared/issues/card.fixture';
import { stampsOf } from '@dispatch/shared/planning/day-stamp';
import { applyChange, createPlan } from '@dispatch/shared/planning/plan';
import { aContractor, aJob, anInput, aShift } from '@dispatch/shared/planning/town.fixture';
import { expect, test } from 'vitest';
import { ChangeSets } from './change-sets.ts';

test('a change holds the versions and days of when it was shown, whatever comes between that and its doing', () => {
  const before = createPlan(
    anInput({
      contractors: [aContractor({ id: 'ada', shifts: [aShift({ id: 'ada' })] })],
      jobs: [aJob({ id: 'leak' })],
    }),
  );
  const after = applyChange(before, { kind: 'assign', job: 'leak', shift: 'ada', place: 0 });
  const shown = [card({ id: 'leak', version: 3 })];
  let cards = shown;
  const name = (id: string): string => id;
  const names = { contractor: name, job: name, skill: name, part: name, time: String };
  const sets = new ChangeSets({ cards: () => cards, names: () => names, own: () => undefined });
  const change = sets.prepare({ kind: 'suggestion', before, after, because: 'it helps', ask: 'leak' });
  cards = [card({ id: 'leak', version: 4 }), card({ id: 'new', contractorId: 'ada', stage: 'open', status: 'open' })];
  expect(change.commands).toMatchObject([{ id: 'leak', action: 'offer', input: { version: 3, contractorId: 'ada' } }]);
  expect(change.days).toEqual(stampsOf(['ada'], shown));
  expect(change.days).not.toEqual(stampsOf(['ada'], cards));
});

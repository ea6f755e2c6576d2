import type { Conflict, Outcome } from '@dispatch/base/live/pending-commands';
import { describe, expect, test } from 'vitest';
import { FactDraft } from './fact-draft.svelte.ts';

const ben = (): { by: string; at: number } => ({ by: 'Ben', at: 7 });
const draft = () => new FactDraft(3, { title: 'Leak', urgency: 'normal', place: 'Mill Lane' });
const asText = (fields: Record<string, unknown>): object => fields;
const conflict = (fields: NonNullable<Conflict['fields']>, version = 4): Outcome =>
  ({
    kind: 'conflict',
    conflict: { by: 'Ben', at: 7, action: 'edit', version, groups: ['facts'], card: null, fields },
  }) as unknown as Outcome;
const DONE = { kind: 'done' } as unknown as Outcome;

describe('a draft of facts', () => {
  test('sends only what I changed, on the version I saw', async () => {
    const d = draft();
    d.mine.title = 'Burst pipe';
    const sent: unknown[] = [];
    const end = await d.save((changed, version) => {
      sent.push([changed, version]);
      return Promise.resolve(DONE);
    }, asText);
    expect([end, sent]).toEqual(['done', [[{ title: 'Burst pipe' }, 3]]]);
  });

  test('follows others where I have not touched a field, and keeps what I typed', () => {
    const d = draft();
    d.mine.title = 'Burst pipe';
    expect(d.see(4, { title: 'Big leak', urgency: 'high', place: 'Mill Lane' }, ben)).toEqual(['title', 'urgency']);
    expect({ ...d.mine }).toEqual({ title: 'Burst pipe', urgency: 'high', place: 'Mill Lane' });
    expect(d.clashes).toEqual(['title']);
    expect(d.merged).toEqual(['urgency']);
    expect(d.theirs.title).toEqual({ was: 'Leak', now: 'Big leak', by: 'Ben', at: 7 });
  });

  test('does not change the field under my hands; untouched, theirs stands', () => {
    const d = draft();
    d.focused = 'place';
    d.see(4, { place: 'Cellar' }, ben);
    expect(d.mine.place).toBe('Mill Lane');
    expect([d.clashes, d.changed]).toEqual([[], {}]);
    d.mine.place = 'Attic';
    expect(d.clashes).toEqual(['place']);
  });

  test('merges by itself what only one side changed and sends again on the new version', async () => {
    const d = draft();
    d.mine.title = 'Burst pipe';
    const answers = [conflict([{ field: 'urgency', was: 'normal', now: 'high', by: 'Ben', at: 7 }]), DONE];
    const versions: number[] = [];
    const end = await d.save((_, version) => {
      versions.push(version);
      return Promise.resolve(answers.shift()!);
    }, asText);
    expect([end, versions, d.merged]).toEqual(['done', [3, 4], ['urgency']]);
  });

  test('asks where both changed a field, and sends what was chosen', async () => {
    for (const [choice, sent] of [
      ['mine', { title: 'Burst pipe', place: 'Attic' }],
      ['theirs', { place: 'Attic' }],
    ] as const) {
      const d = draft();
      d.mine.title = 'Burst pipe';
      d.mine.place = 'Attic';
      const first = () =>
        Promise.resolve(conflict([{ field: 'title', was: 'Leak', now: 'Big leak', by: 'Ben', at: 7 }]));
      expect(await d.save(first, asText)).toBe('choose');
      expect([d.choosing, d.undecided]).toEqual([true, ['title']]);
      d.choices.title = choice;
      let last: unknown;
      await d.save((changed, version) => {
        last = [changed, version];
        return Promise.resolve(DONE);
      }, asText);
      expect(last).toEqual([sent, 4]);
    }
  });

  test('both changed to the same is no question', () => {
    const d = draft();
    d.mine.urgency = 'high';
    d.see(4, { urgency: 'high' }, ben);
    expect([d.clashes, d.changed]).toEqual([[], {}]);
  });

  test('a choice falls when the other side changes the field once more', () => {
    const d = draft();
    d.mine.title = 'Burst pipe';
    d.see(4, { title: 'Big leak' }, ben);
    d.choices.title = 'theirs';
    d.see(5, { title: 'Huge leak' }, ben);
    expect(d.undecided).toEqual(['title']);
    expect(d.theirs.title).toMatchObject({ was: 'Leak', now: 'Huge leak' });
  });
});

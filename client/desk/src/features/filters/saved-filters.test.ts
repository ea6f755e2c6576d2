import type { Answer, Request } from '@dispatch/base/lib/api';
import type { SavedFilter } from '@dispatch/shared/filters/schema';
import { EVERYTHING } from '@dispatch/shared/issues/filter';
import { describe, expect, test } from 'vitest';
import { FIRST_LOOK } from '../list/list-view.svelte.ts';
import { contentOf, isChanged, SavedFilters } from './saved-filters.svelte.ts';

const LOOK = {
  columns: [
    { id: 'ref', width: 90 },
    { id: 'title', width: 300 },
  ],
  sort: { column: 'filed', order: 'desc' as const },
};
const saved = (given: Partial<SavedFilter> = {}): SavedFilter => ({
  id: '1',
  name: 'High',
  filter: { ...EVERYTHING, urgency: ['high', 'emergency'] },
  look: LOOK,
  shared: false,
  ownerId: 'ana',
  owner: 'Ana Alt',
  version: 1,
  ...given,
});
const done = <T>(value: T): Answer<T> => ({ kind: 'done', value, status: 200 });
const offline: Answer<never> = { kind: 'offline', sentence: 'No answer.' };
const refused: Answer<never> = {
  kind: 'refused',
  problem: {
    type: '',
    title: 'Someone was faster.',
    status: 409,
    code: 'stale_record',
    detail: '',
    next: '',
  },
};

/** A server whose answers are given when the test says so. */
function world() {
  const asked: { path: string; request: Request | undefined; answer: (answer: Answer<unknown>) => Promise<void> }[] =
    [];
  const filters = new SavedFilters(
    'ana',
    <T>(path: string, request?: Request) =>
      new Promise<Answer<T>>((resolve) => {
        asked.push({
          path,
          request,
          answer: (answer) => {
            resolve(answer as Answer<T>);
            // What waits for it goes on before the test does.
            return Promise.resolve().then(() => Promise.resolve());
          },
        });
      }),
  );
  const last = () => {
    const one = asked.at(-1);
    if (!one) throw new Error('nothing was asked');
    return one;
  };
  return { filters, asked, last };
}

async function holding(...list: SavedFilter[]) {
  const made = world();
  void made.filters.load();
  await made.last().answer(done(list));
  return made;
}

describe('saved filters', () => {
  test('stand with one’s own first, then by name', async () => {
    const { filters } = await holding(
      saved({ id: '1', name: 'Night', ownerId: 'ben' }),
      saved({ id: '2', name: 'Water' }),
      saved({ id: '3', name: 'Early', ownerId: 'ben' }),
      saved({ id: '4', name: 'Late' }),
    );
    expect(filters.list.map(({ name }) => name)).toEqual(['Late', 'Water', 'Early', 'Night']);
  });

  test('show what was asked for last, whichever answer comes first', async () => {
    const { filters, asked } = world();
    void filters.load();
    void filters.load();
    await asked[1]?.answer(done([saved({ name: 'New' })]));
    await asked[0]?.answer(done([saved({ name: 'Old' })]));
    expect(filters.list.map(({ name }) => name)).toEqual(['New']);
  });

  test('stay as they were when there is no answer', async () => {
    const { filters, last } = await holding(saved());
    void filters.load();
    await last().answer(offline);
    expect(filters.list).toHaveLength(1);
  });

  test('are read again when a colleague changes one or the connection is back, and for nothing else', () => {
    const { filters, asked } = world();
    const hears = new Map<string, (message: never) => void>();
    const live = {
      on: (name: string, listener: (message: never) => void) => {
        hears.set(name, listener);
        return () => hears.delete(name);
      },
    };
    filters.attach(live);
    hears.get('reference')?.([{ noun: 'team' }] as never);
    hears.get('joined')?.({ rooms: ['map'] } as never);
    expect(asked).toHaveLength(0);
    hears.get('reference')?.([{ noun: 'filter' }] as never);
    hears.get('joined')?.({ rooms: ['staff'] } as never);
    expect(asked.map(({ path }) => path)).toEqual(['/filters', '/filters']);
    filters.stop();
    expect(hears.size).toBe(0);
  });

  test('are applied once saved, and not when they could not be', async () => {
    const { filters, last } = await holding();
    const { name, filter, look, shared } = saved();
    void filters.save({ name, filter, look, shared });
    await last().answer(offline);
    expect(filters.applied).toBeUndefined();
    void filters.save({ name, filter, look, shared });
    expect(last().request).toMatchObject({ method: 'POST', body: { name, filter, look, shared } });
    await last().answer(done(saved({ id: '7' })));
    expect(filters.applied?.id).toBe('7');
  });

  test('are changed as they were seen: who was slower sees the other’s', async () => {
    const { filters, asked, last } = await holding(saved({ version: 4 }));
    void filters.change(saved({ version: 4 }), { name: 'Mine' });
    expect(last()).toMatchObject({
      path: '/filters/1',
      request: { method: 'PATCH', body: { name: 'Mine', version: 4 } },
    });
    await last().answer(refused);
    expect(asked).toHaveLength(3);
    await last().answer(done([saved({ name: 'Theirs', version: 5 })]));
    expect(filters.list.map(({ name }) => name)).toEqual(['Theirs']);
  });

  test('are gone once deleted, also as what is applied', async () => {
    const { filters, last } = await holding(saved());
    filters.appliedId = '1';
    void filters.remove(saved());
    await last().answer(done(undefined));
    expect([filters.list, filters.applied]).toEqual([[], undefined]);
  });
});

describe('what is shown is', () => {
  test('unchanged right after it was applied, whatever the order of its values', () => {
    const shown = contentOf(saved());
    expect(isChanged(saved(), shown)).toBe(false);
    expect(isChanged(saved(), { ...shown, filter: { ...shown.filter, urgency: ['emergency', 'high'] } })).toBe(false);
  });

  test('changed by another condition, word, column, width or order', () => {
    const { filter, look } = contentOf(saved());
    for (const other of [
      { filter: { ...filter, urgency: ['high' as const] }, look },
      { filter: { ...filter, overdue: true }, look },
      { filter: { ...filter, text: 'b,a' }, look },
      { filter, look: FIRST_LOOK },
      { filter, look: { ...look, columns: look.columns.toReversed() } },
      { filter, look: { ...look, columns: look.columns.map(({ id }) => ({ id, width: 200 })) } },
      { filter, look: { ...look, sort: { ...look.sort, order: 'asc' as const } } },
    ])
      expect(isChanged(saved(), other), JSON.stringify(other)).toBe(true);
  });

  test('not called changed for a column or value that is no more', () => {
    const old = saved({ look: { ...LOOK, columns: [...LOOK.columns, { id: 'weather', width: 80 }] } });
    expect(contentOf(old).look.columns).toHaveLength(2);
    expect(isChanged(old, contentOf(old))).toBe(false);
  });
});

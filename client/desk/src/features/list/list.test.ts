import type { CardSource } from '@dispatch/base/live/issue-store';
import { card } from '@dispatch/shared/issues/card.fixture';
import { EVERYTHING } from '@dispatch/shared/issues/filter';
import type { IssueCard } from '@dispatch/shared/issues/views';
import { describe, expect, test } from 'vitest';
import { COLUMN_IDS, COLUMNS, type Names } from './columns.ts';
import { Anchor, GridCursor, HEADER } from './grid.svelte.ts';
import { ListView, lookFrom, type ListLook } from './list-view.svelte.ts';
import { IssueList, type Wanted } from './list.svelte.ts';
import { comparing, inPieces, sortInPieces, type Row } from './sorted-rows.ts';

const names: Names = { category: (id) => id, district: (id) => id, team: (id) => id, contractor: (id) => id };
const rowsOf = (...keys: Row['key'][]): Row[] => keys.map((key, i) => ({ key, card: card({ id: String(i) }) }));
const keysIn = (rows: Row[], order: 'asc' | 'desc'): Row['key'][] => {
  let sorted: Row[] = [];
  // No time passes: it is done before this returns, however busy the machine.
  inPieces(sortInPieces(rows, comparing(order)), (result) => (sorted = result), {
    now: () => 0,
    later: (go) => {
      go();
    },
  });
  return sorted.map(({ key }) => key);
};

describe('rows in the order of a column', () => {
  test('have those without a value last, whatever the order', () => {
    expect(keysIn(rowsOf(2, null, 1, 3), 'asc')).toEqual([1, 2, 3, null]);
    expect(keysIn(rowsOf('b', null, 'c'), 'desc')).toEqual(['c', 'b', null]);
  });

  test('are the same however many pieces they were sorted in', () => {
    const keys = Array.from({ length: 5_300 }, (_, i) => (i % 7 === 0 ? null : (i * 7919) % 1_000));
    const rows = rowsOf(...keys);
    expect(keysIn(rows, 'asc')).toEqual(rows.toSorted(comparing('asc')).map(({ key }) => key));
  });

  test('give way to the page when their time is up, and are given up when others are wanted', () => {
    const later: (() => void)[] = [];
    let time = 0;
    const pace = { now: () => (time += 5), later: (go: () => void) => void later.push(go) };
    const done: number[] = [];
    const giveUp = inPieces(
      sortInPieces(rowsOf(...Array.from({ length: 9_000 }, (_, i) => i)), comparing('asc')),
      (rows) => done.push(rows.length),
      pace,
    );
    expect(done).toEqual([]);
    while (later.length > 0) later.shift()?.();
    expect(done).toEqual([9_000]);
    const second = inPieces(
      sortInPieces(rowsOf(...Array.from({ length: 9_000 }, (_, i) => i)), comparing('asc')),
      (rows) => done.push(rows.length),
      pace,
    );
    second();
    giveUp();
    while (later.length > 0) later.shift()?.();
    expect(done).toEqual([9_000]);
  });

  test('sort by every column: a value or none, and names rather than ids', () => {
    const one = card({ title: 'Äpfel', categoryId: 'x', districtId: null });
    for (const id of COLUMN_IDS) expect(['number', 'string', 'object']).toContain(typeof COLUMNS[id].key(one, names));
    expect(COLUMNS.title.key(one, names)).toBe('apfel');
    expect(COLUMNS.category.key(one, { ...names, category: () => 'Zebra' })).toBe('zebra');
    expect(COLUMNS.district.key(one, names)).toBeNull();
  });

  test('of lateness put the latest first and what is not due last', () => {
    const key = (one: IssueCard): Row['key'] => COLUMNS.lateness.key(one, names);
    const [late, later] = [card({ resolveBy: 200 }), card({ resolveBy: 100 })];
    expect(Number(key(later))).toBeGreaterThan(Number(key(late)));
    expect(key(card({ resolveBy: null, respondBy: null }))).toBeNull();
  });
});

class Source implements CardSource {
  readonly cards = new Map<string, IssueCard>();
  #tell: (ids: ReadonlySet<string>) => void = () => undefined;
  get(id: string): IssueCard | undefined {
    return this.cards.get(id);
  }
  values(): Iterable<IssueCard> {
    return this.cards.values();
  }
  subscribe(listener: (ids: ReadonlySet<string>) => void): () => void {
    this.#tell = listener;
    return () => undefined;
  }
  put(...cards: IssueCard[]): void {
    for (const one of cards) this.cards.set(one.id, one);
    this.#tell(new Set(cards.map(({ id }) => id)));
  }
  take(id: string): void {
    this.cards.delete(id);
    this.#tell(new Set([id]));
  }
}

describe('the list', () => {
  const wanted: Wanted = { filter: EVERYTHING, column: 'title', order: 'asc', names };
  const made = (): { source: Source; list: IssueList; titles: () => string[] } => {
    const source = new Source();
    source.put(...['c', 'a', 'b'].map((title) => card({ id: title, title })));
    const list = new IssueList({
      source,
      now: () => 0,
      schedule: (flush) => {
        flush();
      },
    });
    list.show(wanted);
    return { source, list, titles: () => list.rows.map(({ title }) => title) };
  };

  test('keeps its order as cards come, change and go', () => {
    const { source, titles } = made();
    expect(titles()).toEqual(['a', 'b', 'c']);
    source.put(card({ id: 'a', title: 'd' }), card({ id: 'e', title: 'bb' }));
    expect(titles()).toEqual(['b', 'bb', 'c', 'd']);
    source.take('b');
    expect(titles()).toEqual(['bb', 'c', 'd']);
  });

  test('shows a changed card in its place, and only what fits', () => {
    const { source, list, titles } = made();
    list.show({ ...wanted, filter: { ...EVERYTHING, hold: true } });
    expect(titles()).toEqual([]);
    source.put(card({ id: 'b', title: 'b', hold: 'parts' }));
    expect(titles()).toEqual(['b']);
    source.put(card({ id: 'b', title: 'b', hold: 'parts', comments: 4 }));
    expect(list.rows[0]?.comments).toBe(4);
    source.put(card({ id: 'b', title: 'b' }));
    expect(titles()).toEqual([]);
  });
});

describe('the place in the grid', () => {
  const rows = ['a', 'b', 'c', 'd'].map((id) => card({ id }));
  const press = (cursor: GridCursor, key: string, ctrlKey = false): void =>
    void cursor.move({ key, ctrlKey, metaKey: false }, rows, 3, 2);

  test('moves by arrows, pages and ends, up to the headers', () => {
    const cursor = new GridCursor();
    cursor.goTo(0, rows);
    for (const key of ['ArrowDown', 'PageDown', 'PageDown', 'ArrowRight', 'ArrowRight', 'ArrowRight'])
      press(cursor, key);
    expect([cursor.row, cursor.column]).toEqual([3, 2]);
    press(cursor, 'Home');
    press(cursor, 'Home', true);
    expect([cursor.row, cursor.column]).toEqual([0, 0]);
    press(cursor, 'ArrowUp');
    expect(cursor.row).toBe(HEADER);
  });

  test('stays on its issue when rows come in above, and on its place when the issue goes', () => {
    const cursor = new GridCursor();
    cursor.goTo(1, rows);
    cursor.follow([card({ id: 'new' }), ...rows], 3);
    expect(cursor.row).toBe(2);
    cursor.follow([...rows.filter(({ id }) => id !== 'b')], 3);
    expect(cursor.row).toBe(2);
    cursor.follow([], 3);
    expect(cursor.row).toBe(0);
    // As a new filter does before its rows are there.
    cursor.goTo(0, []);
    expect(cursor.row).toBe(0);
  });

  test('and what is in sight stay where they are, but for the top of the list', () => {
    const anchor = new Anchor();
    anchor.take(rows, 20, 3, 10);
    expect(anchor.place([card({ id: 'new' }), ...rows], 10)).toBe(30);
    expect(
      anchor.place(
        rows.filter(({ id }) => id !== 'c'),
        10,
      ),
    ).toBe(10);
    anchor.take(rows, 0, 3, 10);
    expect(anchor.place([card({ id: 'new' }), ...rows], 10)).toBeNull();
  });
});

describe('columns', () => {
  const storage = (): Pick<Storage, 'getItem' | 'setItem'> => {
    const kept = new Map<string, string>();
    return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
  };

  test('are chosen, moved, resized and remembered per person', () => {
    const kept = storage();
    const view = new ListView('ana', kept);
    view.toggle('team');
    view.move('team', -99);
    view.resize('team', 5_000);
    view.sortBy('team');
    expect(view.sortBy('team')).toEqual({ column: 'team', order: 'desc' });
    expect(new ListView('ana', kept).look).toEqual(view.look);
    expect(view.columns[0]).toEqual({ id: 'team', width: 640 });
    expect(new ListView('ben', kept).isShown('team')).toBe(false);
  });

  test('are as the server remembers them rather than this browser, and are kept there with each change', () => {
    const kept = storage();
    new ListView('ana', kept).toggle('team');
    const sent: unknown[] = [];
    const look: ListLook = { columns: [{ id: 'title', width: 300 }], sort: { column: 'filed', order: 'desc' } };
    const view = new ListView('ana', kept, look, (now) => void sent.push(now));
    expect(view.look).toEqual(look);
    expect(sent).toEqual([]);
    view.resize('title', 310);
    expect(sent).toEqual([{ ...look, columns: [{ id: 'title', width: 310 }] }]);
  });

  test('that are lent are shown and changed, and leave one’s own as they were', () => {
    const kept = storage();
    const sent: unknown[] = [];
    const view = new ListView('ana', kept, null, (now) => void sent.push(now));
    const own = view.look;
    view.lend({ columns: [{ id: 'title', width: 300 }], sort: { column: 'filed', order: 'desc' } });
    view.resize('title', 310);
    expect(view.columns).toEqual([{ id: 'title', width: 310 }]);
    expect(sent).toEqual([]);
    expect(new ListView('ana', kept).look).toEqual(own);
    view.giveBack();
    expect(view.look).toEqual(own);
  });

  test('never go away altogether, and come back from anything that was stored', () => {
    const view = new ListView('ana', storage());
    for (const { id } of view.columns) view.toggle(id);
    expect(view.columns).toHaveLength(1);
    for (const text of ['', 'null', '[]', '{"columns":[{"id":"nonsense"}],"sort":{"column":"x"}}'])
      expect(lookFrom(text)).toEqual(new ListView('eve', storage()).look);
  });
});

import { expect, test } from 'vitest';
import { Recent } from './recent.ts';

function storage(held: string | null = null) {
  let text = held;
  return { getItem: () => text, setItem: (_key: string, value: string) => void (text = value) };
}

test('the latest stands first, once, and five are kept for the next visit', () => {
  const kept = storage();
  const recent = new Recent('ana', kept);
  for (const id of ['a', 'b', 'c', 'd', 'e', 'b', 'f']) recent.add(id);
  expect(recent.ids).toEqual(['f', 'b', 'e', 'd', 'c']);
  expect(new Recent('ana', kept).ids).toEqual(recent.ids);
});

test('what somebody else wrote there is not taken', () => {
  for (const text of ['{', '{"a":1}', '[1,null]', 'null']) expect(new Recent('ana', storage(text)).ids).toEqual([]);
});

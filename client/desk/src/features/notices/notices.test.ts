import { FIRST_NOTICES, type NoticePreferences } from '@dispatch/shared/preferences/preferences';
import { expect, test } from 'vitest';
import { Notices, type NewNotice } from './notices.svelte.ts';

function world(first: Partial<NoticePreferences> = {}) {
  const state = { preferences: { ...FIRST_NOTICES, ...first }, shown: [] as string[], heard: [] as string[] };
  const notices = new Notices({
    preferences: () => state.preferences,
    now: () => 100,
    show: ({ key }) => state.shown.push(key),
    sound: (kind) => state.heard.push(kind),
  });
  return { notices, state };
}
const notice = (over: Partial<NewNotice> = {}): NewNotice => ({
  key: 'callback:1',
  kind: 'callback',
  title: 'Asked to be called back',
  detail: '',
  at: 50,
  issueId: '1',
  place: { districtId: 'A', teamId: null },
  ...over,
});

test('each comes as its person chose: not at all, in the page, or to be heard as well', () => {
  const { notices, state } = world({ ways: { callback: 'page', question: 'sound', passed: 'off' } });
  notices.take(notice());
  notices.take(notice({ key: 'question:1', kind: 'question' }));
  notices.take(notice({ key: 'passed:1', kind: 'passed' }));
  expect(state).toMatchObject({ shown: ['callback:1', 'question:1'], heard: ['question'] });
  expect(notices.list.length).toBe(2);
});

test('while someone is not to be disturbed only emergencies come through, and the list keeps the rest', () => {
  const { notices, state } = world({ quiet: { until: null, emergencies: false } });
  notices.take(notice());
  notices.take(notice({ key: 'emergency:2', kind: 'emergency' }));
  expect(state).toMatchObject({ shown: ['emergency:2'], heard: ['emergency'] });
  expect(notices.list.length).toBe(2);
});

test('what came while nobody was here is only listed, and unread until the list was seen', () => {
  const { notices, state } = world({ seenAt: 40 });
  notices.take(notice({ missed: true, at: 30, key: 'old' }));
  notices.take(notice({ missed: true }));
  expect([state.shown, notices.unread]).toEqual([[], 1]);
  state.preferences = { ...state.preferences, seenAt: 60 };
  expect(notices.unread).toBe(0);
});

test('the same thing stands once in the list, and leaves it when it is settled', () => {
  const { notices } = world();
  notices.take(notice({ at: 10 }));
  notices.take(notice({ at: 20 }));
  expect(notices.list.map(({ at }) => at)).toEqual([20]);
  notices.drop('1');
  expect(notices.list).toEqual([]);
});

import { formatTime, setZone } from '@dispatch/base/lib/time';
import type { PublicIssue } from '@dispatch/shared/issues/views';
import { beforeAll, expect, test } from 'vitest';
import { commandOf, visitorOf } from './command.ts';
import { keptOf, promiseOf } from './promise.ts';
import { may, openQuestionOf } from './question.ts';
import { headlineOf, lineOf, triedWords } from './steps.ts';

const NOON = Date.parse('2026-11-26T12:00:00Z');
const MINUTE = 60_000;

beforeAll(() => {
  setZone('UTC');
});

function issue(over: Partial<PublicIssue> = {}): PublicIssue {
  return {
    id: 'i',
    ref: 'J-4F7K',
    version: 1,
    rev: 1,
    stage: 'inbox',
    status: 'new',
    outcome: null,
    title: 'Leak',
    category: 'Water',
    urgency: 'normal',
    filedAt: NOON,
    changedAt: NOON,
    hold: null,
    askedAt: null,
    steps: [{ step: 'filed', at: NOON }],
    windowFrom: null,
    windowTo: null,
    windowBy: null,
    moved: null,
    availableFrom: null,
    availableTo: null,
    flexible: false,
    etaAt: null,
    resolveBy: null,
    confirmUntil: null,
    reopenUntil: null,
    reopened: 0,
    contractor: null,
    triedToCall: [],
    messages: [],
    joined: null,
    ...over,
  };
}

test('the line shows what happened with its times, then what is to come, the next in bold', () => {
  const line = lineOf(
    issue({
      status: 'open',
      contractor: 'Bo',
      steps: [
        { step: 'filed', at: 1 },
        { step: 'accepted', at: 2 },
      ],
    }),
  );
  expect(line.map(({ words, at, bold }) => [words, at, bold])).toEqual([
    ['You told us', 1, false],
    ['A contractor has taken it', 2, false],
    ['Bo sets out to you', null, true],
    ['Bo arrives', null, false],
    ['The work is done', null, false],
    ['You say whether it is fixed', null, false],
  ]);
});

test('an issue that came back keeps its history and starts the course anew', () => {
  const steps = (['filed', 'accepted', 'en_route', 'arrived', 'resolved', 'reopened'] as const).map((step, at) => ({
    step,
    at,
  }));
  const line = lineOf(issue({ reopened: 1, steps }));
  expect(line.filter(({ at }) => at !== null)).toHaveLength(6);
  expect(line.find(({ bold }) => bold)?.words).toBe('A contractor takes it');
  expect(headlineOf(issue({ reopened: 1 }))).toContain('again');
});

test('when all is over the last step is the bold one', () => {
  const line = lineOf(
    issue({
      status: 'closed',
      outcome: 'cancelled',
      steps: [
        { step: 'filed', at: 1 },
        { step: 'closed', at: 2 },
      ],
    }),
  );
  expect(line.at(-1)).toMatchObject({ words: 'Cancelled', bold: true });
});

test('the promise is one sentence and owns up to being late', () => {
  expect(promiseOf(issue({ windowFrom: NOON + 130 * MINUTE, windowTo: NOON + 160 * MINUTE }), NOON)).toBe(
    'Arrival between 14:10 and 14:40.',
  );
  expect(promiseOf(issue({ status: 'en_route', etaAt: NOON + 12 * MINUTE }), NOON)).toBe(
    'Arrival at about 12:12, in 12 minutes.',
  );
  expect(promiseOf(issue({ status: 'en_route', etaAt: NOON }), NOON)).toBe('Arriving any moment.');
  expect(promiseOf(issue({ resolveBy: NOON - MINUTE }), NOON)).toContain('We are sorry');
  expect(promiseOf(issue({ status: 'confirmed', resolveBy: NOON }), NOON)).toBeNull();
});

test('one question at a time: an unanswered one before "is it fixed?"', () => {
  expect(openQuestionOf(issue())).toBeNull();
  expect(openQuestionOf(issue({ status: 'resolved' }))).toEqual({ kind: 'fixed' });
  const messages = [
    { id: '1', text: 'Is the dog in?', at: 1, from: 'contractor' as const },
    { id: '2', text: 'Hello', at: 2, from: 'you' as const },
  ];
  expect(openQuestionOf(issue({ askedAt: 1, messages }))).toEqual({ kind: 'answer', text: 'Is the dog in?' });
});

test('what can be done follows the lifecycle table', () => {
  expect(may(issue(), 'cancel', NOON)).toBe(true);
  expect(may(issue({ status: 'in_progress' }), 'cancel', NOON)).toBe(false);
  expect(may(issue({ status: 'confirmed', reopenUntil: NOON + 1 }), 'reopen', NOON)).toBe(true);
  expect(may(issue({ status: 'closed', outcome: 'cancelled', reopenUntil: null }), 'reopen', NOON)).toBe(false);
});

test('calls in vain are told with their times', () => {
  expect(triedWords({ triedToCall: [] }, NOON)).toBeNull();
  const tried = triedWords({ triedToCall: [NOON - 1_800_000, NOON] }, NOON);
  expect(tried).toBe(`We tried to call you at ${formatTime(NOON - 1_800_000)} and ${formatTime(NOON)}.`);
});

test('a joined report shows its own steps and how it goes there, and asks whether it is fixed here too', () => {
  const joined = {
    ref: 'J-7K2M',
    stage: 'resolved',
    status: 'resolved',
    outcome: null,
    hold: null,
    reopened: 0,
    contractor: 'Bo',
    steps: [
      { step: 'filed', at: 1 },
      { step: 'accepted', at: 2 },
      { step: 'en_route', at: 5 },
      { step: 'resolved', at: 6 },
    ],
  } as const;
  const report = issue({
    status: 'closed',
    outcome: 'duplicate',
    joined: { ...joined, steps: [...joined.steps] },
    steps: [
      { step: 'filed', at: 3 },
      { step: 'closed', at: 4 },
    ],
  });
  expect(lineOf(report).map(({ words, bold }) => [words, bold])).toEqual([
    ['A contractor has taken it', false],
    ['You told us', false],
    ['Joined with J-7K2M', false],
    ['On the way there', false],
    ['Reported as done', true],
  ]);
  expect(headlineOf(report)).toBe('Bo says it is done.');
  expect(openQuestionOf(report)).toEqual({ kind: 'still' });
  expect(may(report, 'reopen', NOON)).toBe(true);
  expect(openQuestionOf({ ...report, joined: { ...joined, status: 'open', steps: [] } })).toBeNull();
});

test('how often ranges were kept is told with a range of the plan, and from twenty on', () => {
  const window = { windowFrom: NOON + 10 * MINUTE, windowTo: NOON + 40 * MINUTE };
  const open = issue({ status: 'open', stage: 'open', windowBy: 'plan', ...window });
  const kept = { kept: 24, of: 30, days: 30 };
  expect(promiseOf(open, NOON)).toBe('Arrival between 12:10 and 12:40.');
  expect(keptOf(open, kept, NOON)).toBe('8 of 10 such promises were kept.');
  expect(keptOf(open, { ...kept, of: 19 }, NOON)).toBeNull();
  expect(keptOf({ ...open, windowBy: 'person' }, kept, NOON)).toBeNull();
  expect(keptOf(open, kept, NOON + 41 * MINUTE)).toBeNull();
});

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

test('when it suits is read from a choice, or from a day and times on the organisation’s clock', () => {
  const base = { action: 'wish', key: 'a'.repeat(32), version: '3', zone: 'Europe/Berlin' };
  const body = (fields: Record<string, string>) => commandOf(form({ ...base, ...fields }))?.body;
  expect(body({ when: 'flexible' })).toEqual({ availableFrom: null, availableTo: null, flexible: true, version: 3 });
  expect(body({ when: '1000-2000' })).toMatchObject({ availableFrom: 1000, availableTo: 2000, flexible: false });
  const own = { when: 'own', day: '2026-06-01', from: '14:00', to: '16:00' };
  expect(body(own)).toMatchObject({ availableFrom: Date.UTC(2026, 5, 1, 12), availableTo: Date.UTC(2026, 5, 1, 14) });
  // what is not complete is refused with a word to the field
  for (const wrong of [{ ...own, day: '' }, { when: 'never' }, { ...own, zone: 'Nowhere/Land' }])
    expect(body(wrong)).toMatchObject({ availableFrom: 0, availableTo: 0 });
});

test('what is said of a visitor is one of three things about somebody', () => {
  const contractor = '01890000-0000-7000-8000-000000000000';
  const said = (wish: string) => visitorOf(form({ contractor, wish }));
  expect([said('whitelist')?.wish, said('blacklist')?.wish, said('')?.wish]).toEqual(['whitelist', 'blacklist', null]);
  expect([said('never'), visitorOf(form({ contractor: '../x', wish: '' }))]).toEqual([null, null]);
});

import { describe, expect, test } from 'vitest';
import { noticesOf, NOTICES, RULES, stillTrue, type NoticeEvent, type Present } from './notices.ts';
import { wordsOf, type NoticeFacts } from './notices.words.ts';

const event = (action: string, more: Partial<NoticeEvent> = {}): NoticeEvent => ({
  action,
  contractorBefore: null,
  contractorAfter: null,
  assignmentAfter: null,
  splitOff: false,
  toAll: false,
  joined: false,
  offered: false,
  told: false,
  ...more,
});
const told = (...parameters: Parameters<typeof noticesOf>): string[] =>
  noticesOf(...parameters).map(({ notice, to, atOnce }) => `${notice} → ${to}${atOnce ? ', at once' : ''}`);

describe('whom an event is told to', () => {
  test('filing is confirmed at once', () => {
    expect(told(event('file'), 'normal')).toEqual(['filed → household, at once']);
  });

  test('an offer reaches the contractor at once, and the household not at all', () => {
    const offer = event('offer', { contractorAfter: 'carla', assignmentAfter: 'offered' });
    expect(told(offer, 'normal')).toEqual(['offered → contractor_after, at once']);
  });

  test('putting another contractor in charge tells household, the new one and the old one', () => {
    const reassign = event('reassign', { contractorBefore: 'bo', contractorAfter: 'carla' });
    expect(told(reassign, 'normal')).toEqual([
      'accepted → household',
      'assigned → contractor_after',
      'taken_back → contractor_before',
    ]);
  });

  test('asking another contractor instead tells the household nothing yet', () => {
    const reassign = event('reassign', {
      contractorBefore: 'bo',
      contractorAfter: 'carla',
      assignmentAfter: 'offered',
    });
    expect(told(reassign, 'normal')).toEqual(['offered → contractor_after, at once', 'taken_back → contractor_before']);
  });

  test('accepting on behalf of the one who was asked tells the household alone', () => {
    const assign = event('assign', {
      contractorBefore: 'carla',
      contractorAfter: 'carla',
      assignmentAfter: 'accepted',
    });
    expect(told(assign, 'normal')).toEqual(['accepted → household']);
  });

  test('those whose reports were merged into it are told how it goes, and not who is on the way', () => {
    const joined = { joined: true };
    expect(told(event('assign', { ...joined, assignmentAfter: 'accepted' }), 'normal')).toContain('accepted → joined');
    expect(told(event('finish', joined), 'normal')).toEqual(['resolved → household', 'resolved → joined']);
    expect(told(event('depart', joined), 'normal')).toEqual(['en_route → household']);
    // Merged on, they follow the third issue: nothing has ended for them.
    expect(told(event('merge', joined), 'normal')).toEqual(['closed → household']);
    expect(told(event('comment', joined), 'normal')).toEqual([]);
    expect(told(event('comment', { ...joined, toAll: true }), 'normal')).toEqual([
      'message → household, at once',
      'message → joined, at once',
    ]);
  });

  test('a part of a split is told as such, once the split cannot be undone', () => {
    expect(told(event('file', { splitOff: true }), 'normal')).toEqual([]);
    expect(told(event('split_off', { splitOff: true }), 'normal')).toEqual(['split_off → household']);
  });

  test('a swapped offer asks the other contractor, a swapped assignment puts it on the list', () => {
    const swap = { contractorBefore: 'carla', contractorAfter: 'bo' };
    expect(told(event('swap', { ...swap, offered: true }), 'normal')).toEqual([
      'offered → contractor_after, at once',
      'taken_back → contractor_before',
    ]);
    expect(told(event('swap', swap), 'normal')).toEqual([
      'accepted → household',
      'assigned → contractor_after',
      'taken_back → contractor_before',
    ]);
  });

  test('a cancelled issue is told to the household and to whoever had it', () => {
    expect(told(event('cancel', { contractorBefore: 'carla' }), 'normal')).toEqual([
      'closed → household',
      'taken_back → contractor_before',
    ]);
  });

  test('in an emergency nothing waits', () => {
    for (const { actions } of RULES)
      for (const action of actions)
        for (const { atOnce } of noticesOf(event(action, { contractorBefore: 'a', contractorAfter: 'b' }), 'emergency'))
          expect(atOnce).toBe(true);
  });

  test('a visit that moved is told to the household when there were words for it', () => {
    expect(told(event('plan', { told: true }), 'normal')).toEqual(['moved → household']);
    expect(told(event('plan'), 'normal')).toEqual([]);
  });

  test('plans, notes and undoing are nobody’s mail', () => {
    for (const action of ['plan', 'edit', 'triage', 'comment', 'call', 'mark', 'undo', 'settle'])
      expect(told(event(action), 'emergency')).toEqual([]);
  });
});

describe('a notice that has waited', () => {
  const present: Present = {
    status: 'open',
    contractorId: 'carla',
    assignmentState: 'accepted',
    asked: false,
    undone: false,
  };
  const both = { contractorBefore: null, contractorAfter: 'carla' };

  test('is dropped when its event was undone', () => {
    for (const notice of NOTICES) expect(stillTrue(notice, both, { ...present, undone: true })).toBe(false);
  });

  test('is dropped when it is no longer so', () => {
    expect(stillTrue('accepted', both, present)).toBe(true);
    expect(stillTrue('accepted', both, { ...present, contractorId: 'bo' })).toBe(false);
    expect(stillTrue('en_route', both, { ...present, status: 'in_progress' })).toBe(false);
    expect(stillTrue('moved', both, present)).toBe(true);
    expect(stillTrue('moved', both, { ...present, status: 'en_route' })).toBe(false);
    expect(stillTrue('moved', both, { ...present, contractorId: 'bo' })).toBe(false);
    expect(stillTrue('resolved', both, { ...present, status: 'new' })).toBe(false);
    expect(stillTrue('taken_back', { contractorBefore: 'carla', contractorAfter: null }, present)).toBe(false);
  });
});

describe('the words', () => {
  const facts: NoticeFacts = {
    ref: 'J-4F7K',
    report: null,
    category: 'Water leak',
    outcome: 'cancelled',
    callback: false,
    contractorFirstName: 'Carla',
    etaAt: Date.UTC(2026, 8, 4, 12, 30),
    windowFrom: Date.UTC(2026, 8, 4, 12, 10),
    windowTo: Date.UTC(2026, 8, 4, 12, 40),
    told: 'Carla now comes at about 14:20 instead of 13:00, because an emergency had to come first.',
    offerUntil: Date.UTC(2026, 8, 4, 12, 30),
    confirmUntil: Date.UTC(2026, 8, 11, 22, 30),
    link: 'https://board.example.org/t/token',
    organisation: { name: 'Town works', phone: '030 555 0100', timeZone: 'Europe/Berlin' },
  };

  test('every notice has a subject with the reference, the link and a signature', () => {
    for (const notice of NOTICES) {
      const { subject, text } = wordsOf(notice, facts);
      expect(subject).toContain('J-4F7K');
      expect(subject.length).toBeLessThan(100);
      expect(text).toContain(facts.link);
      expect(text.endsWith('Town works\n030 555 0100')).toBe(true);
      expect(text).not.toMatch(/null|undefined|\bticket\b|\bjob\b/i);
    }
  });

  test('the question after the work leads straight to the answer, and says when silence counts', () => {
    const { text } = wordsOf('resolved', facts);
    expect(text).toContain('https://board.example.org/t/token#answer');
    expect(text).toContain('until Saturday 12 September, 00:30');
  });

  test('a visit that moved: the new time, and why', () => {
    const { text } = wordsOf('moved', facts);
    expect(text).toContain('because an emergency had to come first.');
    expect(text).toContain('Arrival between Friday 4 September, 14:10 and 14:40.');
    const overnight = { ...facts, windowTo: Date.UTC(2026, 8, 4, 22, 40) };
    expect(wordsOf('moved', overnight).text).toContain('14:10 and Saturday 5 September, 00:40.');
    expect(wordsOf('moved', { ...facts, windowFrom: null }).text).not.toContain('between');
    expect(wordsOf('accepted', { ...facts, etaAt: null }).text).toContain(
      'between Friday 4 September, 14:10 and 14:40.',
    );
  });

  test('times are the organisation’s', () => {
    expect(wordsOf('en_route', facts).text).toContain('Expected arrival: Friday 4 September, 14:30.');
  });
});

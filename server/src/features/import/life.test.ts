import { replay, type IssueState } from '@dispatch/shared/issues/issue';
import { describe, expect, test } from 'vitest';
import type { CityRecord } from './formats/city-record.ts';
import { lifeOf, type LifeContext, type LifeFacts } from './life.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 5, 1, 12);
const context: LifeContext = {
  addMinutes: (_urgency, from, minutes) => from + minutes * 60_000,
  minutesBetween: (_urgency, from, to) => (to - from) / 60_000,
  offerMinutes: () => 30,
  confirmDays: 7,
  reopenDays: 14,
};
const facts: LifeFacts = {
  categoryId: 'c',
  urgency: 'normal',
  districtId: 'd',
  teamId: 't',
  crewId: 'crew',
  newAssignmentId: 'a',
};

function life(more: Partial<CityRecord> = {}): ReturnType<typeof lifeOf> {
  const record: CityRecord = {
    line: 2,
    externalId: '1',
    openedAt: NOW - 10 * DAY,
    dueAt: NOW - 9 * DAY,
    closedAt: null,
    ending: 'done',
    closingWords: null,
    title: 'Leak',
    description: '',
    notes: [],
    category: 'Leak',
    group: 'Water',
    team: null,
    place: null,
    lat: null,
    lon: null,
    area: null,
    filedBy: 'staff',
    ...more,
  };
  return lifeOf(record, facts, context, NOW);
}

const told = ({ state }: { state: IssueState }): unknown[] => [
  state.status,
  state.outcome,
  state.triaged,
  state.contractorId,
  state.doneBy,
];

describe('the life of an imported record', () => {
  test('open: looked at, and nobody has it', () => {
    expect(told(life())).toEqual(['new', null, true, null, null]);
    expect(life().events.map(({ action, actor }) => [action, actor])).toEqual([
      ['file', 'operator'],
      ['triage', 'operator'],
    ]);
  });

  test('brought in by a resident at a screen within the last day: still in the inbox', () => {
    expect(told(life({ filedBy: 'resident', openedAt: NOW - 23 * HOUR }))).toEqual(['new', null, false, null, null]);
    expect(life({ filedBy: 'resident', openedAt: NOW - 25 * HOUR }).state.triaged).toBe(true);
    expect(life({ filedBy: 'caller', openedAt: NOW - HOUR }).state.triaged).toBe(true);
  });

  test('closed after the present of the import: still open', () => {
    expect(told(life({ closedAt: NOW + 1 }))).toEqual(['new', null, true, null, null]);
  });

  test('closed: fixed by the crew, and the time for reopening runs from then', () => {
    const closed = life({ closedAt: NOW - 2 * DAY });
    expect(told(closed)).toEqual(['closed', 'fixed', true, null, 'crew']);
    expect(closed.state).toMatchObject({
      closedAt: NOW - 2 * DAY,
      resolvedAt: NOW - 2 * DAY,
      reopenUntil: NOW + 12 * DAY,
      assignmentId: null,
    });
    expect(closed.assignment).toEqual({ id: 'a', contractorId: 'crew', state: 'done', at: NOW - 2 * DAY });
  });

  test('closed for another reason: nobody worked on it', () => {
    expect(told(life({ closedAt: NOW - DAY, ending: 'duplicate' }))).toEqual(['closed', 'duplicate', true, null, null]);
    expect(told(life({ closedAt: NOW - DAY, ending: 'rejected' }))).toEqual(['closed', 'rejected', true, null, null]);
    expect(told(life({ closedAt: NOW - DAY, ending: 'cancelled' }))).toEqual(['closed', 'cancelled', true, null, null]);
    expect(life({ closedAt: NOW - DAY, ending: 'cancelled' }).assignment).toBeNull();
  });

  test('its promise is the city’s, whatever ours are', () => {
    expect(life().state).toMatchObject({ resolveBy: NOW - 9 * DAY, resolveMinutes: 24 * 60, respondBy: null });
    expect(life({ dueAt: null }).state).toMatchObject({ resolveBy: null, resolveMinutes: null });
    expect(life({ closedAt: NOW - DAY }).state.resolveBy).toBe(NOW - 9 * DAY);
  });

  test('its history replays to its state', () => {
    for (const ending of ['done', 'duplicate', 'rejected', 'cancelled'] as const) {
      const { state, events } = life({ closedAt: NOW - DAY, ending });
      const replayed = events.reduce((so, { changes }) => replay(so, changes), {} as IssueState);
      expect(replayed).toEqual(state);
    }
  });
});

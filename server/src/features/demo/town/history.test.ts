import { newCategory } from '@dispatch/shared/categories/schema';
import type { IssueState } from '@dispatch/shared/issues/issue';
import { findMove, type Action } from '@dispatch/shared/issues/lifecycle';
import { COMMANDS, fileIssue } from '@dispatch/shared/issues/schema';
import { stageOf } from '@dispatch/shared/issues/stage';
import type { Urgency } from '@dispatch/shared/issues/status';
import { filedState, transition, type TransitionContext } from '@dispatch/shared/issues/transition';
import { newHousehold } from '@dispatch/shared/people/households.schema';
import { newContractor } from '@dispatch/shared/people/contractors.schema';
import { describe, expect, test } from 'vitest';
import { CATEGORIES, SKILLS } from './categories.ts';
import { DEFAULT_SEED, generateTown } from './generate.ts';
import { generateHistory, standingOf } from './history.ts';
import type { HistoryActor, HistoryIssue, HistoryStep } from './history.types.ts';
import { generatePeople } from './people.ts';
import { DAY, HOUR, MINUTE } from './working-time.ts';

const town = generateTown();
const people = generatePeople(town);
/** A working day, a Sunday night, and the night the clocks go forward. */
const MOMENTS = [Date.UTC(2026, 10, 20, 13, 20), Date.UTC(2026, 5, 14, 1, 5), Date.UTC(2027, 2, 28, 1, 0)];
const histories = MOMENTS.map((now) => ({ now, ...generateHistory(town, people, { seed: DEFAULT_SEED, now }) }));

const uuid = (kind: number, index: number): string =>
  `0000000${String(kind)}-0000-4000-8000-${String(index).padStart(12, '0')}`;
const contractorId = (index: number): string => uuid(1, index);
const OFFER_MINUTES: Record<Urgency, number> = { emergency: 5, high: 15, normal: 60, low: 240 };
const actorOf = (actor: HistoryActor): { kind: HistoryActor['kind']; contractorId?: string } =>
  actor.kind === 'contractor'
    ? { kind: 'contractor', contractorId: contractorId(actor.contractor) }
    : { kind: actor.kind };

function contextAt(now: number): TransitionContext {
  return {
    now,
    newAssignmentId: uuid(2, now % 1e9),
    promiseOf: () => ({ respondMinutes: 60, resolveMinutes: 600 }),
    addMinutes: (_urgency, from, minutes) => from + minutes * MINUTE,
    minutesBetween: (_urgency, from, to) => (to - from) / MINUTE,
    offerMinutes: (urgency) => OFFER_MINUTES[urgency],
    confirmDays: 7,
    reopenDays: 14,
  };
}

const NOTES: ReadonlySet<string> = new Set(['comment', 'call', 'mark']);

/** The command that the loader would send for a step. */
function commandOf(step: HistoryStep): Record<string, unknown> {
  const { contractor, category, into, ...input } = step.input as Record<string, unknown> & {
    contractor?: number;
    category?: string;
    into?: number;
  };
  return {
    ...input,
    ...(contractor === undefined ? {} : { contractorId: contractorId(contractor) }),
    ...(category === undefined ? {} : { categoryId: uuid(3, 0) }),
    ...(into === undefined ? {} : { into: uuid(4, into) }),
  };
}

/** Sends an issue's steps through the real lifecycle; throws at the first that it refuses. */
function live(issue: HistoryIssue): IssueState {
  let state = filedState(
    { categoryId: uuid(3, 0), urgency: issue.urgency, districtId: null, teamId: null, filedAt: issue.filedAt },
    contextAt(issue.filedAt),
  );
  for (const step of issue.steps) {
    const command = commandOf(step);
    COMMANDS[step.action].parse(command);
    if (NOTES.has(step.action)) continue;
    const answer = findMove(
      {
        status: state.status,
        outcome: state.outcome,
        hold: state.hold,
        asked: state.askedAt !== null,
        reopenUntil: state.reopenUntil,
        assignment:
          state.contractorId !== null && state.assignmentState !== null
            ? { contractorId: state.contractorId, state: state.assignmentState }
            : null,
      },
      step.action as Action,
      actorOf(step.actor),
      step.at,
    );
    if ('refusal' in answer)
      throw new Error(`${issue.title}: ${step.action} by ${step.actor.kind} is refused: ${answer.refusal}`);
    state = transition(state, answer.move, command, contextAt(step.at));
  }
  return state;
}

describe('the people of the demo town', () => {
  test('are 300 households with reachable first members, 12 contractors, four operators, an admin and an owner', () => {
    expect(people.households).toHaveLength(300);
    expect(people.contractors).toHaveLength(12);
    expect(people.operators).toHaveLength(4);
    for (const { members } of people.households) {
      expect(members.length).toBeGreaterThanOrEqual(1);
      expect(members.length).toBeLessThanOrEqual(4);
      expect(members[0]?.phone).toBeTruthy();
    }
    expect(new Set(people.households.map(({ district }) => district)).size).toBe(7);
  });

  test('share no name, phone, mail, address, colour or initials', () => {
    const staff = [...people.contractors, ...people.operators, people.admin, people.owner];
    const everyone = [...staff, ...people.households.flatMap(({ members }) => members)];
    for (const field of ['name', 'phone', 'email'] as const) {
      const values = everyone.flatMap((person) => person[field] ?? []);
      expect(new Set(values).size).toBe(values.length);
    }
    for (const values of [
      people.households.map(({ address }) => address),
      people.contractors.map(({ colour }) => colour),
      people.contractors.map(({ initials }) => initials),
    ])
      expect(new Set(values).size).toBe(values.length);
  });

  test('have numbers that are never given out and mail that reaches nobody', () => {
    const everyone = [
      ...people.contractors,
      ...people.operators,
      people.admin,
      people.owner,
      ...people.households.flatMap(({ members }) => members),
    ];
    for (const { phone, email } of everyone) {
      if (phone !== null) expect(phone).toMatch(/^\+49 (30 23125\d{3}|40 66969\d{3}|171 39200\d{2})$/);
      if (email !== null) expect(email).toMatch(/^[a-z.]+\d*@example\.org$/);
    }
  });

  test('fit what the API takes', () => {
    for (const { address, lat, lon, note, members } of people.households)
      newHousehold.parse({ address, lat, lon, note, members });
    for (const { name, initials, colour, phone, skills, home } of people.contractors)
      newContractor.parse({ name, initials, colour, phone, skills, homeLat: home.lat, homeLon: home.lon });
  });

  test('are the same for the same seed', () => {
    expect(generatePeople(town)).toEqual(people);
    expect(generatePeople(town, 5).contractors[0]?.name).not.toBe(people.contractors[0]?.name);
  });
});

describe('the categories of the demo town', () => {
  test('fit what the API takes and need skills that at least two contractors have', () => {
    for (const category of CATEGORIES) {
      expect(newCategory.parse(category)).toEqual(category);
      const able = people.contractors.filter(({ skills }) => category.skills.every((skill) => skills.includes(skill)));
      expect(able.length).toBeGreaterThanOrEqual(2);
    }
    const used = new Set(CATEGORIES.flatMap(({ skills }) => skills));
    expect([...used].sort()).toEqual([...SKILLS].sort());
  });
});

test('the same seed and moment give the same history', () => {
  const [first] = histories;
  const { now = 0, issues = [], positions = [] } = first ?? {};
  expect(generateHistory(town, people, { seed: DEFAULT_SEED, now })).toEqual({ issues, positions });
  expect(generateHistory(town, people, { seed: 3, now }).issues[0]).not.toEqual(issues[0]);
});

describe.each(histories)('the history before $now', ({ now, issues, positions }) => {
  test('keeps to the lifecycle table in every step', () => {
    for (const issue of issues) {
      const state = live(issue);
      const stage = stageOf({
        status: state.status,
        triaged: state.triaged,
        offered: state.assignmentState === 'offered',
      });
      expect([stage, state.outcome]).toEqual([standingOf(issue).stage, standingOf(issue).outcome]);
    }
  });

  test('has rising times that end before now', () => {
    for (const { filedAt, steps } of issues) {
      const times = [filedAt, ...steps.map(({ at }) => at)];
      expect(times.every(Number.isInteger)).toBe(true);
      expect(times).toEqual([...times].sort((p, q) => p - q));
      expect(times.at(-1)).toBeLessThanOrEqual(now);
    }
    expect(issues.map(({ filedAt }) => filedAt)).toEqual(issues.map(({ filedAt }) => filedAt).sort((p, q) => p - q));
  });

  test('has about 600 ended issues in six weeks and 45 or more in all stages of the live day', () => {
    const counts = new Map<string, number>();
    for (const issue of issues) counts.set(standingOf(issue).stage, (counts.get(standingOf(issue).stage) ?? 0) + 1);
    expect(counts.get('closed')).toBeGreaterThan(520);
    expect(counts.get('closed')).toBeLessThan(760);
    expect(Math.min(...issues.map(({ filedAt }) => filedAt))).toBeGreaterThanOrEqual(now - 42 * DAY);
    expect(Object.fromEntries([...counts].filter(([stage]) => stage !== 'closed' && stage !== 'confirmed'))).toEqual({
      inbox: 7,
      to_assign: 6,
      offered: 5,
      open: 8,
      en_route: 3,
      in_progress: 5,
      resolved: 6,
    });
    expect(counts.get('confirmed')).toBeGreaterThanOrEqual(5);
    expect(counts.get('confirmed')).toBeLessThan(60);
  });

  test('is filed by day more than by night, on workdays more than at the weekend', () => {
    const zone = new Intl.DateTimeFormat('en-GB', {
      timeZone: town.timeZone,
      weekday: 'short',
      hour: 'numeric',
      hourCycle: 'h23',
    });
    let day = 0;
    let weekend = 0;
    for (const { filedAt } of issues) {
      const parts = Object.fromEntries(zone.formatToParts(filedAt).map(({ type, value }) => [type, value]));
      const hour = Number(parts['hour']);
      if (hour >= 8 && hour < 15) day++;
      if (parts['weekday'] === 'Sat' || parts['weekday'] === 'Sun') weekend++;
    }
    expect(day / issues.length).toBeGreaterThan(0.45);
    expect(weekend / issues.length).toBeLessThan(0.24);
  });

  test('gives each issue to contractors who can do it, and no one two at a time', () => {
    const work = people.contractors.map((): [number, number][] => []);
    for (const issue of issues) {
      const needed = CATEGORIES.find(({ code }) => code === issue.category)?.skills ?? [];
      let departed = 0;
      for (const { at, action, input, actor } of issue.steps) {
        if (action === 'offer' || action === 'assign')
          expect(people.contractors[input.contractor]?.skills).toEqual(expect.arrayContaining(needed));
        if (action === 'depart') departed = at;
        if (action === 'finish' && actor.kind === 'contractor' && issue.filedAt < now - 13 * DAY)
          work[actor.contractor]?.push([departed, at]);
      }
    }
    // An emergency may cut into a day; ordinary work may not.
    let doubled = 0;
    for (const spans of work) {
      spans.sort((p, q) => p[0] - q[0]);
      spans.forEach(([from], i) => {
        if (from < (spans[i - 1]?.[1] ?? 0)) doubled++;
      });
    }
    expect(doubled).toBeLessThan(issues.length * 0.02);
  });

  test('has answers, words and filings that fit the categories and the API', () => {
    for (const issue of issues) {
      const questions = CATEGORIES.find(({ code }) => code === issue.category)?.questions ?? [];
      for (const { id, kind, options, required } of questions) {
        const answer = issue.answers[id];
        if (answer === undefined) {
          expect(required && !issue.callback).toBe(false);
          continue;
        }
        if (kind === 'choice') expect(options).toContain(answer);
        else expect(typeof answer).toBe({ text: 'string', number: 'number', yesno: 'boolean' }[kind]);
      }
      expect(Object.keys(issue.answers).filter((id) => !questions.some((question) => question.id === id))).toEqual([]);
      expect(`${issue.title} ${issue.description}`).not.toMatch(/undefined|\bNaN\b| {2}/);
      const { title, description, answers, urgency, place, lat, lon } = issue;
      fileIssue.parse({ categoryId: uuid(3, 0), title, description, answers, urgency, place, lat, lon });
    }
    // Enough different words that a board does not read like a form.
    expect(new Set(issues.map(({ description }) => description)).size).toBeGreaterThan(issues.length * 0.6);
  });

  test('has a live day with late, held, returned and talked-about issues and contractors on the map', () => {
    const current = issues.filter((issue) => !['closed', 'confirmed', 'resolved'].includes(standingOf(issue).stage));
    const state = new Map(current.map((issue) => [issue, live(issue)]));
    expect(current.filter((issue) => state.get(issue)?.hold !== null)).toHaveLength(2);
    expect(current.filter((issue) => state.get(issue)?.reopened === 2)).toHaveLength(1);
    expect(current.filter((issue) => state.get(issue)?.urgency === 'emergency').length).toBeGreaterThanOrEqual(3);
    expect(current.filter(({ filedAt }) => filedAt < now - 4 * DAY).length).toBeGreaterThanOrEqual(3);
    const marked = current.flatMap(({ steps }) => steps.filter(({ action }) => action === 'mark'));
    expect(marked.map(({ input }) => input)).toEqual(
      expect.arrayContaining([
        { call: 'household', on: true },
        { call: 'contractor', on: true },
      ]),
    );
    const speakers = new Set(
      current.flatMap(({ steps }) => steps.filter(({ action }) => action === 'comment').map(({ actor }) => actor.kind)),
    );
    expect([...speakers].sort()).toEqual(['contractor', 'household', 'operator']);
    // Offers still wait for their answer.
    for (const issue of current) {
      const { offerUntil } = state.get(issue) ?? {};
      if (offerUntil != null) expect(offerUntil).toBeGreaterThan(now);
    }
    expect(positions.map(({ contractor }) => contractor).sort((p, q) => p - q)).toEqual(
      people.contractors.map((_, index) => index),
    );
    expect(positions.every(({ at }) => at <= now && at > now - HOUR)).toBe(true);
    expect(positions.filter(({ heading }) => heading !== null)).toHaveLength(3);
  });
});

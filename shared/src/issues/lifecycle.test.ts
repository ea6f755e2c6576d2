import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ACTORS, type ActorKind } from '../access/roles.ts';
import { ACTIONS, findMove, LIFECYCLE, type Action, type LifeState } from './lifecycle.ts';
import { HOLD_REASONS, OUTCOMES, STATUSES, type Status } from './status.ts';

const NOW = 1_000_000;
const ME = 'contractor-1';

interface WrittenMove {
  action: string;
  from: string[];
  when: string;
  to: string;
  actors: string[];
  needs: string[];
  dependsOn: string[];
}

/** The table of docs/lifecycle.md: the written contract that the code is held against. */
function writtenTable(): WrittenMove[] {
  const text = readFileSync(new URL('../../../docs/lifecycle.md', import.meta.url), 'utf8');
  const list = (cell: string): string[] =>
    cell
      .split(',')
      .map((word) => word.trim())
      .filter(Boolean);
  return text
    .split('\n')
    .filter((line) => /^\| \w/.test(line) && !line.startsWith('| action'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .map(([action = '', from = '', when = '', to = '', actors = '', needs = '', dependsOn = '']) => ({
      action,
      from: list(from),
      when,
      to,
      actors: list(actors),
      needs: list(needs),
      dependsOn: list(dependsOn),
    }));
}

/** Every state that the database's constraints allow, as far as the table looks at it. */
function allStates(): LifeState[] {
  const states: LifeState[] = [];
  for (const status of STATUSES) {
    const assignments: LifeState['assignment'][] =
      status === 'new'
        ? [null, { contractorId: ME, state: 'offered' }]
        : status === 'open' || status === 'en_route' || status === 'in_progress'
          ? [{ contractorId: ME, state: 'accepted' }]
          : [null];
    for (const assignment of assignments)
      for (const hold of status === 'in_progress' ? [null, ...HOLD_REASONS] : [null])
        for (const asked of status === 'resolved' || status === 'confirmed' || status === 'closed'
          ? [false]
          : [false, true])
          for (const outcome of status === 'closed' ? OUTCOMES : [null])
            for (const reopenUntil of status === 'confirmed' || status === 'closed' ? [null, NOW - 1, NOW + 1] : [null])
              states.push({ status, assignment, hold, asked, outcome, reopenUntil });
  }
  return states;
}

function meets(when: string, state: LifeState): boolean {
  return when
    .split(', ')
    .filter(Boolean)
    .every((condition) => {
      if (condition === 'nobody asked') return state.assignment === null;
      if (condition === 'offered' || condition === 'accepted') return state.assignment?.state === condition;
      if (condition === 'on hold') return state.hold !== null;
      if (condition === 'not on hold') return state.hold === null;
      if (condition === 'asked') return state.asked;
      if (condition === 'not asked') return !state.asked;
      if (condition === 'within the reopen period') return state.reopenUntil !== null && NOW <= state.reopenUntil;
      if (condition.startsWith('outcome '))
        return condition
          .slice(8)
          .split(' or ')
          .includes(state.outcome ?? '');
      throw new Error(`docs/lifecycle.md has an unknown condition: ${condition}`);
    });
}

describe('the lifecycle table', () => {
  const written = writtenTable();

  test('stands row by row in docs/lifecycle.md', () => {
    expect(written.map(({ action, needs, dependsOn }) => ({ action, needs, dependsOn }))).toEqual(
      LIFECYCLE.map(({ action, needs, dependsOn }) => ({ action, needs: [...needs], dependsOn: [...dependsOn] })),
    );
  });

  test('allows exactly the written moves for every state, action and actor', () => {
    let walked = 0;
    for (const state of allStates())
      for (const action of ACTIONS)
        for (const kind of ACTORS) {
          const expected = written.find(
            (row) =>
              row.action === action &&
              row.from.includes(state.status) &&
              row.actors.includes(kind) &&
              meets(row.when, state),
          );
          const hasIt = kind !== 'contractor' || action === 'undo' || state.assignment !== null;
          const answer = findMove(state, action, { kind, contractorId: ME }, NOW);
          const where = `${kind} ${action} ${JSON.stringify(state)}`;
          if (expected && hasIt) {
            expect('move' in answer, where).toBe(true);
            if ('move' in answer)
              expect(`${answer.move.to}${answer.move.outcome ? ` (${answer.move.outcome})` : ''}`, where).toBe(
                expected.to,
              );
          } else expect('refusal' in answer, where).toBe(true);
          walked += 1;
        }
    expect(walked).toBeGreaterThan(5_000);
  });

  test('refuses a contractor who does not have the issue as not theirs', () => {
    const state: LifeState = {
      status: 'open',
      assignment: { contractorId: 'someone-else', state: 'accepted' },
      hold: null,
      asked: false,
      outcome: null,
      reopenUntil: null,
    };
    for (const action of ['depart', 'pass', 'transfer'] satisfies Action[])
      expect(findMove(state, action, { kind: 'contractor', contractorId: ME }, NOW)).toEqual({ refusal: 'not_yours' });
  });

  test('leaves no status without a way on, and every status can be reached', () => {
    const reachable = new Set<Status>(['new']);
    for (const row of LIFECYCLE) if (row.to !== 'same' && row.to !== 'before') reachable.add(row.to);
    expect([...reachable].sort()).toEqual([...STATUSES].sort());
    for (const status of STATUSES)
      expect(LIFECYCLE.some((row) => row.from.includes(status) && row.action !== 'undo')).toBe(true);
  });

  test('gives an actor kind that is not in any row nothing to do', () => {
    const state: LifeState = {
      status: 'new',
      assignment: null,
      hold: null,
      asked: false,
      outcome: null,
      reopenUntil: null,
    };
    for (const action of ACTIONS)
      expect(findMove(state, action, { kind: 'anyone' as ActorKind }, NOW)).toEqual({ refusal: 'not_allowed' });
  });
});

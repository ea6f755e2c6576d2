import type { ACTORS } from '@dispatch/shared/access/roles';
import { uuidv7 } from '@dispatch/shared/ids/uuid';
import { replay, type IssueState, type StateChanges } from '@dispatch/shared/issues/issue';
import { ACTIONS, LIFECYCLE, type Action } from '@dispatch/shared/issues/lifecycle';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Asker } from '../../platform/http/route.ts';
import { Refusal } from '../../platform/refusal.ts';
import { aContractor, aHousehold, asker, newKey, testIssues, type TestIssues } from '../../testing/factories.ts';
import { stateOf } from './issues.columns.ts';

const DAY = 86_400_000;
let t: TestIssues;
let carla: Asker & { contractorId: string };
let bo: Asker & { contractorId: string };
let hanna: Asker & { householdId: string };
let stranger: Asker;

beforeAll(async () => {
  t = await testIssues();
  carla = await aContractor(t.database);
  bo = await aContractor(t.database);
  hanna = await aHousehold(t.database);
  stranger = await aHousehold(t.database);
});
afterAll(() => t.close());

/** One random step: who tries what, on which version, with what, after how long. */
const step = fc.record({
  who: fc.constantFrom('operator', 'carla', 'bo', 'hanna', 'stranger', 'act', 'watch', 'system', 'kiosk'),
  action: fc.constantFrom(...ACTIONS),
  contractor: fc.constantFrom('carla', 'bo'),
  urgency: fc.constantFrom('low', 'normal', 'high', 'emergency'),
  mode: fc.constantFrom('assign', 'offer'),
  hold: fc.constantFrom('parts', 'household', 'pickup'),
  stale: fc.nat(3),
  wait: fc.constantFrom(0, 1000, 25_000, 3_600_000, 4 * DAY, 15 * DAY),
  twice: fc.boolean(),
  /** Two of three steps are legal ones, picked by this number. */
  legal: fc.constantFrom(true, true, false),
  pick: fc.nat(1000),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** A step that the table allows in this state, by someone who may: so that runs reach the later statuses. */
function legalStep(one: Step, state: IssueState): Step {
  const rows = LIFECYCLE.filter(
    (row) => row.from.includes(state.status) && row.action !== 'merge' && row.action !== 'swap',
  );
  const row = rows[one.pick % rows.length]!;
  const kind = row.actors[one.pick % row.actors.length]!;
  const holder = state.contractorId === bo.contractorId ? ('bo' as const) : ('carla' as const);
  const who = (
    {
      owner: 'operator',
      admin: 'operator',
      operator: 'operator',
      household: 'hanna',
      link: 'act',
      system: 'system',
      contractor: holder,
    } as const
  )[kind];
  return { ...one, who, action: row.action, stale: 0, wait: Math.min(one.wait, 1000) };
}

function inputFor(one: Step, version: number): Record<string, unknown> {
  const contractorId = one.contractor === 'carla' ? carla.contractorId : bo.contractorId;
  const more: Partial<Record<Action, Record<string, unknown>>> = {
    triage: { urgency: one.urgency },
    edit: { title: `Title ${String(one.wait)}` },
    offer: { contractorId },
    assign: { contractorId },
    reassign: { contractorId, mode: one.mode },
    transfer: { contractorId, reason: 'too far' },
    pass: { reason: 'busy' },
    hand_back: { reason: 'no parts' },
    hold: { hold: one.hold },
    ask: { question: 'Who is in?' },
    answer: { text: 'I am.' },
    cancel: { reason: 'gone' },
    reject: { reason: 'not ours' },
    dispute: { reason: 'still wet' },
    reopen: { reason: 'again' },
    merge: { into: uuidv7() },
    plan: { windowFrom: 1, windowTo: 2 },
    split: { description: `Rest ${String(one.wait)}`, parts: [{ title: 'A part' }] },
    swap: { with: uuidv7(), withVersion: 1 },
  };
  return { version, ...more[one.action] };
}

/** The good course; each run begins somewhere on it, so that the later statuses are tried as often as the first. */
const COURSE = ['assign', 'depart', 'arrive', 'finish', 'confirm', 'settle'] as const;

async function walk(issueId: string, steps: number): Promise<void> {
  for (const [index, action] of COURSE.slice(0, steps).entries()) {
    const input = { version: index + 1, ...(action === 'assign' && { contractorId: carla.contractorId }) };
    const who = action === 'settle' ? asker({ kind: 'system' }) : t.operator;
    await t.issues.command({ who, issueId, action, input: input, key: newKey(), app: 'test' });
  }
}

async function stateNow(id: string): Promise<IssueState & { version: number }> {
  const { rows } = await t.database.pool.query<Record<string, unknown>>('select * from issues where id = $1', [id]);
  return { ...stateOf(rows[0]!), version: rows[0]!['version'] as number };
}

describe('random commands of random people', () => {
  test('keep every promise of the history', async () => {
    const seen = { done: 0, refused: 0, actions: new Set<string>(), statuses: new Set<string>() };
    await fc.assert(
      fc.asyncProperty(
        fc.nat(COURSE.length),
        fc.array(step, { minLength: 20, maxLength: 40 }),
        async (depth, steps) => {
          const filing = await t.issues.file({
            who: hanna,
            key: newKey(),
            app: 'test',
            input: { categoryId: t.categoryId },
          });
          const id = filing.issueId;
          const people: Record<string, Asker> = {
            operator: t.operator,
            carla,
            bo,
            hanna,
            stranger,
            act: asker({ kind: 'link', issueId: id, scope: 'act' }),
            watch: asker({ kind: 'link', issueId: id, scope: 'watch' }),
            system: asker({ kind: 'system' }),
            kiosk: { ...t.operator, kiosk: true },
          };
          await walk(id, depth);
          seen.statuses.add((await stateNow(id)).status);
          for (const drawn of steps) {
            const before = await stateNow(id);
            const one = drawn.legal ? legalStep(drawn, before) : drawn;
            t.clock.advance(one.wait);
            const version = Math.max(1, before.version - one.stale);
            const key = newKey();
            const who = people[one.who]!;
            const ask = () =>
              t.issues.command({
                who,
                issueId: id,
                action: one.action,
                input: inputFor(one, version),
                key,
                app: 'test',
              });
            const results = await Promise.allSettled(one.twice ? [ask(), ask()] : [ask()]);
            const fresh = results.filter((result) => result.status === 'fulfilled' && !result.value.replayed).length;
            for (const result of results)
              if (result.status === 'rejected') expect(result.reason, one.action).toBeInstanceOf(Refusal);

            const after = await stateNow(id);
            // One effect per key, one version per effect.
            expect(fresh).toBeLessThanOrEqual(1);
            expect(after.version).toBe(before.version + fresh);
            if (fresh === 0) {
              expect(after).toEqual(before);
              seen.refused += 1;
              continue;
            }
            seen.done += 1;
            seen.actions.add(one.action);
            seen.statuses.add(after.status);
            // Nobody exceeds their rights.
            expect(['stranger', 'watch', 'kiosk']).not.toContain(one.who);
            expect(
              LIFECYCLE.some(
                (row) =>
                  row.action === one.action &&
                  row.actors.includes(who.kind as (typeof ACTORS)[number]) &&
                  row.from.includes(before.status),
              ),
            ).toBe(true);
            if (who.kind === 'contractor' && one.action !== 'undo') expect(before.contractorId).toBe(who.contractorId);
            // A closed issue past its period never changes its life (undo within 20 s of closing comes before that).
            if (before.status === 'closed' && one.action !== 'undo')
              expect(before.reopenUntil ?? 0).toBeGreaterThanOrEqual(t.clock());
            if (before.status === 'closed' && one.action === 'undo')
              expect(t.clock() - (before.closedAt ?? 0)).toBeLessThanOrEqual(20_000);
          }

          const { rows: events } = await t.database.pool.query<{ version: number; changes: StateChanges }>(
            'select version, changes from issue_events where issue_id = $1 order by id',
            [id],
          );
          const { version, ...state } = await stateNow(id);
          expect(events.map((event) => event.version)).toEqual(
            Array.from({ length: version }, (_, index) => index + 1),
          );
          expect(events.reduce((sum, event) => replay(sum, event.changes), {} as IssueState)).toEqual(state);
          const { rows: live } = await t.database.pool.query<{ id: string; contractor_id: string; state: string }>(
            `select id, contractor_id, state from assignments where issue_id = $1 and state in ('offered', 'accepted')`,
            [id],
          );
          expect(live.map((row) => [row.id, row.contractor_id, row.state])).toEqual(
            state.assignmentId === null ? [] : [[state.assignmentId, state.contractorId, state.assignmentState]],
          );
        },
      ),
      { numRuns: 60 },
    );
    // The run was not idle: most actions happened, every status was reached.
    expect(seen.done).toBeGreaterThan(300);
    expect(seen.refused).toBeGreaterThan(300);
    expect(seen.statuses.size).toBe(7);
    expect(seen.actions.size).toBeGreaterThan(18);
  }, 120_000);
});

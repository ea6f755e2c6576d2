import type { Contractor, Reference } from '@dispatch/shared/board/reference';
import { USUAL_PATTERN, type AskedException } from '@dispatch/shared/shifts/schedule';
import { shiftsOf } from '@dispatch/shared/shifts/shifts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Asker } from '../../platform/http/route.ts';
import {
  aCategory,
  aContractor,
  asker,
  aUser,
  newKey,
  testClock,
  testIssues,
  type TestIssues,
} from '../../testing/factories.ts';
import { serve, type Served } from '../../testing/served.ts';
import { admin, operator, testTown, type TestTown } from '../../testing/town.ts';

let t: TestIssues;
let town: TestTown;
let http: Served;
// Rows leave out what ended more than a day ago by the database's own clock.
const clock = testClock(Date.now());
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

beforeAll(async () => {
  t = await testIssues();
  town = testTown(t.database, clock);
  http = await serve(town.routes);
  for (const { kind, userId } of [admin, operator]) await aUser(t.database, { id: userId, role: kind });
});
afterAll(async () => {
  await http.close();
  await t.close();
});

type Carla = Awaited<ReturnType<typeof aContractor>>;

/** Someone in a team whose lead is a contractor too. */
async function crew(more: Record<string, unknown> = {}): Promise<{ carla: Carla; lead: Carla }> {
  const lead = await aContractor(t.database);
  const { id: team_id } = await town.teams.create(admin, {
    name: `Team of ${lead.contractorId}`,
    leadUserId: lead.userId ?? null,
  });
  await t.database.knex('contractors').where({ id: lead.contractorId }).update({ team_id });
  return { carla: await aContractor(t.database, { team_id, ...more }), lead };
}

const rowOf = async ({ contractorId }: Carla): Promise<Contractor> => (await town.contractors.list([contractorId]))[0]!;
const pattern = (more: object = {}): object => ({ ...USUAL_PATTERN, ...more });
const week = [
  {
    weekday: 1,
    from: '22:00',
    until: '06:00',
    rests: [{ earliest: '01:00', latest: '03:00', minutes: 30 }],
    onCall: false,
  },
];
const holiday = (more: object = {}): object => ({
  kind: 'holiday',
  from: clock() + 10 * DAY,
  until: clock() + 12 * DAY,
  note: 'Wedding',
  ...more,
});

async function ask(who: Asker, { contractorId }: Carla, input: object): Promise<Contractor> {
  const { status, body } = await http.call<Contractor>(who, 'POST', `/contractors/${contractorId}/exceptions`, input);
  expect([status, body]).toMatchObject([201, { id: contractorId }]);
  return body;
}
const exceptionsOf = ({ contractorId }: Carla): string => `/contractors/${contractorId}/exceptions`;

describe('a schedule', () => {
  test('is set as a whole by its contractor, seen by every desk, and laid out as shifts', async () => {
    const { carla } = await crew();
    expect((await rowOf(carla)).schedule).toEqual({ ...USUAL_PATTERN, exceptions: [] });
    const before = town.committed;
    const { status, body } = await http.call<Contractor>(carla, 'PUT', `/contractors/${carla.contractorId}/schedule`, {
      pattern: pattern({ week, timeZone: 'Europe/Vienna', maxJobs: 4, keptFree: 60, releasedAt: '03:00' }),
      seen: USUAL_PATTERN,
    });
    expect([status, body.schedule]).toEqual([
      200,
      {
        ...USUAL_PATTERN,
        week,
        timeZone: 'Europe/Vienna',
        maxJobs: 4,
        keptFree: 60,
        releasedAt: '03:00',
        exceptions: [],
      },
    ]);
    expect(town.committed).toBe(before + 1);
    const sent = await town.projections[town.projections.length - 1]?.(
      { events: [], reference: [{ id: 1, noun: 'contractor', nounId: carla.contractorId }] },
      { has: (room) => room === 'staff', evict: () => undefined },
    );
    expect(sent?.[0]?.payload).toMatchObject([{ noun: 'contractor', row: { schedule: { week } } }]);
    const organisation = await town.organisation.current();
    const shifts = shiftsOf(body, { now: clock(), until: clock() + 14 * DAY, organisation });
    expect(shifts.length).toBe(2);
    expect(new Set(shifts.map(({ maxJobs, keptFree }) => `${String(maxJobs)} ${String(keptFree)}`))).toEqual(
      new Set(['4 60']),
    );
  });

  test('that another changed in between is not overwritten unseen', async () => {
    const { carla } = await crew();
    const path = `/contractors/${carla.contractorId}/schedule`;
    await http.call(operator, 'PUT', path, { pattern: pattern({ maxJobs: 3 }), seen: USUAL_PATTERN });
    expect(
      await http.call(carla, 'PUT', path, { pattern: pattern({ maxJobs: 9 }), seen: USUAL_PATTERN }),
    ).toMatchObject({
      status: 409,
      body: { code: 'stale_record' },
    });
    expect((await rowOf(carla)).schedule.maxJobs).toBe(3);
    expect(
      await http.call(carla, 'PUT', path, { pattern: pattern({ maxJobs: 9 }), seen: pattern({ maxJobs: 3 }) }),
    ).toMatchObject({ status: 200 });
  });

  test('with shifts that overlap is refused, with the field', async () => {
    const { carla } = await crew();
    const two = [...week, { weekday: 2, from: '05:00', until: '09:00', rests: [], onCall: true }];
    expect(
      await http.call(carla, 'PUT', `/contractors/${carla.contractorId}/schedule`, { pattern: pattern({ week: two }) }),
    ).toMatchObject({
      status: 400,
      body: {
        code: 'invalid',
        fields: [
          {
            field: 'pattern.week.1.from',
            code: 'custom',
            reason: 'It overlaps with another shift of this week (from 22:00 until 06:00).',
          },
        ],
      },
    });
  });

  test('of another is not for a colleague to change, nor is the van', async () => {
    const { carla, lead } = await crew();
    const path = `/contractors/${carla.contractorId}`;
    for (const who of [lead, (await crew()).carla])
      for (const [door, body] of [
        ['/schedule', { pattern: USUAL_PATTERN }],
        ['/stock', { part: 'lamp', pieces: 1 }],
      ] as const)
        expect(await http.call(who, 'PUT', path + door, body)).toMatchObject({ status: 403 });
  });
});

describe('an absence', () => {
  test('is asked for, and counts once the lead of the team approves it', async () => {
    const { carla, lead } = await crew();
    const [asked] = (await ask(carla, carla, holiday())).schedule.exceptions;
    expect(asked).toMatchObject({ kind: 'holiday', state: 'asked', note: 'Wedding' });
    const { body: waiting } = await http.call<AskedException[]>(lead, 'GET', '/exceptions');
    expect(waiting).toMatchObject([
      { id: asked?.id, contractorId: carla.contractorId, kind: 'holiday', note: 'Wedding' },
    ]);
    const path = `${exceptionsOf(carla)}/${asked?.id ?? ''}`;
    expect(await http.call(carla, 'PUT', path, { state: 'approved' })).toMatchObject({ status: 403 });
    expect(await http.call((await crew()).lead, 'PUT', path, { state: 'approved' })).toMatchObject({ status: 403 });
    const { body } = await http.call<Contractor>(lead, 'PUT', path, { state: 'approved', seen: 'asked' });
    expect(body.schedule.exceptions[0]?.state).toBe('approved');
    expect((await http.call<AskedException[]>(lead, 'GET', '/exceptions')).body).toEqual([]);
  });

  test('a lead does not decide on its own, dispatchers decide on all, of two decisions the second sees the first', async () => {
    const { lead } = await crew();
    const [one] = (await ask(lead, lead, holiday())).schedule.exceptions;
    const path = `${exceptionsOf(lead)}/${one?.id ?? ''}`;
    expect((await http.call<AskedException[]>(lead, 'GET', '/exceptions')).body).toEqual([]);
    expect(await http.call(lead, 'PUT', path, { state: 'approved' })).toMatchObject({ status: 403 });
    expect((await http.call<AskedException[]>(operator, 'GET', '/exceptions')).body.map(({ id }) => id)).toContain(
      one?.id,
    );
    expect(await http.call(operator, 'PUT', path, { state: 'refused', seen: 'asked' })).toMatchObject({ status: 200 });
    expect(await http.call(admin, 'PUT', path, { state: 'approved', seen: 'asked' })).toMatchObject({
      status: 409,
      body: { code: 'stale_record' },
    });
  });

  test('of who is sick counts at once, ends duty, and is not decided on', async () => {
    const { carla, lead } = await crew({ on_duty: true, duty_changed_at: new Date(clock() - HOUR) });
    const row = await ask(carla, carla, { kind: 'sick', from: clock(), until: clock() + DAY });
    expect(row).toMatchObject({
      onDuty: false,
      dutyAt: clock(),
      state: 'off',
      schedule: { exceptions: [{ kind: 'sick', state: 'approved' }] },
    });
    const path = `${exceptionsOf(carla)}/${row.schedule.exceptions[0]?.id ?? ''}`;
    expect(await http.call(lead, 'PUT', path, { state: 'refused' })).toMatchObject({
      status: 422,
      body: { code: 'sickness_counts' },
    });
    // better after three hours: it has been so, and is over
    clock.advance(3 * HOUR);
    const { body } = await http.call<Contractor>(carla, 'DELETE', path);
    expect(body.schedule.exceptions).toMatchObject([{ until: clock() }]);
    expect(await http.call(carla, 'DELETE', path)).toMatchObject({ status: 422, body: { code: 'over_already' } });
  });

  test('that is still to come is taken back without a trace on the screens; one later leaves duty as it is', async () => {
    const { carla } = await crew({ on_duty: true });
    const row = await ask(operator, carla, holiday());
    expect(row).toMatchObject({ onDuty: true, schedule: { exceptions: [{ state: 'approved' }] } });
    const { body } = await http.call<Contractor>(
      carla,
      'DELETE',
      `${exceptionsOf(carla)}/${row.schedule.exceptions[0]?.id ?? ''}`,
    );
    expect(body.schedule.exceptions).toEqual([]);
  });

  test('extra time that was approved is not taken back by its contractor alone', async () => {
    const { carla, lead } = await crew();
    const asked = await ask(carla, carla, holiday({ kind: 'extra' }));
    const path = `${exceptionsOf(carla)}/${asked.schedule.exceptions[0]?.id ?? ''}`;
    await http.call(lead, 'PUT', path, { state: 'approved' });
    expect(await http.call(carla, 'DELETE', path)).toMatchObject({ status: 403 });
    expect(await http.call(lead, 'DELETE', path)).toMatchObject({ status: 200 });
  });

  test('must end after it begins and in the future, and belongs to the contractor named', async () => {
    const { carla } = await crew();
    const other = (await crew()).carla;
    const fields = async (input: object): Promise<unknown> =>
      (
        await http.call<{ fields: { field: string; reason: string }[] }>(carla, 'POST', exceptionsOf(carla), input)
      ).body.fields.map(({ field }) => field);
    expect(await fields(holiday({ until: clock() + 10 * DAY }))).toEqual(['until']);
    expect(await fields(holiday({ from: clock() - 2 * DAY, until: clock() - DAY }))).toEqual(['until']);
    expect(await http.call(other, 'POST', exceptionsOf(carla), holiday())).toMatchObject({ status: 403 });
    const [one] = (await ask(carla, carla, holiday())).schedule.exceptions;
    expect(
      await http.call(operator, 'PUT', `${exceptionsOf(other)}/${one?.id ?? ''}`, { state: 'approved' }),
    ).toMatchObject({ status: 404 });
  });

  test('is the business of the contractor and the office, not of colleagues', async () => {
    const { carla, lead } = await crew();
    await ask(carla, carla, { kind: 'sick', from: clock(), until: clock() + DAY, note: 'Flu' });
    const seenBy = async (who: Asker): Promise<unknown> =>
      (await http.call<Reference>(who, 'GET', '/reference')).body.contractors.find(
        ({ id }) => id === carla.contractorId,
      )?.schedule.exceptions.length;
    expect([await seenBy(carla), await seenBy(operator), await seenBy(lead)]).toEqual([1, 1, 0]);
    expect(await http.call(asker({ kind: 'household', userId: 'u' }), 'GET', '/exceptions')).toMatchObject({
      status: 403,
    });
  });
});

describe('the van', () => {
  test('is counted by its contractor, part by part', async () => {
    const { carla } = await crew();
    const path = `/contractors/${carla.contractorId}/stock`;
    await http.call(carla, 'PUT', path, { part: 'Lamp', pieces: 4 });
    const { body } = await http.call<Contractor>(operator, 'PUT', path, { part: 'seal', pieces: 0 });
    expect(body.stock).toEqual({ lamp: 4, seal: 0 });
    expect(await http.call(carla, 'PUT', path, { part: 'lamp', pieces: -1 })).toMatchObject({ status: 400 });
  });

  test('certificates, limits and stock are set by an admin with the rest of the contractor', async () => {
    const { carla } = await crew();
    const change = { certificates: { Gas: clock() + DAY }, travelLimit: 45, stock: { lamp: 2 } };
    const { body } = await http.call<Contractor>(admin, 'PATCH', `/contractors/${carla.contractorId}`, change);
    expect(body).toMatchObject({ certificates: { gas: clock() + DAY }, travelLimit: 45, stock: { lamp: 2 } });
  });
});

describe('what a job takes', () => {
  /** Files, assigns and finishes one. */
  async function finished(carla: Carla, categoryId: string): Promise<string> {
    const { issueId } = await t.issues.file({ who: t.operator, key: newKey(), app: 'test', input: { categoryId } });
    for (const [who, action, input] of [
      [t.operator, 'assign', { contractorId: carla.contractorId }],
      [carla, 'depart', {}],
      [carla, 'arrive', {}],
      [carla, 'finish', {}],
    ] as const)
      await act(who, issueId, action, input);
    return issueId;
  }
  async function act(who: Asker, issueId: string, action: string, input: object = {}): Promise<void> {
    const { version } = await t.issues.card(issueId);
    await t.issues.command({
      who,
      issueId,
      action: action as 'finish',
      input: { version, ...input },
      key: newKey(),
      app: 'test',
    });
  }

  test('is taken off the van when it is done, and put back when that is undone', async () => {
    const categoryId = await aCategory(t.database, { parts: { lamp: 2, seal: 3, cable: 1 } });
    const carla = await aContractor(t.database, { on_duty: true, stock: { lamp: 5, seal: 9, bolt: 7 } });
    const issueId = await finished(carla, categoryId);
    // cable is not counted on this van, bolts are not needed
    expect((await rowOf(carla)).stock).toEqual({ lamp: 3, seal: 6, bolt: 7 });
    await act(carla, issueId, 'undo');
    expect((await rowOf(carla)).stock).toEqual({ lamp: 5, seal: 9, bolt: 7 });
    await act(carla, issueId, 'finish');
    expect((await rowOf(carla)).stock).toEqual({ lamp: 3, seal: 6, bolt: 7 });
  });

  test('never leaves less than none; a category without parts takes nothing; who hands over keeps all', async () => {
    const carla = await aContractor(t.database, { on_duty: true, stock: { lamp: 1 } });
    await finished(carla, t.categoryId);
    expect((await rowOf(carla)).stock).toEqual({ lamp: 1 });
    const categoryId = await aCategory(t.database, { parts: { lamp: 2 } });
    const { issueId } = await t.issues.file({ who: t.operator, key: newKey(), app: 'test', input: { categoryId } });
    await act(t.operator, issueId, 'assign', { contractorId: carla.contractorId });
    await act(t.operator, issueId, 'withdraw');
    await act(t.operator, issueId, 'undo');
    expect((await rowOf(carla)).stock).toEqual({ lamp: 1 });
    await finished(carla, categoryId);
    expect((await rowOf(carla)).stock).toEqual({ lamp: 0 });
  });
});

describe('where a contractor last was', () => {
  test('is the place of the issue that it finished last', async () => {
    const carla = await aContractor(t.database, { on_duty: true });
    const { issueId } = await t.issues.file({
      who: t.operator,
      key: '0'.repeat(32),
      app: 'test',
      input: { categoryId: t.categoryId, lat: 3, lon: 4 },
    });
    expect((await rowOf(carla)).last).toBeNull();
    for (const [who, action, input] of [
      [t.operator, 'assign', { contractorId: carla.contractorId }],
      [carla, 'depart', {}],
      [carla, 'arrive', {}],
      [carla, 'finish', {}],
    ] as const) {
      const { version } = await t.issues.card(issueId);
      await t.issues.command({
        who,
        issueId,
        action,
        input: { version, ...input },
        key: action.padEnd(32, '0'),
        app: 'test',
      });
    }
    expect((await rowOf(carla)).last).toEqual({ lat: 3, lon: 4, at: t.clock() });
  });
});

import type { Contractor } from '@dispatch/shared/board/reference';
import type { Room } from '@dispatch/shared/protocol/events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FeedEvent } from '../../platform/feed/projection.ts';
import {
  aCategory,
  aContractor,
  aDistrict,
  asker,
  newKey,
  testIssues,
  type TestIssues,
} from '../../testing/factories.ts';
import { serve, type Served } from '../../testing/served.ts';
import { admin, operator, testTown, type TestTown } from '../../testing/town.ts';
import { createContractors } from './index.ts';

let t: TestIssues;
let town: TestTown;
let http: Served;
let categoryId: string;

const MINUTE = 60_000;
const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);

beforeAll(async () => {
  t = await testIssues();
  town = testTown(t.database, t.clock);
  http = await serve(town.routes);
  categoryId = await aCategory(t.database, { expected_minutes: 45 });
});
afterAll(async () => {
  await http.close();
  await t.close();
});

type Carla = Awaited<ReturnType<typeof aContractor>>;

const onDuty = async (): Promise<Carla> =>
  aContractor(t.database, { on_duty: true, duty_changed_at: new Date(t.clock()) });
const rowOf = async ({ contractorId }: Carla): Promise<Contractor> => {
  const [row] = await town.contractors.list([contractorId]);
  if (!row) throw new Error('no such contractor');
  return row;
};

async function filed(): Promise<string> {
  return (await t.issues.file({ who: t.operator, key: newKey(), app: 'test', input: { categoryId } })).issueId;
}

async function act(who: typeof t.operator, issueId: string, action: string, input: object = {}): Promise<void> {
  const { version } = await t.issues.card(issueId);
  await t.issues.command({
    who,
    issueId,
    action: action as 'offer',
    input: { version, ...input } as never,
    key: newKey(),
    app: 'test',
  });
}

async function assigned(carla: Carla): Promise<string> {
  const id = await filed();
  await act(t.operator, id, 'assign', { contractorId: carla.contractorId });
  return id;
}

describe('the state of a contractor', () => {
  test('follows its issue: free, driving, at work, free again since the end', async () => {
    const carla = await onDuty();
    const began = t.clock();
    expect(await rowOf(carla)).toMatchObject({
      state: 'free',
      since: began,
      openIssues: 0,
      loadMinutes: 0,
      nextFreeAt: null,
    });

    t.clock.advance(10 * MINUTE);
    const id = await assigned(carla);
    expect(await rowOf(carla)).toMatchObject({
      state: 'free',
      since: began,
      openIssues: 1,
      loadMinutes: 45,
      nextFreeAt: null,
    });

    await act(carla, id, 'depart');
    const departed = t.clock();
    expect(await rowOf(carla)).toMatchObject({
      state: 'driving',
      since: departed,
      nextFreeAt: departed + (15 + 45) * MINUTE,
    });

    t.clock.advance(7 * MINUTE);
    await act(carla, id, 'arrive');
    expect(await rowOf(carla)).toMatchObject({
      state: 'working',
      since: t.clock(),
      nextFreeAt: t.clock() + 45 * MINUTE,
    });

    t.clock.advance(50 * MINUTE);
    await act(carla, id, 'finish');
    expect(await rowOf(carla)).toMatchObject({
      state: 'free',
      since: t.clock(),
      openIssues: 0,
      loadMinutes: 0,
      nextFreeAt: null,
    });
  });

  test('an arrival time given is believed', async () => {
    const carla = await onDuty();
    const id = await assigned(carla);
    await act(carla, id, 'depart', { etaAt: t.clock() + 3 * MINUTE });
    expect((await rowOf(carla)).nextFreeAt).toBe(t.clock() + 48 * MINUTE);
  });

  test('waiting for parts leaves hands free, fetching something does not', async () => {
    const carla = await onDuty();
    const id = await assigned(carla);
    await act(carla, id, 'depart');
    await act(carla, id, 'arrive');
    await act(carla, id, 'hold', { hold: 'pickup' });
    expect((await rowOf(carla)).state).toBe('working');
    await act(carla, id, 'resume');
    await act(carla, id, 'hold', { hold: 'parts' });
    expect(await rowOf(carla)).toMatchObject({ state: 'free', openIssues: 1, nextFreeAt: null });
  });

  test('an offer counts apart from what is accepted', async () => {
    const carla = await onDuty();
    await act(t.operator, await filed(), 'offer', { contractorId: carla.contractorId });
    expect(await rowOf(carla)).toMatchObject({ openIssues: 0, offers: 1, loadMinutes: 0 });
  });

  test('work under way counts also off duty', async () => {
    const carla = await aContractor(t.database);
    expect((await rowOf(carla)).state).toBe('off');
    await act(carla, await assigned(carla), 'depart');
    expect(await rowOf(carla)).toMatchObject({ state: 'driving', onDuty: false });
  });

  test('shows the last known position', async () => {
    const carla = await onDuty();
    expect((await rowOf(carla)).position).toBeNull();
    await t.database
      .knex('positions')
      .insert({ contractor_id: carla.contractorId, lat: 1.5, lon: 2.5, heading: 90, at: new Date(5000) });
    expect((await rowOf(carla)).position).toEqual({ lat: 1.5, lon: 2.5, heading: 90, at: 5000 });
  });
});

describe('contractors over HTTP', () => {
  test('get initials and the colour used least when none are given', async () => {
    const { status, body } = await http.call<Contractor>(admin, 'POST', '/contractors', {
      name: 'Mara Olsen',
      skills: ['Gas'],
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      initials: 'MO',
      skills: ['gas'],
      onDuty: false,
      state: 'off',
      active: true,
      districtIds: [],
      teamId: null,
      pictureUrl: null,
    });
    expect(body.colour).toMatch(/^#[0-9a-f]{6}$/);
    const next = await http.call<Contractor>(admin, 'POST', '/contractors', { name: 'Nils Berg' });
    expect(next.body.colour).not.toBe(body.colour);
  });

  test('a change names only what it changes; teams and districts must be there', async () => {
    const { body } = await http.call<Contractor>(admin, 'POST', '/contractors', {
      name: 'Ida Lund',
      phone: '030 1',
      homeLat: 1,
      homeLon: 2,
    });
    const district = await aDistrict(t.database);
    const changed = await http.call<Contractor>(admin, 'PATCH', `/contractors/${body.id}`, {
      districtIds: [district],
      homeLat: null,
      homeLon: null,
    });
    expect(changed.body).toEqual({ ...body, districtIds: [district], homeLat: null, homeLon: null });
    const unknown = '01890000-0000-7000-8000-000000000000';
    expect(await http.call(admin, 'PATCH', `/contractors/${body.id}`, { teamId: unknown })).toMatchObject({
      status: 400,
      body: { fields: [{ field: 'teamId' }] },
    });
    expect(
      await http.call(admin, 'PATCH', `/contractors/${body.id}`, { districtIds: [district, unknown] }),
    ).toMatchObject({ status: 400, body: { fields: [{ field: 'districtIds' }] } });
    expect(await http.call(admin, 'PATCH', `/contractors/${body.id}`, { homeLat: 5 })).toMatchObject({ status: 400 });
    expect(await http.call(admin, 'PATCH', `/contractors/${unknown}`, { name: 'X' })).toMatchObject({ status: 404 });
  });

  test('one with an issue or an offer cannot be deactivated; a deactivated one is off duty', async () => {
    const carla = await onDuty();
    const id = await assigned(carla);
    expect(await http.call(admin, 'PATCH', `/contractors/${carla.contractorId}`, { active: false })).toMatchObject({
      status: 422,
      body: { code: 'has_open_issues' },
    });
    expect(await rowOf(carla)).toMatchObject({ active: true, onDuty: true });
    await act(t.operator, id, 'withdraw');
    expect(
      (await http.call<Contractor>(admin, 'PATCH', `/contractors/${carla.contractorId}`, { active: false })).body,
    ).toMatchObject({ active: false, onDuty: false, state: 'off' });
    expect(await http.call(operator, 'PUT', `/contractors/${carla.contractorId}/duty`, { onDuty: true })).toMatchObject(
      { status: 422, body: { code: 'no_such_contractor' } },
    );
  });

  test("switch their own duty, dispatchers anyone's, nobody else", async () => {
    const carla = await aContractor(t.database);
    const other = await aContractor(t.database);
    const path = `/contractors/${carla.contractorId}/duty`;
    t.clock.advance(MINUTE);
    expect((await http.call<Contractor>(carla, 'PUT', path, { onDuty: true })).body).toMatchObject({
      onDuty: true,
      state: 'free',
      since: t.clock(),
    });
    expect(await http.call(other, 'PUT', path, { onDuty: false })).toMatchObject({ status: 403 });
    expect(await http.call(asker({ kind: 'household', userId: 'u' }), 'PUT', path, { onDuty: false })).toMatchObject({
      status: 403,
    });
    expect(await http.call(null, 'PUT', path, { onDuty: false })).toMatchObject({ status: 401 });
    expect((await http.call<Contractor>(operator, 'PUT', path, { onDuty: false })).body.onDuty).toBe(false);
  });

  test('switching duty to what it is already changes nothing and tells nobody', async () => {
    const carla = await onDuty();
    const before = town.committed;
    const { since } = await rowOf(carla);
    t.clock.advance(MINUTE);
    expect(
      (await http.call<Contractor>(carla, 'PUT', `/contractors/${carla.contractorId}/duty`, { onDuty: true })).body
        .since,
    ).toBe(since);
    expect(town.committed).toBe(before);
  });
});

describe('pictures', () => {
  test('are what their bytes say, at an address that changes with them', async () => {
    const carla = await aContractor(t.database);
    const path = `/contractors/${carla.contractorId}/picture`;
    expect(await http.call(carla, 'GET', path)).toMatchObject({ status: 404 });
    expect(await http.call(carla, 'PUT', path, png)).toMatchObject({ status: 204 });
    const { pictureUrl } = await rowOf(carla);
    expect(pictureUrl).toBe(`/api/v1${path}?at=${String(t.clock())}`);
    const { status, headers, body } = await http.call<Uint8Array>(
      operator,
      'GET',
      (pictureUrl ?? '').replace('/api/v1', ''),
    );
    expect(status).toBe(200);
    expect([headers.get('content-type'), headers.get('cache-control'), headers.get('x-content-type-options')]).toEqual([
      'image/png',
      'private, max-age=31536000, immutable',
      'nosniff',
    ]);
    expect(Buffer.from(body).equals(png)).toBe(true);
    expect(await http.call(carla, 'DELETE', path)).toMatchObject({ status: 204 });
    expect((await rowOf(carla)).pictureUrl).toBeNull();
  });

  test('of another format, too large, or of someone else are refused', async () => {
    const carla = await aContractor(t.database);
    const path = `/contractors/${carla.contractorId}/picture`;
    expect(await http.call(carla, 'PUT', path, '<svg xmlns="http://www.w3.org/2000/svg"/>')).toMatchObject({
      status: 400,
      body: { fields: [{ field: 'picture' }] },
    });
    expect(await http.call(carla, 'PUT', path, Buffer.concat([png, Buffer.alloc(1024 * 1024)]))).toMatchObject({
      status: 413,
    });
    expect(await http.call(await aContractor(t.database), 'PUT', path, png)).toMatchObject({ status: 403 });
    expect(await http.call(asker({ kind: 'household', userId: 'u' }), 'GET', path)).toMatchObject({ status: 403 });
  });
});

describe('what is sent live', () => {
  const event = (more: Partial<FeedEvent>): FeedEvent =>
    ({ contractorBefore: null, contractorAfter: null, ...more }) as FeedEvent;
  const here = (...rooms: Room[]) => ({ has: (room: Room) => rooms.includes(room), evict: () => undefined });

  test('goes to the office with all touched, and to each contractor its own row', async () => {
    const [a, b] = [await onDuty(), await onDuty()];
    const [project] =
      createContractors({ database: t.database, clock: t.clock, committed: () => undefined }).projections ?? [];
    const batch = {
      events: [event({ contractorBefore: a.contractorId, contractorAfter: b.contractorId })],
      reference: [],
    };
    const sent = await project?.(batch, here('staff', `contractor:${a.contractorId}`));
    expect(sent).toEqual([
      {
        room: 'staff',
        event: 'contractors',
        payload: expect.arrayContaining([await rowOf(a), await rowOf(b)]) as unknown,
      },
      { room: `contractor:${a.contractorId}`, event: 'contractors', payload: [await rowOf(a)] },
    ]);
    expect(await project?.(batch, here())).toEqual([]);
    expect(await project?.({ events: [event({})], reference: [] }, here('staff'))).toEqual([]);
  });

  test("follows duty, and a category's minutes touch everyone", async () => {
    const carla = await onDuty();
    const [project] =
      createContractors({ database: t.database, clock: t.clock, committed: () => undefined }).projections ?? [];
    const duty = await project?.(
      { events: [], reference: [{ id: 1, noun: 'contractor', nounId: carla.contractorId }] },
      here('staff'),
    );
    expect(duty).toEqual([{ room: 'staff', event: 'contractors', payload: [await rowOf(carla)] }]);
    const all = await project?.(
      { events: [], reference: [{ id: 1, noun: 'category', nounId: categoryId }] },
      here('staff'),
    );
    expect(all).toEqual([{ room: 'staff', event: 'contractors', payload: await town.contractors.list() }]);
  });
});

import { USUAL_DISPATCHING } from '@dispatch/shared/dispatching/dispatching';
import type { Organisation } from '@dispatch/shared/board/reference';
import { USUAL_WEEK } from '@dispatch/shared/promises/calendar';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aDistrict, testIssues, type TestIssues } from '../../testing/factories.ts';
import { serve, type Served } from '../../testing/served.ts';
import { admin, operator, testTown, type TestTown } from '../../testing/town.ts';

let t: TestIssues;
let town: TestTown;
let http: Served;

beforeAll(async () => {
  t = await testIssues();
  town = testTown(t.database, t.clock);
  http = await serve(town.routes);
});
afterAll(async () => {
  await http.close();
  await t.close();
});

const read = async (): Promise<Organisation> => (await http.call<Organisation>(null, 'GET', '/organisation')).body;

describe('the organisation', () => {
  test('is what the configuration says until an admin sets something', async () => {
    expect(await read()).toEqual({
      name: 'Test Town',
      timeZone: 'Europe/Berlin',
      tileUrl: null,
      tileAttribution: null,
      undoSeconds: 20,
      reopenDays: 14,
      phone: null,
      centre: { lat: 20, lon: 0, zoom: 2 },
      week: [...USUAL_WEEK],
      holidays: [],
      dispatching: USUAL_DISPATCHING,
    });
    const { status, body } = await http.call<Organisation>(admin, 'PATCH', '/organisation', { phone: '030 555 0100' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ name: 'Test Town', phone: '030 555 0100' });
    await http.call(admin, 'PATCH', '/organisation', { name: 'Lime Town' });
    expect(await read()).toMatchObject({ name: 'Lime Town', phone: '030 555 0100' });
    await http.call(admin, 'PATCH', '/organisation', { phone: null });
    expect(await read()).toMatchObject({ phone: null });
  });

  test('without a centre the map shows all districts; a centre set and taken back leaves that', async () => {
    await aDistrict(t.database, { west: 10, south: 50, east: 10.1, north: 50.05 });
    await town.organisation.set({ kind: 'system' }, {});
    const { centre } = await read();
    expect(centre).toMatchObject({ lat: 50.025, lon: 10.05, zoom: 13 });
    const own = { lat: 1, lon: 2, zoom: 12 };
    expect((await http.call<Organisation>(admin, 'PATCH', '/organisation', { centre: own })).body.centre).toEqual(own);
    await http.call(admin, 'PATCH', '/organisation', { name: 'Other' });
    expect((await read()).centre).toEqual(own);
    expect((await http.call<Organisation>(admin, 'PATCH', '/organisation', { centre: null })).body.centre).toEqual(
      centre,
    );
  });

  test('a zone that does not exist is refused', async () => {
    expect(await http.call(admin, 'PATCH', '/organisation', { timeZone: 'Europe/Atlantis' })).toMatchObject({
      status: 400,
      body: { fields: [{ field: 'timeZone' }] },
    });
  });

  test('only admins change it', async () => {
    expect(await http.call(operator, 'PATCH', '/organisation', { name: 'X' })).toMatchObject({ status: 403 });
  });
});

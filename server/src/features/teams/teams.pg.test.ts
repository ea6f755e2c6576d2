import type { Team } from '@dispatch/shared/board/reference';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aUser, testIssues, type TestIssues } from '../../testing/factories.ts';
import { serve, type Served } from '../../testing/served.ts';
import { admin, operator, testTown } from '../../testing/town.ts';

let t: TestIssues;
let http: Served;

beforeAll(async () => {
  t = await testIssues();
  http = await serve(testTown(t.database, t.clock).routes);
});
afterAll(async () => {
  await http.close();
  await t.close();
});

describe('teams', () => {
  test('have one lead from the staff, who can change', async () => {
    const lead = await aUser(t.database);
    const { status, body } = await http.call<Team>(admin, 'POST', '/teams', { name: 'Water', leadUserId: lead });
    expect(status).toBe(201);
    expect(body).toEqual({ id: body.id, name: 'Water', leadUserId: lead, active: true });
    expect(
      (await http.call<Team>(admin, 'PATCH', `/teams/${body.id}`, { leadUserId: null, active: false })).body,
    ).toEqual({ ...body, leadUserId: null, active: false });
  });

  test('are not led by households, by those switched off or by nobody known', async () => {
    const resident = await aUser(t.database, { role: 'household' });
    const gone = await aUser(t.database, { status: 'deactivated' });
    for (const leadUserId of [resident, gone, '01890000-0000-7000-8000-000000000000'])
      expect(await http.call(admin, 'POST', '/teams', { name: 'Roads', leadUserId })).toMatchObject({
        status: 400,
        body: { fields: [{ field: 'leadUserId' }] },
      });
  });

  test('names are there once', async () => {
    await http.call(admin, 'POST', '/teams', { name: 'Green' });
    expect(await http.call(admin, 'POST', '/teams', { name: 'GREEN' })).toMatchObject({
      status: 409,
      body: { code: 'taken', fields: [{ field: 'name' }] },
    });
  });

  test('only admins change them', async () => {
    expect(await http.call(operator, 'POST', '/teams', { name: 'Night' })).toMatchObject({ status: 403 });
  });
});

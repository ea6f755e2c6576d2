import type { Household } from '@dispatch/shared/people/household';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aHousehold, newKey, testIssues, type TestIssues } from '../../testing/factories.ts';
import { serve, type Served } from '../../testing/served.ts';
import { operator, testTown } from '../../testing/town.ts';

let t: TestIssues;
let http: Served;
const ids: Record<string, string> = {};

async function add(
  name: string,
  address: string,
  ...members: { name: string; phone?: string; email?: string }[]
): Promise<void> {
  ids[name] = (await http.call<Household>(operator, 'POST', '/households', { address, members })).body.id;
}

beforeAll(async () => {
  t = await testIssues();
  http = await serve(testTown(t.database, t.clock).routes);
  await add(
    'meyer',
    '12 Lime Street',
    { name: 'Ana Meyer', phone: '+49 171 555 0123' },
    { name: 'Ben Meyer', phone: '0171 5550999' },
  );
  await add('okafor', '120 Lime Street', { name: 'Chidi Okafor', phone: '(0531) 555-0140' });
  await add('meier', '3 Mill Lane', { name: 'Cleo Meier', email: 'cleo@example.org' });
  await add('lodz', 'Łódzka 5a', { name: 'Ewa Żak' });
});
afterAll(async () => {
  await http.close();
  await t.close();
});

/** Names given above of what a search finds, in order. */
async function find(text: string): Promise<(string | undefined)[]> {
  const { body } = await http.call<Household[]>(operator, 'GET', `/households?text=${encodeURIComponent(text)}`);
  return body.map(({ id }) => Object.keys(ids).find((name) => ids[name] === id));
}

describe('searching for a household', () => {
  test('by phone digits, however they are written, with or without a country code', async () => {
    expect(await find('0171 555 0123')).toEqual(['meyer']);
    expect(await find('+49 171 5550999')).toEqual(['meyer']);
    expect(await find('0049 (531) 5550140')).toEqual(['okafor']);
    expect(await find('5550140')).toEqual(['okafor']);
    expect((await find('171')).sort()).toEqual(['meyer']);
    expect(await find('999999999')).toEqual([]);
  });

  test('by name, in part, in any case and misspelt', async () => {
    expect(await find('okaf')).toEqual(['okafor']);
    expect(await find('CHIDI')).toEqual(['okafor']);
    expect(await find('okafro')).toEqual(['okafor']);
    expect(await find('meyer')).toEqual(['meyer']);
    expect(await find('żak')).toEqual(['lodz']);
  });

  test('by address, the right house number first', async () => {
    expect(await find('Lime Street 12')).toEqual(['meyer', 'okafor']);
    expect((await find('lime')).sort()).toEqual(['meyer', 'okafor']);
    expect(await find('120 lime street')).toEqual(['okafor', 'meyer']);
    expect(await find('łódzka 5a')).toEqual(['lodz']);
  });

  test('by name and street together: every word must be found', async () => {
    expect(await find('meier mill')).toEqual(['meier']);
    expect(await find('okafor mill')).toEqual([]);
  });

  test('signs that mean something to the database are only signs', async () => {
    expect(await find('%%')).toEqual([]);
    expect(await find("o'; drop table households --")).toEqual([]);
    expect(await find('____')).toEqual([]);
  });

  test('gives no more than asked for', async () => {
    const { body } = await http.call<Household[]>(operator, 'GET', '/households?text=lime&limit=1');
    expect(body).toHaveLength(1);
    expect(await http.call(operator, 'GET', '/households?text=l')).toMatchObject({ status: 400 });
  });
});

describe('a household', () => {
  test('comes with its members and how many of its issues are open', async () => {
    await t.issues.file({
      who: t.operator,
      key: newKey(),
      app: 'test',
      input: { categoryId: t.categoryId, householdId: ids['meier'] ?? '' },
    });
    const { body } = await http.call<Household>(operator, 'GET', `/households/${ids['meier'] ?? ''}`);
    expect(body).toEqual({
      id: ids['meier'],
      address: '3 Mill Lane',
      lat: null,
      lon: null,
      note: null,
      openIssues: 1,
      members: [
        { id: body.members[0]?.id, name: 'Cleo Meier', phone: null, email: 'cleo@example.org', account: false },
      ],
    });
  });

  test('changes in part; members are the list that was sent', async () => {
    const made = (
      await http.call<Household>(operator, 'POST', '/households', {
        address: '1 Elm Row',
        note: 'Dog',
        members: [{ name: 'A' }, { name: 'B', phone: '1' }],
      })
    ).body;
    const path = `/households/${made.id}`;
    expect((await http.call<Household>(operator, 'PATCH', path, { lat: 1, lon: 2 })).body).toEqual({
      ...made,
      lat: 1,
      lon: 2,
    });
    const [a] = made.members;
    const { body } = await http.call<Household>(operator, 'PATCH', path, {
      members: [{ id: a?.id, name: 'Ada', phone: '2' }, { name: 'C' }],
    });
    expect(body.members.map(({ name, phone }) => [name, phone])).toEqual([
      ['Ada', '2'],
      ['C', null],
    ]);
    expect(body.members[0]?.id).toBe(a?.id);
    expect(body.note).toBe('Dog');
  });

  test('whoever signs in stays a member, and members of others cannot be taken', async () => {
    const hanna = await aHousehold(t.database);
    const path = `/households/${hanna.householdId}`;
    expect(await http.call(operator, 'PATCH', path, { members: [{ name: 'Other' }] })).toMatchObject({
      status: 400,
      body: { fields: [{ field: 'members', code: 'has_account' }] },
    });
    const { members } = (await http.call<Household>(operator, 'GET', path)).body;
    expect(members).toMatchObject([{ name: 'Hanna Household', account: true }]);
    expect(
      await http.call(operator, 'PATCH', `/households/${ids['okafor'] ?? ''}`, {
        members: [{ id: members[0]?.id, name: 'Stolen' }],
      }),
    ).toMatchObject({ status: 400, body: { fields: [{ field: 'members.0.id' }] } });
    expect((await http.call<Household>(operator, 'GET', path)).body.members[0]?.name).toBe('Hanna Household');
  });

  test('sees itself without the note of the office, and no other', async () => {
    const hanna = await aHousehold(t.database, { note: 'Pays late' });
    const { body } = await http.call<Household>(hanna, 'GET', `/households/${hanna.householdId}`);
    expect(body).toMatchObject({ id: hanna.householdId, note: null });
    expect(await http.call(hanna, 'GET', `/households/${ids['meyer'] ?? ''}`)).toMatchObject({ status: 404 });
    expect(await http.call(hanna, 'GET', '/households?text=meyer')).toMatchObject({ status: 403 });
    expect(await http.call(hanna, 'PATCH', `/households/${hanna.householdId}`, { note: 'Hi' })).toMatchObject({
      status: 403,
    });
    expect(await http.call(null, 'GET', `/households/${ids['meyer'] ?? ''}`)).toMatchObject({ status: 401 });
  });

  test('needs an address and a member, and coordinates in pairs', async () => {
    expect(await http.call(operator, 'POST', '/households', { address: ' ', members: [], lat: 1 })).toMatchObject({
      status: 400,
      body: {
        fields: expect.arrayContaining([
          expect.objectContaining({ field: 'address' }),
          expect.objectContaining({ field: 'members' }),
        ]) as unknown,
      },
    });
    expect(
      await http.call(operator, 'POST', '/households', { address: 'X', members: [{ name: 'A' }], lat: 1 }),
    ).toMatchObject({ status: 400, body: { fields: [{ field: 'lon' }] } });
    expect(await http.call(operator, 'PATCH', '/households/01890000-0000-7000-8000-000000000000', {})).toMatchObject({
      status: 404,
    });
  });
});

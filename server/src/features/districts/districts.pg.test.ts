import type { District } from '@dispatch/shared/board/reference';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newKey, testIssues, type TestIssues } from '../../testing/factories.ts';
import { serve, type Served } from '../../testing/served.ts';
import { admin, operator, testTown, type TestTown } from '../../testing/town.ts';

let t: TestIssues;
let town: TestTown;
let http: Served;

beforeAll(async () => {
  t = await testIssues({ districts: () => town.districts.index() });
  town = testTown(t.database, t.clock);
  http = await serve(town.routes);
});
afterAll(async () => {
  await http.close();
  await t.close();
});

const box = (west: number, south: number, size = 1): District['geometry'] => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [west + size, south],
      [west + size, south + size],
      [west, south + size],
      [west, south],
    ],
  ],
});
const nowhere = { has: () => false, evict: () => undefined };

describe('districts', () => {
  test('a new one takes the issues filed within it from then on', async () => {
    expect(await town.districts.districtAt(10.5, 10.5)).toBeNull();
    const { status, body } = await http.call<District>(admin, 'POST', '/districts', {
      name: 'North',
      geometry: box(10, 10),
    });
    expect(status).toBe(201);
    expect(body).toEqual({ id: body.id, name: 'North', geometry: box(10, 10), active: true });
    expect(await town.districts.districtAt(10.5, 10.5)).toBe(body.id);
    const { rows } = await t.database.pool.query('select west, south, east, north from districts where id = $1', [
      body.id,
    ]);
    expect(rows).toEqual([{ west: 10, south: 10, east: 11, north: 11 }]);
  });

  test('new borders move the box and the answers; without any change it stays as it is', async () => {
    const { body } = await http.call<District>(admin, 'POST', '/districts', { name: 'East', geometry: box(20, 20) });
    expect((await http.call<District>(admin, 'PATCH', `/districts/${body.id}`, {})).body).toEqual(body);
    await http.call(admin, 'PATCH', `/districts/${body.id}`, { geometry: box(30, 30, 2) });
    expect(await town.districts.districtAt(20.5, 20.5)).toBeNull();
    expect(await town.districts.districtAt(31.5, 31.5)).toBe(body.id);
    const { rows } = await t.database.pool.query('select west, south, east, north from districts where id = $1', [
      body.id,
    ]);
    expect(rows).toEqual([{ west: 30, south: 30, east: 32, north: 32 }]);
  });

  test('a change on one node is known on another after its notice', async () => {
    const other = testTown(t.database, t.clock);
    expect(await other.districts.districtAt(40.5, 40.5)).toBeNull();
    const { body } = await http.call<District>(admin, 'POST', '/districts', { name: 'South', geometry: box(40, 40) });
    expect(await other.districts.districtAt(40.5, 40.5)).toBeNull();
    for (const projection of other.projections)
      await projection({ events: [], reference: [{ id: 1, noun: 'district', nounId: body.id }] }, nowhere);
    expect(await other.districts.districtAt(40.5, 40.5)).toBe(body.id);
  });

  test('one with issues on its board cannot be deactivated, an empty one can', async () => {
    const { body } = await http.call<District>(admin, 'POST', '/districts', { name: 'West', geometry: box(50, 50) });
    const { issueId } = await t.issues.file({
      who: t.operator,
      key: newKey(),
      app: 'test',
      input: { categoryId: t.categoryId, lat: 50.5, lon: 50.5 },
    });
    expect((await t.issues.card(issueId)).districtId).toBe(body.id);
    const refused = await http.call<{ title: string }>(admin, 'PATCH', `/districts/${body.id}`, { active: false });
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'has_open_issues', title: 'Unfinished issues are still here (1).' },
    });
    await t.issues.command({
      who: t.operator,
      issueId,
      action: 'cancel',
      input: { version: 1, reason: 'Mistake' },
      key: newKey(),
      app: 'test',
    });
    expect((await http.call<District>(admin, 'PATCH', `/districts/${body.id}`, { active: false })).body.active).toBe(
      false,
    );
    expect(await town.districts.districtAt(50.5, 50.5)).toBeNull();
  });

  test('borders of a real city fit; far too many corners, open rings and swapped coordinates do not', async () => {
    const circle = (corners: number): District['geometry'] => {
      const ring = Array.from({ length: corners }, (_, i) => [
        60 + Math.cos((i / corners) * 2 * Math.PI),
        60 + Math.sin((i / corners) * 2 * Math.PI),
      ]);
      return { type: 'Polygon', coordinates: [[...ring, ring[0] ?? []]] };
    };
    const post = (name: string, geometry: unknown) => http.call(admin, 'POST', '/districts', { name, geometry });
    expect(await post('Harbour', circle(15_000))).toMatchObject({ status: 201 });
    expect(await post('Coast', circle(20_000))).toMatchObject({
      status: 400,
      body: { fields: [{ field: 'geometry.coordinates' }] },
    });
    expect(await post('Fractal', circle(60_000))).toMatchObject({ status: 413 });
    expect(
      await post('Open', {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 1],
          ],
        ],
      }),
    ).toMatchObject({
      status: 400,
      body: { fields: [{ field: 'geometry.coordinates.0', reason: 'A ring must end where it begins.' }] },
    });
    expect(await post('Swapped', box(50, 120))).toMatchObject({
      status: 400,
      body: { fields: [{ field: 'geometry.coordinates.0' }] },
    });
    expect(await post('Dot', { type: 'Point', coordinates: [0, 0] })).toMatchObject({ status: 400 });
  });

  test('what is no JSON is refused as such', async () => {
    expect(await http.call(admin, 'POST', '/districts', '{"name": ')).toMatchObject({
      status: 400,
      body: { code: 'bad_json' },
    });
    expect(await http.call(admin, 'POST', '/districts')).toMatchObject({ status: 400, body: { code: 'bad_json' } });
  });

  test('names are there once, whatever their case', async () => {
    await http.call(admin, 'POST', '/districts', { name: 'Old Town', geometry: box(70, 70) });
    expect(await http.call(admin, 'POST', '/districts', { name: 'old town', geometry: box(80, 80) })).toMatchObject({
      status: 409,
      body: { code: 'taken' },
    });
  });

  test('only admins change them', async () => {
    expect(await http.call(operator, 'POST', '/districts', { name: 'X', geometry: box(0, 0) })).toMatchObject({
      status: 403,
    });
  });
});

import type { Reference } from '@dispatch/shared/board/reference';
import type { ReferenceChange, Room } from '@dispatch/shared/protocol/events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FeedReference } from '../../platform/feed/projection.ts';
import { aContractor, asker, testIssues, type TestIssues } from '../../testing/factories.ts';
import { serve, type Served } from '../../testing/served.ts';
import { admin, operator, testTown, type TestTown } from '../../testing/town.ts';
import { createReference } from './index.ts';

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

const geometry = {
  type: 'Polygon' as const,
  coordinates: [
    [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 0],
    ],
  ],
};
const here = (...rooms: Room[]) => ({ has: (room: Room) => rooms.includes(room), evict: () => undefined });

describe('what stands around the issues', () => {
  test('comes in one answer, the same rows as elsewhere, inactive ones too', async () => {
    const district = await town.districts.create(admin, { name: 'North', geometry });
    const team = await town.teams.create(admin, { name: 'Water' });
    const category = await town.categories.create(admin, {
      code: 'leak',
      name: 'Leak',
      icon: 'wrench',
      skills: [],
      expectedMinutes: 5,
      defaultUrgency: 'low',
      questions: [],
      parts: {},
    });
    await town.categories.change(admin, category.id, { active: false });
    const contractor = await town.contractors.create(admin, { name: 'Ida Lund', homeLat: 1, homeLon: 2 });
    const { body } = await http.call<Reference>(operator, 'GET', '/reference');
    expect(body.organisation).toEqual(await town.organisation.current());
    expect(body.districts).toEqual([JSON.parse(district.row)]);
    expect(body.teams).toEqual([JSON.parse(team.row)]);
    expect(body.contractors).toEqual([JSON.parse(contractor.row)]);
    expect(body.categories).toContainEqual({ ...(JSON.parse(category.row) as object), active: false });
  });

  test('a contractor sees where it lives and is itself, not where the others do', async () => {
    const carla = await aContractor(t.database, { home_lat: 3, home_lon: 4 });
    const dora = await aContractor(t.database, { home_lat: 5, home_lon: 6 });
    for (const { contractorId } of [carla, dora])
      await t.database.knex('positions').insert({ contractor_id: contractorId, lat: 1, lon: 1, at: new Date() });
    const seenBy = async (who: typeof carla): Promise<Record<string, unknown>[]> =>
      (await http.call<Reference>(who, 'GET', '/reference')).body.contractors.map(({ id, homeLat, position }) => ({
        id,
        homeLat,
        at: position !== null,
      }));
    expect(await seenBy(carla)).toEqual(
      expect.arrayContaining([
        { id: carla.contractorId, homeLat: 3, at: true },
        { id: dora.contractorId, homeLat: null, at: false },
      ]),
    );
    const lost = asker({ kind: 'contractor', userId: 'u' });
    expect((await seenBy(lost as typeof carla)).every(({ homeLat, at }) => homeLat === null && at === false)).toBe(
      true,
    );
  });

  test('is for the staff alone', async () => {
    expect(await http.call(null, 'GET', '/reference')).toMatchObject({ status: 401 });
    expect(
      await http.call(asker({ kind: 'household', userId: 'u', householdIds: [] }), 'GET', '/reference'),
    ).toMatchObject({ status: 403 });
  });
});

describe('changes around the issues', () => {
  const project = async (reference: FeedReference[], ...rooms: Room[]): Promise<ReferenceChange[][]> => {
    const [projection] =
      createReference({ pool: t.database.pool, configured: town.organisation.configured }).projections ?? [];
    return ((await projection?.({ events: [], reference }, here(...rooms))) ?? []).map(
      ({ payload }) => payload as ReferenceChange[],
    );
  };

  test('go to the office as the records are now, each once', async () => {
    const team = await town.teams.create(admin, { name: 'Roads' });
    const contractor = await town.contractors.create(admin, { name: 'Nils Berg' });
    const gone = '01890000-0000-7000-8000-000000000000';
    const changes = await project(
      [
        { id: 1, noun: 'team', nounId: team.id },
        { id: 2, noun: 'team', nounId: team.id },
        { id: 3, noun: 'contractor', nounId: contractor.id },
        { id: 4, noun: 'organisation', nounId: 'promises' },
        { id: 5, noun: 'district', nounId: gone },
      ],
      'staff',
    );
    expect(changes).toEqual([
      [
        { noun: 'team', id: team.id, row: JSON.parse(team.row) as unknown },
        { noun: 'contractor', id: contractor.id, row: JSON.parse(contractor.row) as unknown },
        { noun: 'organisation', id: 'organisation', row: await town.organisation.current() },
        { noun: 'district', id: gone, row: null },
      ],
    ]);
  });

  test('are not read when nobody of the office is here', async () => {
    expect(await project([{ id: 1, noun: 'organisation', nounId: 'promises' }], 'board:unplaced')).toEqual([]);
    expect(await project([], 'staff')).toEqual([]);
  });
});

import type { Category } from '@dispatch/shared/board/reference';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testIssues, type TestIssues } from '../../testing/factories.ts';
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

const burst = {
  code: 'burst-pipe',
  name: 'Burst pipe',
  icon: 'droplets',
  skills: ['Plumbing', 'plumbing'],
  expectedMinutes: 90,
  defaultUrgency: 'high',
  questions: [
    { id: 'where', text: 'Where is the water?', kind: 'choice', options: ['Kitchen', 'Cellar'], required: true },
  ],
};

describe('categories', () => {
  test('what an admin makes, everyone can file with, questions and all', async () => {
    const made = await http.call<Category>(admin, 'POST', '/categories', burst);
    expect(made).toMatchObject({ status: 201, body: { ...burst, skills: ['plumbing'], active: true } });
    const { body } = await http.call<Category[]>(null, 'GET', '/categories');
    expect(body).toContainEqual(made.body);
  });

  test('a change names only what it changes; a deactivated one can no longer be chosen', async () => {
    const { body } = await http.call<Category>(admin, 'POST', '/categories', {
      code: 'lamp',
      name: 'Street light out',
    });
    expect(body).toMatchObject({ icon: 'wrench', expectedMinutes: 60, defaultUrgency: 'normal', questions: [] });
    const changed = await http.call<Category>(admin, 'PATCH', `/categories/${body.id}`, { expectedMinutes: 30 });
    expect(changed.body).toEqual({ ...body, expectedMinutes: 30 });
    expect((await http.call(admin, 'PATCH', `/categories/${body.id}`, {})).body).toEqual(changed.body);
    await http.call(admin, 'PATCH', `/categories/${body.id}`, { active: false });
    const { body: list } = await http.call<Category[]>(null, 'GET', '/categories');
    expect(list.map(({ id }) => id)).not.toContain(body.id);
  });

  test('every change is in the history of changes and wakes the relay', async () => {
    const before = town.committed;
    const { body } = await http.call<Category>(admin, 'POST', '/categories', { code: 'drain', name: 'Blocked drain' });
    expect(town.committed).toBe(before + 1);
    const { rows } = await t.database.pool.query(
      `select noun, actor_kind, actor_id from reference_events where noun_id = $1`,
      [body.id],
    );
    expect(rows).toEqual([{ noun: 'category', actor_kind: 'admin', actor_id: admin.userId }]);
  });

  test('a code is there once: the second is refused and leaves nothing', async () => {
    await http.call(admin, 'POST', '/categories', { code: 'twice', name: 'One' });
    const before = town.committed;
    const second = await http.call(admin, 'POST', '/categories', { code: 'twice', name: 'Two' });
    expect(second).toMatchObject({ status: 409, body: { code: 'taken', fields: [{ field: 'code' }] } });
    expect(town.committed).toBe(before);
  });

  test('wrong fields are named', async () => {
    const question = (more: object) => ({
      questions: [{ id: 'q', text: 'Why?', kind: 'text', required: false, ...more }],
    });
    const faults = async (more: object): Promise<unknown> => {
      const { body } = await http.call<{ fields: { field: string }[] }>(admin, 'POST', '/categories', {
        code: 'x',
        name: 'X',
        ...more,
      });
      return body.fields.map(({ field }) => field);
    };
    expect(await faults({ code: 'Über', colour: 'red' })).toEqual(['code', 'colour']);
    expect(await faults({ expectedMinutes: 0 })).toEqual(['expectedMinutes']);
    expect(await faults(question({ kind: 'choice' }))).toEqual(['questions.0.options']);
    expect(await faults(question({ kind: 'choice', options: ['a', 'a'] }))).toEqual(['questions.0.options']);
    expect(await faults(question({ options: ['a', 'b'] }))).toEqual(['questions.0.options']);
    expect(await faults({ questions: [...question({}).questions, ...question({}).questions] })).toEqual([
      'questions.1.id',
    ]);
  });

  test('only admins change them', async () => {
    expect(await http.call(operator, 'POST', '/categories', burst)).toMatchObject({ status: 403 });
    expect(await http.call(null, 'POST', '/categories', burst)).toMatchObject({ status: 401 });
  });

  test('what is not there is not found', async () => {
    expect(await http.call(admin, 'PATCH', '/categories/nonsense', { name: 'x' })).toMatchObject({ status: 404 });
    expect(
      await http.call(admin, 'PATCH', '/categories/01890000-0000-7000-8000-000000000000', { name: 'x' }),
    ).toMatchObject({ status: 404 });
    expect(await http.call(admin, 'PATCH', '/categories/01890000-0000-7000-8000-000000000000', {})).toMatchObject({
      status: 404,
    });
  });
});

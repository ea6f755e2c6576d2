import type { DeskNote, DeskPerson, Handover } from '@dispatch/shared/handover/handover';
import { uuidv7 } from '@dispatch/shared/ids/uuid';
import type { ReferenceChange } from '@dispatch/shared/protocol/events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Asker } from '../../platform/http/route.ts';
import { aHousehold, asker, aUser, newKey, testIssues, type TestIssues } from '../../testing/factories.ts';
import { serve, type Served } from '../../testing/served.ts';
import { createReference } from '../reference/index.ts';
import { createHandover } from './index.ts';

let t: TestIssues;
let http: Served;
let ana: Asker;
let ben: Asker;
let cleo: Asker;

beforeAll(async () => {
  t = await testIssues();
  const person = async (name: string): Promise<Asker> =>
    asker({ kind: 'operator', userId: await aUser(t.database, { name }) });
  [ana, ben, cleo] = [await person('Ana'), await person('Ben'), await person('Cleo')];
  const { routes = [] } = createHandover({
    database: t.database,
    clock: t.clock,
    committed: () => undefined,
    issues: t.issues,
    limit: () => Promise.resolve(),
  });
  http = await serve(routes);
});
afterAll(async () => {
  await http.close();
  await t.close();
});

const write = async (who: Asker, more: object = {}): Promise<DeskNote> =>
  (await http.call<DeskNote>(who, 'POST', '/notes', { id: uuidv7(), text: 'Keys', audience: 'own', ...more })).body;
const read = async (who: Asker): Promise<DeskNote[]> =>
  (await http.call<{ notes: DeskNote[] }>(who, 'GET', '/notes')).body.notes;
const sees = async (who: Asker, { id }: DeskNote): Promise<boolean> => (await read(who)).some((note) => note.id === id);

/** What the room of the desks is told of these changes. */
async function told(noun: 'note' | 'handover', id: string): Promise<unknown> {
  const [projection] = createReference({ pool: t.database.pool, configured: {} }).projections ?? [];
  const rooms = { has: () => true, evict: () => undefined };
  const [emission] = (await projection?.({ events: [], reference: [{ id: 1, noun, nounId: id }] }, rooms)) ?? [];
  return (emission?.payload as ReferenceChange[])[0]?.row;
}
const recorded = async (id: string): Promise<number> =>
  (await t.database.knex('reference_events').where({ noun_id: id })).length;

describe('notes', () => {
  test('one’s own are nobody else’s: not in the list, not by id, not in what desks are told', async () => {
    const note = await write(ana, { text: 'Dentist at four' });
    expect([await sees(ana, note), await sees(ben, note)]).toEqual([true, false]);
    expect(await http.call(ben, 'PATCH', `/notes/${note.id}`, { done: true })).toMatchObject({ status: 404 });
    expect(await http.call(ben, 'DELETE', `/notes/${note.id}`)).toMatchObject({ status: 404 });
    // That there is a note brings its author's other screens to read it.
    expect(await told('note', note.id)).toBeNull();
    expect(await recorded(note.id)).toBe(1);
  });

  test('shared ones are read by all, pinned and done by all, and worded by their author', async () => {
    const note = await write(ana, { audience: 'desk', text: 'The bridge is closed' });
    expect(await sees(ben, note)).toBe(true);
    expect(await told('note', note.id)).toMatchObject({ id: note.id, author: 'Ana', text: 'The bridge is closed' });
    expect((await http.call<DeskNote>(ben, 'PATCH', `/notes/${note.id}`, { pinned: true })).body.pinned).toBe(true);
    expect(await http.call(ben, 'PATCH', `/notes/${note.id}`, { text: 'Open' })).toMatchObject({ status: 403 });
    expect(await http.call(ben, 'DELETE', `/notes/${note.id}`)).toMatchObject({ status: 403 });
    await http.call(ben, 'PATCH', `/notes/${note.id}`, { done: true });
    expect(await recorded(note.id)).toBe(3);
    t.clock.advance(8 * 86_400_000);
    expect(await sees(ana, note)).toBe(false);
  });

  test('a shared note that becomes one’s own leaves the others’ screens', async () => {
    const note = await write(ana, { audience: 'desk' });
    await http.call(ana, 'PATCH', `/notes/${note.id}`, { audience: 'own' });
    expect([await sees(ana, note), await sees(ben, note), await told('note', note.id)]).toEqual([true, false, null]);
    expect(await recorded(note.id)).toBe(2);
  });

  test('one hangs on an issue by its reference, and an unknown one is refused', async () => {
    const { issueId } = await t.issues.file({
      who: t.operator,
      input: { categoryId: t.categoryId },
      key: newKey(),
      app: 'test',
    });
    const ref = await t.issues.refOf(issueId);
    expect(await write(ana, { issue: ref })).toMatchObject({ issueId, issueRef: ref });
    const body = { id: uuidv7(), text: 'x', audience: 'own', issue: 'J-ZZZZ9' };
    expect(await http.call(ana, 'POST', '/notes', body)).toMatchObject({
      status: 400,
      body: { fields: [{ field: 'issue' }] },
    });
  });

  test('sent twice it is there once, and nobody overwrites another’s', async () => {
    const note = await write(ana, { audience: 'desk', text: 'Once' });
    await write(ana, { id: note.id, audience: 'desk', text: 'Once' });
    expect((await read(ana)).filter(({ id }) => id === note.id).length).toBe(1);
    const body = { id: note.id, text: 'Mine', audience: 'desk' };
    expect(await http.call(ben, 'POST', '/notes', body)).toMatchObject({ status: 404 });
  });

  test('households have no notes', async () => {
    expect(await http.call(await aHousehold(t.database), 'GET', '/notes')).toMatchObject({ status: 403 });
  });
});

describe('handing over', () => {
  const handOver = async (toId: string | null): Promise<Handover> =>
    (await http.call<Handover>(ana, 'POST', '/handovers', { id: uuidv7(), toId, text: 'All calm' })).body;

  test('is told with what waited then, and confirmed once by whom it was for', async () => {
    const input = { categoryId: t.categoryId, urgency: 'emergency' as const };
    await t.issues.file({ who: t.operator, input, key: newKey(), app: 'test' });
    const handover = await handOver(ben.userId ?? '');
    expect(handover).toMatchObject({ from: 'Ana', to: 'Ben', text: 'All calm', confirmedAt: null, at: t.clock() });
    expect(handover.counts.emergency).toBe(1);
    expect(handover.counts).not.toHaveProperty('disputed');
    const confirmation = `/handovers/${handover.id}/confirmation`;
    expect(await http.call(cleo, 'PUT', confirmation)).toMatchObject({ status: 403 });
    expect(await http.call(ana, 'PUT', confirmation)).toMatchObject({ status: 403 });
    const { body } = await http.call<Handover>(ben, 'PUT', confirmation);
    expect(body).toMatchObject({ confirmedBy: 'Ben', confirmedAt: t.clock() });
    expect(await http.call(ben, 'PUT', confirmation)).toMatchObject({ status: 200 });
    expect(await told('handover', handover.id)).toEqual(body);
  });

  test('to whoever comes next: the first confirms, and the second is told who was first', async () => {
    const handover = await handOver(null);
    await http.call(cleo, 'PUT', `/handovers/${handover.id}/confirmation`);
    expect(await http.call(ben, 'PUT', `/handovers/${handover.id}/confirmation`)).toMatchObject({
      status: 409,
      body: { code: 'confirmed', detail: 'Cleo has taken over already.' },
    });
  });

  test('goes to colleagues who dispatch, and not to oneself', async () => {
    const resident = await aHousehold(t.database);
    for (const toId of [ana.userId, resident.userId])
      expect(await http.call(ana, 'POST', '/handovers', { id: uuidv7(), toId, text: '' })).toMatchObject({
        status: 400,
        body: { fields: [{ field: 'toId' }] },
      });
    const { people } = (await http.call<{ people: DeskPerson[] }>(ana, 'GET', '/handovers')).body;
    expect(people.map(({ name }) => name)).toEqual(expect.arrayContaining(['Ana', 'Ben', 'Cleo']));
    expect(people.some(({ id }) => id === resident.userId)).toBe(false);
  });
});

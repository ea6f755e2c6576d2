/** For each route one request that succeeds when it is allowed, about what is the asker's own or about someone else's. */
import { uuidv7 } from '@dispatch/shared/ids/uuid';
import { mkdir, writeFile } from 'node:fs/promises';
import { uploadPaths } from '../features/import/index.ts';
import { EVERYTHING } from '@dispatch/shared/issues/filter';
import { USUAL_PATTERN } from '@dispatch/shared/shifts/schedule';
import { asker, newKey } from './factories.ts';
import type { AskerName } from './rights-table.ts';
import { PASSWORD, type Belongings, type RightsWorld } from './rights-world.ts';

export interface Sample {
  /** Path with its parameters filled in, below /api/v1. */
  path?: string;
  body?: unknown;
  /** A body that is not JSON. */
  raw?: Uint8Array;
  headers?: Record<string, string>;
}

export interface Subject {
  world: RightsWorld;
  asker: AskerName;
  /** False: about someone else's. */
  own: boolean;
  belongings: Belongings;
}

/** A PNG of one pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const SQUARE = {
  type: 'Polygon',
  coordinates: [
    [
      [5, 5],
      [6, 5],
      [6, 6],
      [5, 6],
      [5, 5],
    ],
  ],
};
const unique = (): string => uuidv7();
const address = (): string => `${unique()}@example.org`;
const keyed = (): Record<string, string> => ({ 'idempotency-key': newKey() });

/** The user an asker is; askers without one are taken for the operator. */
function userOf({ users }: RightsWorld, asker: AskerName): string {
  return asker in users ? users[asker as keyof typeof users] : users.operator;
}

/** A note of someone's own. */
async function aNote({ database }: RightsWorld, authorId: string): Promise<string> {
  const id = unique();
  const at = new Date();
  await database
    .knex('desk_notes')
    .insert({ id, author_id: authorId, audience: 'own', body: 'Keys', at, changed_at: at });
  return id;
}

const RECORDS = 'service_request_id,requested_datetime,service_name\n1,2026-01-01T10:00:00Z,Leak\n';

/** An upload that nothing has been done with, with its file and a report. */
async function anUpload(world: RightsWorld, more: string): Promise<Sample> {
  const id = unique();
  const { folder, file, report } = uploadPaths(world.dataDir, id);
  await mkdir(folder, { recursive: true });
  await writeFile(file, RECORDS);
  await writeFile(report, 'line,field,reason\r\n');
  // Another one that is being started would be in its way.
  await world.database.knex('import_runs').where({ state: 'running' }).update({ state: 'stopped' });
  await world.database.knex('import_runs').insert({
    id,
    origin: 'upload',
    file_name: 'records.csv',
    size: 1,
    sha256: '',
    state: 'uploaded',
    report_bytes: 19,
  });
  return { path: `/imports/${id}${more}` };
}

/** A filter that its owner shares. */
async function aFilter({ database }: RightsWorld, ownerId: string): Promise<string> {
  const id = unique();
  const at = new Date();
  await database.knex('saved_filters').insert({
    id,
    owner_id: ownerId,
    name: id,
    filter: '{}',
    look: '{}',
    shared: true,
    created_at: at,
    changed_at: at,
  });
  return id;
}

/** One that nobody has. */
async function anIssue({ app, users, categoryId }: RightsWorld): Promise<string> {
  const who = asker({ kind: 'operator', userId: users.operator });
  return (await app.house.issues.file({ who, input: { categoryId }, key: newKey(), app: 'test' })).issueId;
}

async function versionOf({ database }: RightsWorld, id: string): Promise<number> {
  const [row] = await database.knex('issues').where({ id }).select<{ version: number }[]>('version');
  return row?.version ?? 1;
}

/** Changes applied as one, without any that could be taken back. */
async function aChange({ database, users }: RightsWorld): Promise<string> {
  const id = unique();
  const who = { actor: `user:${users.operator}`, actor_kind: 'operator', actor_id: users.operator };
  await database
    .knex('plan_changes')
    .insert({ id, kind: 'day', at: new Date(), ...who, app: 'test', key: newKey(), hash: '' });
  return id;
}

/** The address of a holiday that a contractor has asked for. */
async function anException({ world, belongings }: Subject): Promise<string> {
  const id = unique();
  await world.database.knex('schedule_exceptions').insert({
    id,
    contractor_id: belongings.contractorId,
    kind: 'holiday',
    starts_at: new Date(Date.now() + 86_400_000),
    ends_at: new Date(Date.now() + 2 * 86_400_000),
    state: 'asked',
    asked_at: new Date(),
  });
  return `/contractors/${belongings.contractorId}/exceptions/${id}`;
}

/** A search that has found these moves. */
async function aRun({ database }: RightsWorld, moves: readonly object[] = []): Promise<{ id: string }> {
  const id = unique();
  const at = new Date();
  const figures = { travel: 0, missed: 0 };
  const result = JSON.stringify({ before: figures, after: figures, days: {}, moves });
  await database.knex('plan_runs').insert({ id, state: 'done', asked: '{}', at, node: '', heard_at: at, result });
  return { id };
}

type Make = (subject: Subject) => Sample | Promise<Sample>;

/** Routes without an entry are asked for as they are, with an empty body. */
export const REQUESTS: Record<string, Make> = {
  'POST /session': async ({ world }) => ({
    body: { email: (await world.newUser({ role: 'operator' })).email, password: PASSWORD },
  }),
  'DELETE /sessions/:id': async ({ world, asker, own }) => {
    const { users } = world;
    const mine = asker in users ? users[asker as keyof typeof users] : users.operator;
    const userId = own ? mine : (await world.newUser({ role: 'operator' })).id;
    return { path: `/sessions/${await world.newSession(userId)}` };
  },
  'PUT /password': () => ({ body: { current: PASSWORD, password: PASSWORD } }),
  'POST /password-resets': () => ({ body: { email: address() } }),
  'PUT /password-resets/:token': () => ({ path: `/password-resets/${'A'.repeat(43)}`, body: { password: PASSWORD } }),
  'POST /registrations': () => ({ body: { kind: 'household', name: 'Someone', email: address(), password: PASSWORD } }),
  'POST /invitations': ({ own }) => ({ body: { email: address(), name: 'Someone', role: own ? 'operator' : 'owner' } }),
  'GET /invitations/:token': () => ({ path: `/invitations/${'A'.repeat(43)}` }),
  'PUT /invitations/:token': () => ({ path: `/invitations/${'A'.repeat(43)}`, body: { password: PASSWORD } }),
  'PATCH /users/:id': async ({ world, own }) => ({
    path: `/users/${own ? (await world.newUser({ role: 'operator' })).id : world.users.owner}`,
    body: { name: 'Another Name' },
  }),
  'POST /users/:id/approve': async ({ world, own }) => ({
    path: `/users/${(await world.newUser({ role: 'operator', status: 'pending' })).id}/approve`,
    body: { role: own ? 'operator' : 'owner' },
  }),
  'PATCH /organisation': () => ({ body: { name: 'Test town' } }),
  'POST /categories': () => ({ body: { code: `c${unique()}`, name: 'Roof' } }),
  'PATCH /categories/:id': ({ world }) => ({ path: `/categories/${world.categoryId}`, body: { expectedMinutes: 45 } }),
  'POST /districts': () => ({ body: { name: `District ${unique()}`, geometry: SQUARE } }),
  'PATCH /districts/:id': ({ world }) => ({ path: `/districts/${world.districtId}`, body: { active: true } }),
  'POST /teams': () => ({ body: { name: `Team ${unique()}` } }),
  'PATCH /teams/:id': ({ world }) => ({ path: `/teams/${world.teamId}`, body: { active: true } }),
  'PUT /promises': () => ({
    body: { promises: [], week: [{ weekday: 1, opens: '08:00', closes: '17:00' }], holidays: [] },
  }),
  'GET /households': () => ({ path: '/households?text=mill' }),
  'POST /imports': () => ({ path: '/imports?name=records.csv', raw: Buffer.from(RECORDS) }),
  'GET /imports/:id': ({ world }) => anUpload(world, ''),
  'POST /imports/:id/preview': ({ world }) => anUpload(world, '/preview'),
  'POST /imports/:id/start': async ({ world }) => ({ ...(await anUpload(world, '/start')), body: { checkOnly: true } }),
  'POST /imports/:id/stop': ({ world }) => anUpload(world, '/stop'),
  'GET /imports/:id/report': ({ world }) => anUpload(world, '/report'),
  'DELETE /imports/:id': ({ world }) => anUpload(world, ''),
  'POST /households': () => ({ body: { address: '2 Mill Lane', members: [{ name: 'Someone' }] } }),
  'GET /households/:id': ({ belongings }) => ({ path: `/households/${belongings.householdId}` }),
  'PATCH /households/:id': ({ belongings }) => ({
    path: `/households/${belongings.householdId}`,
    body: { note: 'Dog' },
  }),
  'GET /households/:id/wishes': ({ belongings }) => ({ path: `/households/${belongings.householdId}/wishes` }),
  'PUT /households/:id/wishes/:contractorId': ({ belongings }) => ({
    path: `/households/${belongings.householdId}/wishes/${belongings.contractorId}`,
    body: { wish: 'whitelist' },
  }),
  'GET /issues/:id/visitors': ({ belongings }) => ({ path: `/issues/${belongings.issueId}/visitors` }),
  'PUT /issues/:id/visitors/:contractorId': async ({ world, belongings }) => {
    // who was named by the office may be spoken of
    await world.database
      .knex('household_wishes')
      .insert({
        household_id: belongings.householdId,
        contractor_id: belongings.contractorId,
        wish: 'blacklist',
        by_kind: 'operator',
        at: new Date(),
      })
      .onConflict(['household_id', 'contractor_id'])
      .merge();
    return { path: `/issues/${belongings.issueId}/visitors/${belongings.contractorId}`, body: { wish: null } };
  },
  'POST /contractors': () => ({ body: { name: 'Someone New' } }),
  'PATCH /contractors/:id': ({ belongings }) => ({
    path: `/contractors/${belongings.contractorId}`,
    body: { skills: ['roof'] },
  }),
  'PUT /contractors/:id/duty': ({ belongings }) => ({
    path: `/contractors/${belongings.contractorId}/duty`,
    body: { onDuty: true },
  }),
  'PUT /contractors/:id/schedule': ({ belongings }) => ({
    path: `/contractors/${belongings.contractorId}/schedule`,
    body: { pattern: USUAL_PATTERN },
  }),
  'POST /contractors/:id/exceptions': ({ belongings }) => ({
    path: `/contractors/${belongings.contractorId}/exceptions`,
    body: { kind: 'holiday', from: Date.now(), until: Date.now() + 86_400_000 },
  }),
  'PUT /contractors/:id/exceptions/:exceptionId': async (subject) => ({
    path: await anException(subject),
    body: { state: 'approved' },
  }),
  'DELETE /contractors/:id/exceptions/:exceptionId': async (subject) => ({ path: await anException(subject) }),
  'PUT /contractors/:id/stock': ({ belongings }) => ({
    path: `/contractors/${belongings.contractorId}/stock`,
    body: { part: 'lamp', pieces: 3 },
  }),
  'GET /contractors/:id/picture': async ({ world, belongings }) => {
    await world.database
      .knex('contractors')
      .where({ id: belongings.contractorId })
      .update({ picture: PNG, picture_type: 'image/png' });
    return { path: `/contractors/${belongings.contractorId}/picture` };
  },
  'PUT /contractors/:id/picture': ({ belongings }) => ({
    path: `/contractors/${belongings.contractorId}/picture`,
    raw: PNG,
  }),
  'DELETE /contractors/:id/picture': ({ belongings }) => ({ path: `/contractors/${belongings.contractorId}/picture` }),
  'POST /issues': ({ world }) => ({ body: { categoryId: world.categoryId, title: 'Another leak' }, headers: keyed() }),
  'GET /issues/:id': ({ belongings }) => ({ path: `/issues/${belongings.issueId}` }),
  'POST /issues/:id/:action': ({ belongings }) => ({
    path: `/issues/${belongings.issueId}/comment`,
    body: { text: 'Hello', kind: 'public' },
    headers: keyed(),
  }),
  'POST /issues/bulk': ({ belongings }) => ({
    body: {
      commands: [
        { key: newKey(), id: belongings.issueId, action: 'comment', input: { text: 'Hello', kind: 'internal' } },
      ],
    },
  }),
  'POST /issues/:id/links': ({ belongings }) => ({
    path: `/issues/${belongings.issueId}/links`,
    body: { scope: 'watch' },
  }),
  'DELETE /issues/:id/links': ({ belongings }) => ({ path: `/issues/${belongings.issueId}/links` }),
  'GET /issues/:id/candidates': async ({ world }) => ({ path: `/issues/${await anIssue(world)}/candidates` }),
  'POST /plan/changes': async ({ world, belongings: { issueId } }) => ({
    body: {
      id: unique(),
      kind: 'drag',
      commands: [{ id: issueId, action: 'plan', input: { version: await versionOf(world, issueId) } }],
      days: {},
    },
    headers: keyed(),
  }),
  'POST /plan/changes/:id/undo': async ({ world }) => ({
    path: `/plan/changes/${await aChange(world)}/undo`,
    headers: keyed(),
  }),
  'POST /plan/runs': () => ({
    body: { id: unique(), districtIds: [unique()], days: 1, seconds: 1, iterations: 1 },
  }),
  'GET /plan/runs/:id': async ({ world }) => ({ path: `/plan/runs/${(await aRun(world)).id}` }),
  'DELETE /plan/runs/:id': async ({ world }) => ({ path: `/plan/runs/${(await aRun(world)).id}` }),
  'POST /plan/runs/:id/apply': async ({ world, belongings: { issueId } }) => {
    const input = { version: await versionOf(world, issueId) };
    return {
      path: `/plan/runs/${(await aRun(world, [{ id: issueId, action: 'plan', input }])).id}/apply`,
      body: { changeId: unique() },
      headers: keyed(),
    };
  },
  'POST /filters': () => ({
    body: {
      id: unique(),
      name: unique(),
      filter: EVERYTHING,
      look: { columns: [{ id: 'ref', width: 90 }], sort: { column: 'age', order: 'desc' } },
      shared: true,
    },
  }),
  'PATCH /filters/:id': async ({ world, asker, own }) => ({
    path: `/filters/${await aFilter(world, own ? userOf(world, asker) : (await world.newUser({ role: 'operator' })).id)}`,
    body: { version: 1, shared: true },
  }),
  'DELETE /filters/:id': async ({ world, asker, own }) => ({
    path: `/filters/${await aFilter(world, own ? userOf(world, asker) : (await world.newUser({ role: 'operator' })).id)}`,
  }),
  'POST /notes': () => ({ body: { id: unique(), text: 'Call the harbour', audience: 'desk' } }),
  'PATCH /notes/:id': async ({ world, asker, own }) => ({
    path: `/notes/${await aNote(world, own ? userOf(world, asker) : (await world.newUser({ role: 'operator' })).id)}`,
    body: { pinned: true },
  }),
  'DELETE /notes/:id': async ({ world, asker, own }) => ({
    path: `/notes/${await aNote(world, own ? userOf(world, asker) : (await world.newUser({ role: 'operator' })).id)}`,
  }),
  'POST /handovers': () => ({ body: { id: unique(), toId: null, text: '' } }),
  'PUT /handovers/:id/confirmation': async ({ world, asker, own }) => {
    const [from, other] = [await world.newUser({ role: 'operator' }), await world.newUser({ role: 'operator' })];
    const id = unique();
    await world.database.knex('handovers').insert({
      id,
      from_id: from.id,
      to_id: own ? userOf(world, asker) : other.id,
      at: new Date(),
      counts: '{}',
    });
    return { path: `/handovers/${id}/confirmation` };
  },
  'PATCH /preferences': () => ({ body: { filter: { overdue: 'true' } } }),
  'PUT /simulation': () => ({ body: { on: false } }),
};

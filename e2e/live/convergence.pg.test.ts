import { PRIVATE_FIELDS, type IssueCard } from '@dispatch/shared/issues/views';
import { ACTIONS, type Action } from '@dispatch/shared/issues/lifecycle';
import type { Joined, Room } from '@dispatch/shared/protocol/events';
import type { Asker } from '../../server/src/platform/http/route.ts';
import {
  aContractor,
  aDistrict,
  aHousehold,
  newKey,
  testIssues,
  type TestIssues,
} from '../../server/src/testing/factories.ts';
import { testNode, type TestNode } from '../../server/src/testing/live.ts';
import { io } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openScreen, type Screen } from './screen.ts';

let t: TestIssues;
let node: TestNode;
let north: string;
let south: string;
let boards: Room[];
let contractors: (Asker & { contractorId: string })[];
let hanna: Asker & { householdId: string };
const screens: Screen[] = [];

beforeAll(async () => {
  const places = new Map<string, string>();
  // Two districts, split at latitude 0.5; everything beyond latitude 1 is unplaced.
  t = await testIssues({
    districts: () =>
      Promise.resolve({
        districtAt: (lat) =>
          lat < 0.5 ? (places.get('south') ?? null) : lat < 1 ? (places.get('north') ?? null) : null,
      }),
  });
  north = await aDistrict(t.database);
  south = await aDistrict(t.database);
  places.set('north', north).set('south', south);
  boards = [`board:${north}`, `board:${south}`, 'board:unplaced', 'staff'];
  contractors = await Promise.all(Array.from({ length: 4 }, () => aContractor(t.database)));
  hanna = await aHousehold(t.database);
  node = await testNode(t);
  node.people.set('operator', t.operator);
  node.people.set('hanna', hanna);
  for (const [index, contractor] of contractors.entries()) node.people.set(`contractor-${String(index)}`, contractor);
});
afterEach(() => {
  for (const screen of screens.splice(0)) screen.stop();
});
afterAll(async () => {
  await node.stop();
  await t.close();
});

function screen(as: string, rooms: readonly Room[]): Screen {
  const opened = openScreen(node.url, as, rooms);
  screens.push(opened);
  return opened;
}

async function filed(lat = 0.25, who: Asker = t.operator): Promise<string> {
  return (
    await node.issues.file({ who, key: newKey(), app: 'test', input: { categoryId: t.categoryId, lat, lon: 0.5 } })
  ).issueId;
}

async function run(id: string, action: Action, input: object = {}, who: Asker = t.operator): Promise<IssueCard | null> {
  const { version } = await node.issues.card(id);
  return (
    await node.issues.command({ who, issueId: id, action, input: { version, ...input }, key: newKey(), app: 'test' })
  ).card;
}

/** The board as the database has it. */
async function truth(): Promise<Map<string, IssueCard>> {
  const cards = new Map<string, IssueCard>();
  let cursor: string | undefined;
  do {
    const page = await node.issues.list({ limit: 200, ...(cursor !== undefined && { cursor }) }, null);
    for (const card of page.items) if (card.status !== 'closed') cards.set(card.id, card);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return cards;
}

const held = (one: Screen): Map<string, IssueCard> => new Map([...one.store.values()].map((card) => [card.id, card]));

/** Waits until a screen has been told everything that was committed before now. */
async function settled(one: Screen): Promise<void> {
  const marker = await filed(0.25);
  await one.until(() => one.store.get(marker) !== undefined);
}

describe('a screen that was cut (rules S1, S4, S5)', () => {
  test.each([1, 100, 10_000])(
    'for %i changes ends in exactly the database’s state',
    async (changes) => {
      const one = screen('operator', boards);
      const ids = await Promise.all(Array.from({ length: 20 }, () => filed()));
      await settled(one);
      one.socket.io.engine.close();
      if (changes <= 100) {
        for (let i = 0; i < changes; i += 1)
          await run(ids[i % 20]!, 'edit', { title: `Change ${String(i)}`, lat: i % 2 === 0 ? 0.75 : 0.25, lon: 0.5 });
      } else {
        // So many changes as set-based writing, each with its event, as the services would write them.
        await t.database.pool.query(
          `with c as (select generate_series(1, $2::int) as n),
         e as (insert into issue_events (issue_id, version, action, at, actor_kind, app, district_before, district_after)
               select ($1::uuid[])[1 + n % 20], 1000 + n, 'edit', now(), 'operator', 'test', $3, $4 from c returning id, issue_id, version),
         last as (select issue_id, max(id) as rev, max(version) as version from e group by issue_id)
         update issues i set version = last.version, rev = last.rev, title = 'Changed often', district_id = $4
         from last where last.issue_id = i.id`,
          [ids, changes, south, north],
        );
      }
      await settled(one);
      expect(held(one)).toEqual(await truth());
    },
    60_000,
  );

  test('by a server that was away comes back to the same state', async () => {
    const one = screen('operator', boards);
    const id = await filed();
    await settled(one);
    one.socket.disconnect();
    await run(id, 'cancel', { reason: 'gone' });
    const other = await filed(0.75);
    one.socket.connect();
    await settled(one);
    expect(one.store.get(id)).toBeUndefined();
    expect(one.store.get(other)).toBeDefined();
  });
});

describe('a moved issue (rule S4)', () => {
  test('leaves the old district’s screens live', async () => {
    const old = screen('operator', [`board:${south}`]);
    const next = screen('operator', [`board:${north}`]);
    const id = await filed(0.25);
    await old.until(() => old.store.get(id) !== undefined);
    await run(id, 'edit', { lat: 0.75, lon: 0.5 });
    await next.until(() => next.store.get(id) !== undefined);
    await old.until(() => old.store.get(id) === undefined);
  });

  test('and in catch-up', async () => {
    const old = screen('operator', [`board:${south}`]);
    const id = await filed(0.25);
    await old.until(() => old.store.get(id) !== undefined);
    old.socket.disconnect();
    await run(id, 'edit', { lat: 0.75, lon: 0.5 });
    await run(id, 'edit', { title: 'Changed again, over there' });
    old.socket.connect();
    await old.until(() => old.store.get(id) === undefined);
  });
});

describe('joining', () => {
  function ask(as: string, message: unknown): Promise<Joined> {
    const socket = io(node.url, { path: '/api/live', transports: ['websocket'], forceNew: true, auth: { as } });
    return socket.emitWithAck('join', message).finally(() => socket.disconnect()) as Promise<Joined>;
  }

  test('an unknown cursor gets a snapshot (rule S6)', async () => {
    const id = await filed();
    for (const cursor of ['00000000-0000-0000-0000-000000000000/5:9:6,7', 'nonsense', null]) {
      const joined = await ask('operator', { rooms: boards, cursor });
      expect(joined).toMatchObject({ ok: true, kind: 'snapshot' });
      if (joined.ok) expect(joined.content.cards.map((card) => card.id)).toContain(id);
    }
  });

  test('a stranger is not let in at all (rule S7)', async () => {
    const socket = io(node.url, {
      path: '/api/live',
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      auth: { as: 'nobody' },
    });
    const error = await new Promise<Error>((resolve) => socket.on('connect_error', resolve));
    expect(error.message).toBe('not_signed_in');
    socket.disconnect();
  });

  test('a household asking for a board or for another’s issue is refused (rule S2)', async () => {
    const own = await filed(0.25, hanna);
    const foreign = await filed();
    expect(await ask('hanna', { rooms: [`issue:${own}:public`], cursor: null })).toMatchObject({ ok: true });
    for (const room of [
      ...boards,
      `issue:${foreign}:public`,
      `issue:${own}:staff`,
      `contractor:${contractors[0]!.contractorId}`,
    ])
      expect(await ask('hanna', { rooms: [room], cursor: null })).toMatchObject({ ok: false, code: 'not_allowed' });
  });

  test('a message of the wrong form is answered as invalid', async () => {
    for (const message of [
      null,
      {},
      { rooms: [], cursor: null },
      { rooms: ['everything'], cursor: null },
      { rooms: boards, cursor: 5 },
    ])
      expect(await ask('operator', message)).toMatchObject({ ok: false, code: 'invalid' });
  });

  test('a household that loses an issue to another loses its progress page (rule S10)', async () => {
    const id = await filed(0.25, hanna);
    const other = await aHousehold(t.database);
    await t.database.pool.query('update issues set household_id = $2, filed_by = null where id = $1', [
      id,
      hanna.householdId,
    ]);
    const room: Room = `issue:${id}:public`;
    const mine = screen('hanna', [room]);
    await expect.poll(() => node.realtime.has(room)).toBe(true);
    const seen = new Promise((resolve) => mine.socket.once('fresh', resolve));
    await run(id, 'edit', { householdId: other.householdId });
    await seen;
    await expect.poll(() => node.realtime.has(room)).toBe(false);
  });

  test('a contractor who loses an issue loses its drawer (rule S10)', async () => {
    const [carla, bo] = contractors;
    const id = await filed();
    await run(id, 'assign', { contractorId: carla!.contractorId });
    const drawer = screen('contractor-0', [`contractor:${carla!.contractorId}`, `issue:${id}:staff`]);
    await drawer.until(() => drawer.store.get(id) !== undefined);
    const details: unknown[] = [];
    drawer.live.on('detail', (detail) => details.push(detail));
    await run(id, 'reassign', { contractorId: bo!.contractorId });
    await drawer.until(() => drawer.store.get(id) === undefined);
    const before = details.length;
    await run(id, 'edit', { title: 'Not for Carla any more' });
    const again = screen('contractor-1', [`contractor:${bo!.contractorId}`]);
    await again.until(() => again.store.get(id)?.title === 'Not for Carla any more');
    expect(details.length).toBe(before);
  });
});

describe('fifty clients issuing random commands for 20 s', () => {
  test('all converge to the database, and nothing private reaches a public room (rules S1, S9)', async () => {
    const ids = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        filed(index % 3 === 0 ? 0.75 : 0.25, index % 2 === 0 ? hanna : t.operator),
      ),
    );
    const publicRooms = ids.filter((_, index) => index % 2 === 0).map((id): Room => `issue:${id}:public`);
    const desks = Array.from({ length: 40 }, () => screen('operator', boards));
    const fields = contractors.map((contractor, index) =>
      screen(`contractor-${String(index)}`, [`contractor:${contractor.contractorId}`]),
    );
    const phones = Array.from({ length: 6 }, () => screen('hanna', publicRooms));
    const heard: string[] = [];
    for (const phone of phones)
      phone.socket.onAny((event: string, payload: unknown) => heard.push(JSON.stringify([event, payload])));
    await Promise.all(desks.map((desk) => desk.until(() => desk.store.size > 0)));

    let seed = 42;
    const random = (below: number): number => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return Math.floor((seed / 2147483648) * below);
    };
    const end = Date.now() + 20_000;
    let done = 0;
    async function client(who: Asker, one: Screen): Promise<void> {
      while (Date.now() < end) {
        const cards = [...one.store.values()];
        const card = cards[random(cards.length)];
        if (!card) {
          await new Promise((resolve) => setImmediate(resolve));
          continue;
        }
        const action = ACTIONS[random(ACTIONS.length)]!;
        const contractorId = contractors[random(4)]!.contractorId;
        const input = {
          version: card.version,
          contractorId,
          reason: 'Because',
          hold: 'parts',
          question: 'Who?',
          text: 'Me.',
          into: card.id,
          title: `T${String(done)}`,
          ...(action === 'edit' && random(3) === 0 ? { lat: random(2) === 0 ? 0.25 : 0.75, lon: 0.5 } : {}),
        };
        // Ending issues for good too often would leave nothing to do.
        if (['cancel', 'reject', 'merge'].includes(action) && random(10) > 0) continue;
        await node.issues.command({ who, issueId: card.id, action, input, key: newKey(), app: 'test' }).then(
          () => (done += 1),
          () => undefined,
        );
        t.clock.advance(10);
        if (random(200) === 0) one.socket.io.engine.close();
      }
    }
    await Promise.all([
      ...desks.map((desk) => client(t.operator, desk)),
      ...fields.map((field, index) => client(contractors[index]!, field)),
      ...phones.map((phone) => client(hanna, phone)),
    ]);
    expect(done).toBeGreaterThan(500);

    const marker = await filed(0.25);
    await Promise.all(desks.map((desk) => desk.until(() => desk.store.get(marker) !== undefined)));
    const expected = await truth();
    for (const desk of desks) expect(held(desk)).toEqual(expected);
    for (const [index, field] of fields.entries()) {
      const own = [...expected.values()].filter((card) => card.contractorId === contractors[index]!.contractorId);
      await field.until(() => field.store.size === own.length);
      expect([...held(field).keys()].sort()).toEqual(own.map((card) => card.id).sort());
    }
    expect(heard.length).toBeGreaterThan(100);
    const isPrivate = new RegExp(`"(${PRIVATE_FIELDS.join('|')})":`);
    for (const message of heard) expect(message).not.toMatch(isPrivate);
  }, 90_000);

  test('a card change with every id set and ordinary words is under 1 KB on the wire', async () => {
    const id = await filed(0.25, hanna);
    await run(id, 'edit', {
      title: 'Water runs down the wall of the stairwell since this morning',
      place: '112 Upper Mill Lane, second floor',
    });
    const card = await run(id, 'assign', {
      contractorId: contractors[0]!.contractorId,
      windowFrom: 1_800_000_000_000,
      windowTo: 1_800_000_100_000,
    });
    expect(JSON.stringify(['cards', { room: boards[0], changed: [card], removed: [] }]).length).toBeLessThan(1024);
  });
});

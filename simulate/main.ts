/** `npm run simulate`: a day with contractors, households and operators, through the public interface alone. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Category, Reference } from '@dispatch/shared/board/reference';
import { boundsOf } from '@dispatch/shared/places/polygon';
import { seededRandom } from '../server/src/features/demo/town/random.ts';
import { readArguments, USAGE, type Asked } from './arguments.ts';
import { joinOrStart } from './board.server.ts';
import { categoryFor } from './categories.ts';
import { planCrews } from './crews.plan.ts';
import type { Day, DayCategory } from './day.types.ts';
import { runDay } from './day.run.ts';
import { Interface, type Session } from './interface.ts';
import { KeptPeople } from './kept-people.ts';
import { endFigures, endRows, progressLine } from './progress.words.ts';
import { recordsDay, recordsFile } from './records.day.ts';
import { Recruiter } from './recruits.ts';
import { townDay } from './town.day.ts';

/** Households with an account; the server registers twenty an hour from one address. */
const HOUSEHOLDS = 8;
const dataDir = process.env['DATA_DIR']?.trim() || '.data';

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** The admin: named, or that of the demo. @throws Error that says how to name one. */
async function adminOf(board: Interface, email: string | null): Promise<Session> {
  const password = process.env['SIMULATE_PASSWORD'];
  if (email !== null) {
    if (!password) throw new Error(`Set SIMULATE_PASSWORD to the password of ${email}.`);
    return board.open({ email, password });
  }
  const file = join(dataDir, 'demo-accounts.json');
  const accounts = existsSync(file)
    ? (JSON.parse(await readFile(file, 'utf8')) as { role: string; email: string; password: string }[])
    : [];
  const admin = accounts.find(({ role }) => role === 'admin');
  if (!admin) throw new Error(`There is no demo admin in ${file}: name one with --email, and SIMULATE_PASSWORD.`);
  return board.open(admin);
}

/** The records' day where there are records, told in the places of the board where it is of another town. */
async function dayOf({ day: date, dayGiven, seed }: Asked, reference: Reference): Promise<Day> {
  const file = recordsFile(process.env['DISPATCH_DATA']);
  if (file === null) {
    const why = dayGiven ? `there are no records of ${date} here (DISPATCH_DATA)` : 'there are no records here';
    say(`${why}: replaying a stormy day of the demo town`);
    return townDay(seed);
  }
  const day = await recordsDay(file, date);
  if (isHere(day, reference)) return day;
  say(`the records are of another place than this board: its own town's requests at the times of ${date}`);
  const times = day.requests.map(({ at }) => at);
  return { ...townDay(seed, times), name: `the demo town's requests at the times of ${day.name}` };
}

/** A board without districts may be anywhere. */
function isHere({ requests }: Day, { districts }: Reference): boolean {
  const bounds = districts.map(({ geometry }) => boundsOf(geometry));
  const placed = requests.filter(({ lat }) => lat !== null);
  const inside = placed.filter(({ lat, lon }) =>
    bounds.some(
      (box) => (lat ?? 0) >= box.south && (lat ?? 0) <= box.north && (lon ?? 0) >= box.west && (lon ?? 0) <= box.east,
    ),
  );
  return bounds.length === 0 || inside.length * 2 > placed.length;
}

/** On a board without any category those of the day are made, as an admin would. */
async function categoriesFor(day: Day, board: Interface, admin: Session, reference: Reference): Promise<Category[]> {
  const there = reference.categories.filter(({ active }) => active);
  if (there.length > 0) return there;
  const wanted = new Map<string, DayCategory>(day.requests.map(({ category }) => [category.code, category]));
  say(`the board has no categories: making the ${String(wanted.size)} of the day`);
  for (const { code, name, icon, skills, urgency } of wanted.values())
    await board.must(admin.cookie, '/categories', {
      method: 'POST',
      body: { code, name, icon, skills, defaultUrgency: urgency },
    });
  return (await board.must<Reference>(admin.cookie, '/reference')).categories;
}

async function simulate(asked: Asked, signal: AbortSignal): Promise<number> {
  const { url, seed } = asked;
  const board = new Interface(url, say);
  const admin = await adminOf(board, asked.email);
  if (admin.who.kind !== 'admin' && admin.who.kind !== 'owner')
    throw new Error(`${admin.who.email} is no admin of this board.`);
  const reference = await board.must<Reference>(admin.cookie, '/reference');
  const day = await dayOf(asked, reference);
  const categories = await categoriesFor(day, board, admin, reference);
  const work = day.requests.flatMap(({ category }) => {
    const found = categoryFor(category, categories);
    return found ? [found.skills] : [];
  });
  const places = day.requests.flatMap(({ lat, lon }) => (lat === null || lon === null ? [] : [{ lat, lon }]));
  const recruiter = new Recruiter({
    board,
    admin,
    say,
    kept: new KeptPeople(join(dataDir, 'simulated-people.json'), url),
  });
  const people = await recruiter.recruit({
    operators: asked.operators,
    crews: planCrews(asked.contractors, work, places, seededRandom(seed)),
    households: HOUSEHOLDS,
  });
  const { speed, from, until } = asked;
  const count = day.requests.filter(({ at }) => at >= from && at < until).length;
  say(
    `${day.name}: ${String(count)} requests, ${String(speed)} times as fast, ` +
      `with ${String(people.crews.length)} contractors, ${String(people.operators.length)} operators`,
  );
  const end = await runDay({
    url,
    day,
    people,
    speed,
    from,
    until,
    seed,
    signal,
    tell: (now) => {
      say(progressLine(now));
    },
  });
  await recruiter.dismiss(people);
  await board.ask(admin.cookie, '/session', { method: 'DELETE' });
  say('');
  for (const [what, value] of endRows(end)) say(`${what.padEnd(28)}${value}`);
  for (const sentence of end.tally.faults) say(`  error: ${sentence}`);
  if (asked.json) say(JSON.stringify({ name: 'simulate', figures: endFigures(end) }));
  return end.tally.errors === 0 ? 0 : 1;
}

async function main(): Promise<number> {
  const asked = readArguments(process.argv.slice(2));
  if (asked === null) {
    say(USAGE);
    return 0;
  }
  const stopping = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.on(name, () => {
      if (stopping.signal.aborted) process.exit(130);
      say('Ending the day: what is under way is brought to its end …');
      stopping.abort();
    });
  const server = await joinOrStart(asked.url, say);
  try {
    return await simulate(asked, stopping.signal);
  } finally {
    await server.stop?.();
  }
}

main().then(
  // Idle connections to the board would hold the process for a few seconds.
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  },
);

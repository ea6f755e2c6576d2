import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Category } from '@dispatch/shared/board/reference';
import { expect, onTestFinished, test } from 'vitest';
import { seededRandom } from '../server/src/features/demo/town/random.ts';
import { answersFor, categoryFor } from './categories.ts';
import { planCrews } from './crews.plan.ts';
import { HOUR, type DayCategory } from './day.types.ts';
import { recordsDay } from './records.day.ts';
import { stormTimes, townDay } from './town.day.ts';

const HEADER =
  'case_enquiry_id,open_dt,target_dt,closed_dt,case_status,closure_reason,case_title,reason,type,department,location,neighborhood,latitude,longitude,source';
const row = (id: number, opened: string, more = 'Tree Emergencies,Trees,Tree Emergencies'): string =>
  `${String(id)},${opened}, , ,Open, ,${more},PARK,1 Elm St  Roslindale  MA  02131,Roslindale,42.28,-71.14,Constituent Call`;

function recordsOf(...rows: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'simulate-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const file = join(folder, 'records.csv');
  writeFileSync(file, [HEADER, ...rows].join('\n'));
  return file;
}

function category(code: string, name: string, more: Partial<Category> = {}): Category {
  return {
    id: code,
    code,
    name,
    icon: 'wrench',
    skills: [],
    expectedMinutes: 30,
    defaultUrgency: 'normal',
    questions: [],
    parts: {},
    active: true,
    ...more,
  };
}

const wanted = (name: string, group = name, skills: string[] = []): DayCategory => ({
  code: name.toLowerCase().replaceAll(' ', '-'),
  name,
  icon: 'wrench',
  skills,
  urgency: 'normal',
  group,
});

test('a day of records holds what was opened on that day by the city’s clock, at its own time, in order', async () => {
  const day = await recordsDay(
    recordsOf(
      row(3, '2011-08-28 23:59:00'),
      row(2, '2011-08-28 00:30:00'),
      row(1, '2011-08-27 23:59:59'),
      row(4, '2011-08-29 00:00:00'),
    ),
    '2011-08-28',
  );
  expect(day.requests.map(({ at }) => at)).toEqual([HOUR / 2, 24 * HOUR - 60_000]);
  expect(day.requests[0]).toMatchObject({
    title: 'Tree Emergencies',
    place: '1 Elm St, Roslindale, 02131',
    lat: 42.28,
    by: 'caller',
    urgency: 'emergency',
  });
});

test('a day without a request is told, as is a date that is none', async () => {
  const file = recordsOf(row(1, '2011-08-28 12:00:00'));
  await expect(recordsDay(file, '2011-08-30')).rejects.toThrow('has no request of 2011-08-30');
  await expect(recordsDay(file, '2011-13-40')).rejects.toThrow('expected --day');
});

test('a day of the town has the load of a storm, and the same one for the same seed', () => {
  const times = stormTimes(seededRandom('load'));
  expect(times.length).toBe(913);
  expect(times.filter((at) => at >= 13 * HOUR && at < 14 * HOUR).length).toBe(155);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  const day = townDay('seed', [HOUR, 2 * HOUR]);
  expect(day).toEqual(townDay('seed', [HOUR, 2 * HOUR]));
  expect(day.requests.map(({ at }) => at)).toEqual([HOUR, 2 * HOUR]);
});

test('a request goes under the category of its name, else of the same trouble, else of the same skill', () => {
  const own = [
    category('lift', 'Lift out of order'),
    category('street_light', 'Street light is out'),
    category('tree', 'Fallen branch'),
    category('pest', 'Rats', { skills: ['environmental'] }),
  ];
  expect(categoryFor(wanted('fallen branch'), own)?.code).toBe('tree');
  expect(categoryFor(wanted('Street Light Outages', 'Street Lights'), own)?.code).toBe('street_light');
  expect(categoryFor(wanted('Tree Emergencies', 'Trees'), own)?.code).toBe('tree');
  expect(categoryFor(wanted('Rodent Activity', 'Environmental', ['environmental']), own)?.code).toBe('pest');
  expect(categoryFor(wanted('Anything'), own)?.code).toBe('lift');
  expect(categoryFor(wanted('Anything'), [])).toBeUndefined();
});

test('questions that must be answered are, with what fits, and no other is invented', () => {
  const asking = category('lift', 'Lift', {
    questions: [
      { id: 'where', text: 'Where?', kind: 'choice', options: ['Inside', 'Outside'], required: true },
      { id: 'stuck', text: 'Is somebody inside?', kind: 'yesno', required: true },
      { id: 'since', text: 'Since when?', kind: 'text', required: false },
    ],
  });
  const [request] = townDay('seed', [HOUR]).requests;
  expect(answersFor({ ...request!, answers: { where: 'Elsewhere', other: 'x' } }, asking)).toEqual({
    where: 'Inside',
    stuck: true,
  });
  expect(answersFor({ ...request!, answers: { where: 'Outside', stuck: false, since: 'May' } }, asking)).toEqual({
    where: 'Outside',
    stuck: false,
    since: 'May',
  });
});

test('crews have the skills of the day: the most for what there is most of, and two at least for each', () => {
  const work = [...Array.from({ length: 90 }, () => ['trees']), ...Array.from({ length: 10 }, () => ['signals'])];
  const crews = planCrews(10, work, [{ lat: 1, lon: 2 }], seededRandom('crews'));
  const holders = (skill: string): number => crews.filter(({ skills }) => skills.includes(skill)).length;
  expect(holders('trees')).toBe(10);
  expect(holders('signals')).toBeGreaterThanOrEqual(2);
  expect(crews.every(({ home }) => home.lat === 1 && home.lon === 2)).toBe(true);
});

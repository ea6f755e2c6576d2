import { createHash } from 'node:crypto';
import { uuidv7 } from '@dispatch/shared/ids/uuid';
import { USUAL_WEEK } from '@dispatch/shared/promises/calendar';
import { USUAL_AROUND_THE_CLOCK, type PromiseSet } from '@dispatch/shared/promises/promise';
import type { NewPromiseSet } from '@dispatch/shared/promises/schema';
import type { Knex } from 'knex';
import type pg from 'pg';
import { jsonText } from '../../platform/database/json-text.ts';
import { HolidayModel, PromiseModel, WorkingHoursModel } from './promises.model.ts';

const SET = `select json_build_object(
  'promises', (select coalesce(json_agg(json_build_object('categoryId', category_id, 'urgency', urgency,
      'respondMinutes', respond_minutes, 'resolveMinutes', resolve_minutes)
      order by category_id nulls first, array_position(array['low', 'normal', 'high', 'emergency'], urgency)), '[]') from promises),
  'week', (select coalesce(json_agg(json_build_object('weekday', weekday, 'opens', to_char(opens, 'HH24:MI'),
      'closes', to_char(closes, 'HH24:MI')) order by weekday, opens), '[]') from calendar_week),
  'holidays', (select coalesce(json_agg(json_build_object('day', day, 'name', name) order by day), '[]') from calendar_holidays),
  'aroundTheClock', (select value from settings where key = 'around_the_clock'))::text`;

/** The set as it stands; where nobody has set hours, the usual ones. */
export async function readSet(pool: pg.Pool): Promise<PromiseSet> {
  return setOf(await jsonText(pool, SET));
}

function setOf(text: string): PromiseSet {
  const { aroundTheClock, week, ...set } = JSON.parse(text) as Omit<PromiseSet, 'version' | 'aroundTheClock'> & {
    aroundTheClock: PromiseSet['aroundTheClock'] | null;
  };
  return {
    ...set,
    week: week.length > 0 ? week : [...USUAL_WEEK],
    aroundTheClock: aroundTheClock ?? [...USUAL_AROUND_THE_CLOCK],
    version: createHash('sha256').update(text).digest('hex').slice(0, 16),
  };
}

/** The version of the set, which nobody else can change until the transaction ends. */
export async function lockVersion(trx: Knex): Promise<string> {
  await trx.raw('lock table promises, calendar_week, calendar_holidays in share row exclusive mode');
  const { rows } = await trx.raw<{ rows: { set: string }[] }>(SET.replace(/::text$/, '::text as set'));
  return setOf(rows[0]?.set ?? '').version;
}

export async function replaceSet(
  trx: Knex,
  { promises, week, holidays, aroundTheClock }: NewPromiseSet,
): Promise<void> {
  await PromiseModel.query(trx).delete();
  await WorkingHoursModel.query(trx).delete();
  await HolidayModel.query(trx).delete();
  if (promises.length > 0) await PromiseModel.query(trx).insert(promises.map((row) => ({ id: uuidv7(), ...row })));
  await WorkingHoursModel.query(trx).insert(week);
  if (holidays.length > 0) await HolidayModel.query(trx).insert(holidays);
  if (aroundTheClock !== undefined)
    await trx.raw(
      `insert into settings (key, value) values ('around_the_clock', ?::jsonb) on conflict (key) do update set value = excluded.value`,
      [JSON.stringify(aroundTheClock)],
    );
}

/** Those of the list that are no categories. */
export async function unknownCategories(trx: Knex, ids: readonly string[]): Promise<string[]> {
  const { rows } = await trx.raw<{ rows: { id: string }[] }>(
    'select id from unnest(?::uuid[]) as asked(id) where not exists (select 1 from categories k where k.id = asked.id)',
    [[...ids]],
  );
  return rows.map((row) => row.id);
}

import { randomBytes } from 'node:crypto';
import { uuidv7 } from '@dispatch/shared/ids/uuid';
import type { Database } from '../../platform/database/database.ts';
import type { Hasher } from '../accounts/index.ts';
import { demoTown } from './basemap.ts';

/** An account to try the demo with. */
export interface DemoAccount {
  role: string;
  email: string;
  password: string;
}

/** True when this database holds the demo town. */
export async function demoIsLoaded({ pool }: Database): Promise<boolean> {
  const { rowCount } = await pool.query({ name: 'demo-loaded', text: `select 1 from settings where key = 'demo'` });
  return (rowCount ?? 0) > 0;
}

/** Fills an empty database with the demo town, in one transaction. */
export async function loadDemo({ database, now, hasher }: { database: Database; now: number; hasher: Hasher }): Promise<DemoAccount[] | null> {
  const { rowCount } = await database.pool.query('select 1 from users union all select 1 from issues union all select 1 from settings limit 1');
  if ((rowCount ?? 0) > 0) return null;
  const town = demoTown();
  const accounts: DemoAccount[] = [];
  await database.knex.transaction(async (trx) => {
    await trx('settings').insert({ key: 'demo', value: JSON.stringify({ seed: town.seed, loadedAt: now }) });
    const account = async (role: string, name: string): Promise<string> => {
      const id = uuidv7();
      const password = randomBytes(9).toString('base64url');
      const email = `${name.split(' ')[0]!.toLowerCase()}@example.org`;
      await trx('users').insert({ id, role, email, name, password_hash: await hasher.hash(password) });
      accounts.push({ role, email, password });
      return id;
    };
    await account('owner', 'Otto Owner');
    await account('admin', 'Adele Admin');
    await account('operator', 'Ana Berger');
    await account('operator', 'Ben Costa');
    for (const district of town.districts) {
      const ring = district.geometry.coordinates[0]!;
      const lons = ring.map(([lon]) => lon);
      const lats = ring.map(([, lat]) => lat);
      await trx('districts').insert({
        id: uuidv7(), name: district.name, geometry: JSON.stringify(district.geometry),
        west: Math.min(...lons), south: Math.min(...lats), east: Math.max(...lons), north: Math.max(...lats),
      });
    }
    for (const [code, name] of [['leak', 'Water leak'], ['light', 'Street light out'], ['pothole', 'Pothole']] as const)
      await trx('categories').insert({ id: uuidv7(), code, name, questions: '[]' });
    await trx('promises').insert([
      { id: uuidv7(), urgency: 'low', respond_minutes: 960, resolve_minutes: 4800 },
      { id: uuidv7(), urgency: 'normal', respond_minutes: 480, resolve_minutes: 1920 },
      { id: uuidv7(), urgency: 'high', respond_minutes: 60, resolve_minutes: 480 },
      { id: uuidv7(), urgency: 'emergency', respond_minutes: 15, resolve_minutes: 240 },
    ]);
    for (const [index, name] of ['Bo Winter', 'Carla Sommer', 'Dario Falk'].entries()) {
      const userId = await account('contractor', name);
      const at = town.addresses[index * 100]!;
      await trx('contractors').insert({
        id: uuidv7(), user_id: userId, name, initials: name.split(' ').map((word) => word[0]).join(''),
        colour: ['#2f6fdb', '#c2410c', '#15803d'][index], phone: `+49 5555 01${String(index)}`, home_lat: at.lat, home_lon: at.lon, on_duty: true,
      });
    }
    const householdUser = await account('household', 'Hanna Lind');
    const home = town.addresses[500]!;
    const householdId = uuidv7();
    await trx('households').insert({ id: householdId, address: `${home.street} ${home.number}`, lat: home.lat, lon: home.lon });
    await trx('household_members').insert({ id: uuidv7(), household_id: householdId, user_id: householdUser, name: 'Hanna Lind', phone: '+49 5555 0199', email: 'hanna@example.org' });
  });
  return accounts;
}

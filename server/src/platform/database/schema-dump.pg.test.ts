import { readFileSync } from 'node:fs';
import pg from 'pg';
import { beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../postgres/test-database.ts';
import { dumpSchema } from './schema-dump.ts';

let client: pg.Client;

beforeAll(async () => {
  const database = await testDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  return async () => {
    await client.end();
    await database.drop();
  };
});

test('migrations/schema.sql is what the migrations make (npm run schema writes it)', async () => {
  const committed = readFileSync(new URL('../../../../migrations/schema.sql', import.meta.url), 'utf8');
  expect(committed).toBe(await dumpSchema(client));
});

test('the dump tells everything that can be changed about a table', async () => {
  await client.query('begin');
  await client.query(`
    create table zz_other (id integer primary key);
    create table zz_told (
      id bigint generated always as identity primary key,
      kind text collate "C" not null default 'a' check (kind in ('a', 'b')),
      other integer references zz_other on delete cascade,
      twice integer generated always as (other * 2) stored,
      unique (kind, other)
    );
    comment on table zz_told is 'said''s';
    create index zz_told_open on zz_told (other desc) where kind = 'a';
    create function zz_do() returns trigger language plpgsql as 'begin return new; end';
    create trigger zz_told_do before update on zz_told for each row execute function zz_do();
    create view zz_seen as select kind from zz_told;
    create type zz_mood as enum ('good', 'bad');
    create sequence zz_counter;
  `);
  const dump = await dumpSchema(client);
  await client.query('rollback');
  for (const line of [
    '  id bigint generated always as identity,',
    `  kind text collate "C" default 'a'::text not null,`,
    '  twice integer generated always as ((other * 2)) stored,',
    '  constraint zz_told_pkey PRIMARY KEY (id),',
    '  constraint zz_told_kind_other_key UNIQUE (kind, other),',
    `  constraint zz_told_kind_check CHECK ((kind = ANY (ARRAY['a'::text, 'b'::text]))),`,
    '  constraint zz_told_other_fkey FOREIGN KEY (other) REFERENCES zz_other(id) ON DELETE CASCADE',
    `CREATE INDEX zz_told_open ON public.zz_told USING btree (other DESC) WHERE (kind = 'a'::text);`,
    'CREATE TRIGGER zz_told_do BEFORE UPDATE ON public.zz_told FOR EACH ROW EXECUTE FUNCTION zz_do();',
    `comment on table zz_told is 'said''s';`,
    `create type zz_mood as enum ('good', 'bad');`,
    'create view zz_seen as',
    'create extension pg_trgm;',
  ]) {
    expect(dump.split('\n')).toContain(line);
  }
  expect(dump).toContain('create sequence zz_counter');
  expect(dump).toContain('FUNCTION public.zz_do()');
  expect(dump).not.toMatch(/knex_migrations|gtrgm/);
});

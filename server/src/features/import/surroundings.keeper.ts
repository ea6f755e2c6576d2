import { uuidv7 } from '@dispatch/shared/ids/uuid';
import type pg from 'pg';
import type { CityRecord } from './formats/city-record.ts';
import * as repo from './import.repo.ts';
import type { Met } from './run.ts';
import { codeOf, newCategory, newCrew } from './surroundings.ts';

/** Categories, teams and crews of an import: looked up by name, made when they are met for the first time. */
export class Surroundings {
  readonly #categories = new Map<string, repo.KnownCategory>();
  readonly #teams = new Map<string, string>();
  readonly #crews = new Map<string, string>();

  readonly #met: Record<keyof Met, Set<string>>;

  /** @param met by an earlier part of the same import. */
  constructor(met: Met) {
    this.#met = { categories: new Set(met.categories), teams: new Set(met.teams), crews: new Set(met.crews) };
  }

  /** Names of all the import has met. */
  get met(): Met {
    const { categories, teams, crews } = this.#met;
    return { categories: [...categories], teams: [...teams], crews: [...crews] };
  }

  /** Counts what these records name. */
  meet(records: readonly CityRecord[]): void {
    for (const { category, team, group } of records) {
      this.#met.categories.add(codeOf(category));
      if (team !== null) this.#met.teams.add(team.toLowerCase());
      this.#met.crews.add(group);
    }
  }

  /** Makes sure that everything these records name is there. Part of the caller's transaction. */
  async prepare(client: pg.ClientBase, records: readonly CityRecord[]): Promise<void> {
    this.meet(records);
    const categories = unknown(records, ({ category }) => codeOf(category), this.#categories);
    if (categories.length > 0) {
      const wanted = categories.map(({ category, group }) => ({ id: uuidv7(), ...newCategory(category, group) }));
      for (const row of await repo.categoriesByCode(client, wanted)) this.#categories.set(row.code, row);
    }
    const teams = unknown(records, ({ team }) => team?.toLowerCase() ?? null, this.#teams);
    if (teams.length > 0) {
      const wanted = teams.map(({ team }) => ({ id: uuidv7(), name: team ?? '' }));
      for (const row of await repo.teamsByName(client, wanted)) this.#teams.set(row.name, row.id);
    }
    const crews = unknown(records, ({ group }) => group, this.#crews);
    if (crews.length > 0) {
      const place = await repo.countContractors(client);
      const wanted = crews.map((record, index) => ({
        id: uuidv7(),
        teamId: this.teamId(record),
        ...newCrew(record.group, place + index),
      }));
      const rows = new Map((await repo.crewsByName(client, wanted)).map(({ id, name }) => [name, id]));
      crews.forEach(({ group }, index) => this.#crews.set(group, rows.get(wanted[index]?.name ?? '') ?? ''));
    }
  }

  category({ category }: CityRecord): repo.KnownCategory {
    const found = this.#categories.get(codeOf(category));
    if (!found) throw new Error(`the category ${category} was not prepared`);
    return found;
  }

  teamId({ team }: CityRecord): string | null {
    return team === null ? null : (this.#teams.get(team.toLowerCase()) ?? null);
  }

  crewId({ group }: CityRecord): string {
    const found = this.#crews.get(group);
    if (found === undefined) throw new Error(`the crew for ${group} was not prepared`);
    return found;
  }
}

/** The first record of each key that is not known yet. */
function unknown(
  records: readonly CityRecord[],
  keyOf: (record: CityRecord) => string | null,
  known: ReadonlyMap<string, unknown>,
): CityRecord[] {
  const first = new Map<string, CityRecord>();
  for (const record of records) {
    const key = keyOf(record);
    if (key !== null && !known.has(key) && !first.has(key)) first.set(key, record);
  }
  return [...first.values()];
}

import type { Contractor } from '@dispatch/shared/board/reference';
import { uuidv7 } from '@dispatch/shared/ids/uuid';
import type { NewContractor, PatchContractor } from '@dispatch/shared/people/contractors.schema';
import type { Knex } from 'knex';
import { changeReference, type ReferenceWriter } from '../../platform/feed/reference-change.ts';
import { recordReference, type ReferenceActor } from '../../platform/feed/reference-events.ts';
import { invalidField, Refusal } from '../../platform/refusal.ts';
import * as repo from './contractors.repo.ts';
import { contractorViews } from './contractors.view.repo.ts';
import { imageFormat } from './picture.ts';

export interface ContractorsDependencies extends ReferenceWriter {
  /** Unix ms. */
  clock(): number;
}

/** Rows are JSON text of the shape Contractor. */
export interface Contractors {
  /** All, or those of the list, as JSON text of an array by name. */
  text(ids?: readonly string[] | null): Promise<string>;
  list(ids?: readonly string[] | null): Promise<Contractor[]>;
  /** @throws Refusal invalid (teamId, districtIds). */
  create(actor: ReferenceActor, input: NewContractor, userId?: string | null): Promise<{ id: string; row: string }>;
  /** The same within a transaction of the caller, who tells the relay after its commit. */
  createIn(trx: Knex, actor: ReferenceActor, input: NewContractor, userId: string | null): Promise<string>;
  /** @throws Refusal not_found, invalid, has_open_issues when it is to be deactivated with issues or offers. */
  change(actor: ReferenceActor, id: string, input: PatchContractor): Promise<{ id: string; row: string }>;
  /** Nothing happens when it is so already. @throws Refusal not_found, no_such_contractor. */
  setDuty(actor: ReferenceActor, id: string, onDuty: boolean): Promise<{ id: string; row: string }>;
  /** @param picture null removes it. @throws Refusal not_found, invalid (picture). */
  setPicture(actor: ReferenceActor, id: string, picture: Uint8Array | null): Promise<void>;
  /** @throws Refusal not_found. */
  picture(id: string): Promise<{ picture: Buffer; contentType: string }>;
}

export function contractorsService(deps: ContractorsDependencies): Contractors {
  const { pool } = deps.database;
  const row = async (id: string): Promise<{ id: string; row: string }> => ({
    id,
    row: (await contractorViews(pool, [id])).slice(1, -1),
  });
  const list = async (ids: readonly string[] | null = null): Promise<Contractor[]> =>
    JSON.parse(await contractorViews(pool, ids)) as Contractor[];

  async function createIn(trx: Knex, input: NewContractor, userId: string | null, id = uuidv7()): Promise<string> {
    await checkReferences(trx, input);
    await repo.insertContractor(trx, id, input, userId);
    return id;
  }

  return {
    text: (ids = null) => contractorViews(pool, ids),
    list,
    async create(actor, input, userId = null) {
      const id = uuidv7();
      await changeReference(deps, { noun: 'contractor', id, actor }, async (trx) => {
        await createIn(trx, input, userId, id);
      });
      return row(id);
    },
    async createIn(trx, actor, input, userId) {
      const id = await createIn(trx, input, userId);
      await recordReference(trx, 'contractor', id, actor);
      return id;
    },
    async change(actor, id, input) {
      await changeReference(deps, { noun: 'contractor', id, actor }, async (trx) => {
        await checkReferences(trx, input);
        if (!(await repo.updateContractor(trx, id, input, deps.clock()))) throw new Refusal('not_found');
        const count = input.active === false ? await repo.liveIssuesOf(trx, id) : 0;
        if (count > 0) throw new Refusal('has_open_issues', { details: { count } });
      });
      return row(id);
    },
    async setDuty(actor, id, onDuty) {
      const changed = await deps.database.knex.transaction(async (trx) => {
        const now = await repo.lockDuty(trx, id);
        if (!now) throw new Refusal('not_found');
        if (!now.active) throw new Refusal('no_such_contractor');
        if (now.onDuty === onDuty) return false;
        await repo.setDuty(trx, id, onDuty, deps.clock());
        await recordReference(trx, 'contractor', id, actor);
        return true;
      });
      if (changed) deps.committed();
      return row(id);
    },
    async setPicture(actor, id, picture) {
      const contentType = picture === null ? null : imageFormat(picture);
      if (picture !== null && contentType === null)
        throw invalidField('picture', 'format', 'Send a PNG, JPEG or WebP image.');
      await changeReference(deps, { noun: 'contractor', id, actor }, async (trx) => {
        if (!(await repo.savePicture(trx, id, picture, contentType, deps.clock()))) throw new Refusal('not_found');
      });
    },
    async picture(id) {
      const found = await repo.readPicture(pool, id);
      if (!found) throw new Refusal('not_found');
      return found;
    },
  };
}

async function checkReferences(
  trx: Knex,
  { teamId, districtIds }: { teamId?: string | null | undefined; districtIds?: string[] | undefined },
): Promise<void> {
  if (teamId != null && !(await repo.teamExists(trx, teamId)))
    throw invalidField('teamId', 'unknown', 'There is no such team.');
  const [unknown] = districtIds?.length ? await repo.unknownDistricts(trx, districtIds) : [];
  if (unknown !== undefined) throw invalidField('districtIds', 'unknown', 'There is no such district.');
}

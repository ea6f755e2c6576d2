import type { DeskNote, DeskPerson, Handover } from '@dispatch/shared/handover/handover';
import type { NewHandover, NewNote, PatchNote } from '@dispatch/shared/handover/schema';
import { parseReference } from '@dispatch/shared/ids/reference';
import { isUuid } from '@dispatch/shared/ids/uuid';
import type { NeedKind } from '@dispatch/shared/issues/needs';
import type { Knex } from 'knex';
import type pg from 'pg';
import { isMissingReference } from '../../platform/database/database.ts';
import { changeReference, type ReferenceWriter } from '../../platform/feed/reference-change.ts';
import type { Asker } from '../../platform/http/route.ts';
import { invalidField, Refusal } from '../../platform/refusal.ts';
import { mayConfirm, mayDelete, mayRead, mayReword } from './handover.policy.ts';
import * as repo from './handover.repo.ts';

export interface HandoverDependencies extends ReferenceWriter {
  /** Unix ms. */
  clock(): number;
  issues: {
    idOfReference(ref: string): Promise<string | null>;
    /** How many issues wait for each reason now. */
    needCounts(): Promise<Partial<Record<NeedKind, number>>>;
  };
}

export interface HandoverService {
  notes(who: Asker): Promise<DeskNote[]>;
  /** @throws Refusal invalid (issue, teamId). */
  write(who: Asker, input: NewNote): Promise<DeskNote>;
  /** @throws Refusal not_found, not_allowed, invalid. */
  change(who: Asker, id: string, input: PatchNote): Promise<DeskNote>;
  /** @throws Refusal not_found, not_allowed. */
  remove(who: Asker, id: string): Promise<void>;
  handovers(): Promise<{ handovers: Handover[]; people: DeskPerson[] }>;
  /** @throws Refusal invalid (toId). */
  handOver(who: Asker, input: NewHandover): Promise<Handover>;
  /** @throws Refusal not_found, not_allowed, confirmed. */
  confirm(who: Asker, id: string): Promise<Handover>;
}

/** Done notes are kept in sight for a week. */
const DONE_KEPT = 7 * 86_400_000;
const LATEST = 20;

export function handoverService(deps: HandoverDependencies): HandoverService {
  const { pool } = deps.database;

  /** Of one's own note every desk hears that there is one to read, and only its author's other screens can read it. */
  async function write(who: Asker, id: string, change: (trx: Knex) => Promise<void>): Promise<void> {
    try {
      await changeReference(deps, { noun: 'note', id, actor: who }, change);
    } catch (error) {
      if (isMissingReference(error)) throw invalidField('teamId', 'unknown', 'There is no such team.');
      throw error;
    }
  }

  async function issueOf(text: string | null): Promise<string | null> {
    if (text === null) return null;
    const ref = isUuid(text) ? null : parseReference(text);
    const id = isUuid(text) ? text : ref === null ? null : await deps.issues.idOfReference(ref);
    if (id === null) throw invalidField('issue', 'unknown', 'There is no issue with this reference.');
    return id;
  }

  async function found(pool: pg.Pool, who: Asker, id: string): Promise<DeskNote> {
    const note = await repo.noteOf(pool, id);
    if (!note || !mayRead(who, note)) throw new Refusal('not_found');
    return note;
  }

  return {
    notes: (who) => repo.notesFor(pool, userOf(who), deps.clock() - DONE_KEPT),
    async write(who, input) {
      const at = new Date(deps.clock());
      const issueId = await issueOf(input.issue ?? null);
      const before = await repo.noteOf(pool, input.id);
      if (before && before.authorId !== who.userId) throw new Refusal('not_found');
      await write(who, input.id, async (trx) => {
        await repo.insertNote(trx, {
          id: input.id,
          author_id: userOf(who),
          audience: input.audience,
          team_id: input.audience === 'team' ? (input.teamId ?? null) : null,
          issue_id: issueId,
          body: input.text,
          pinned: input.pinned ?? false,
          at,
          changed_at: at,
        });
      });
      return found(pool, who, input.id);
    },
    async change(who, id, input) {
      const note = await found(pool, who, id);
      const { pinned, done, ...words } = input;
      if (Object.keys(words).length > 0 && !mayReword(who, note)) throw new Refusal('not_allowed');
      const now = new Date(deps.clock());
      const issueId = words.issue === undefined ? undefined : await issueOf(words.issue);
      await write(who, id, (trx) =>
        repo.updateNote(trx, id, {
          ...(words.text !== undefined && { body: words.text }),
          ...(words.audience !== undefined && {
            audience: words.audience,
            team_id: words.audience === 'team' ? (words.teamId ?? null) : null,
          }),
          ...(issueId !== undefined && { issue_id: issueId }),
          ...(pinned !== undefined && { pinned }),
          ...(done !== undefined && { done_at: done ? now : null }),
          changed_at: now,
        }),
      );
      return found(pool, who, id);
    },
    async remove(who, id) {
      const note = await found(pool, who, id);
      if (!mayDelete(who, note)) throw new Refusal('not_allowed');
      await write(who, id, (trx) => repo.deleteNote(trx, id));
    },
    async handovers() {
      const [handovers, people] = await Promise.all([repo.latestHandovers(pool, LATEST), repo.deskPeople(pool)]);
      return { handovers, people };
    },
    async handOver(who, { id, toId, text }) {
      if (toId !== null && (toId === who.userId || !(await repo.deskPeople(pool)).some((one) => one.id === toId)))
        throw invalidField('toId', 'unknown', 'The desk can be handed to a colleague who dispatches.');
      const counts = JSON.stringify(await deps.issues.needCounts());
      const at = new Date(deps.clock());
      await changeReference(deps, { noun: 'handover', id, actor: who }, async (trx) => {
        await repo.insertHandover(trx, { id, from_id: userOf(who), to_id: toId, at, body: text, counts });
      });
      return present(await repo.handoverOf(pool, id));
    },
    async confirm(who, id) {
      const handover = present(await repo.handoverOf(pool, id));
      // Said twice by the same person it is one word.
      if (handover.confirmedById !== null && handover.confirmedById === who.userId) return handover;
      if (handover.confirmedById !== null)
        throw new Refusal('confirmed', { details: { by: handover.confirmedBy ?? 'A colleague' } });
      if (!mayConfirm(who, handover)) throw new Refusal('not_allowed');
      await changeReference(deps, { noun: 'handover', id, actor: who }, async (trx) => {
        if (!(await repo.confirmHandover(trx, id, userOf(who), new Date(deps.clock()))))
          throw new Refusal('confirmed', { details: { by: 'A colleague' } });
      });
      return present(await repo.handoverOf(pool, id));
    },
  };
}

function userOf({ userId }: Asker): string {
  if (userId === undefined) throw new Refusal('not_allowed');
  return userId;
}

function present(handover: Handover | null): Handover {
  if (!handover) throw new Refusal('not_found');
  return handover;
}

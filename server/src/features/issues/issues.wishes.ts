/** Whom a household asks for stands on the cards of its issues: when it changes, their history says so. */
import type pg from 'pg';
import { inTransaction } from '../../platform/database/transaction.ts';
import type { Asker } from '../../platform/http/route.ts';
import { lockUnfinishedOf } from './issues.joins.repo.ts';
import * as repo from './issues.repo.ts';
import type { IssueWorld } from './issues.world.ts';

/** A change of what a household's cards say of contractors. */
export interface WishesChange {
  householdId: string;
  /** Only issues of this category show it; null: all. */
  categoryId: string | null;
  who: Asker;
  app: string;
  /** Ids and values for the history; null where `write` finds that nothing has changed. */
  write(client: pg.PoolClient): Promise<Record<string, readonly [unknown, unknown]> | null>;
}

/** Writes the change and tells each unfinished issue of the household, in one transaction. No version is raised. */
export async function changeWishes(world: IssueWorld, change: WishesChange): Promise<void> {
  const { householdId, categoryId, who, app, write } = change;
  const told = await inTransaction(world.database.pool, async (client) => {
    // issues before anything else, as every command does
    const ids = await lockUnfinishedOf(client, householdId, categoryId);
    const changes = await write(client);
    if (changes === null) return 0;
    const event = { action: 'wishes', at: world.clock(), deviceAt: null, textId: null };
    const actor: repo.EventActor = { kind: who.kind, userId: who.userId ?? null, app };
    for (const id of ids) {
      const issue = await repo.lockIssue(client, id);
      if (issue) await repo.writeNote(client, issue, { ...event, actor }, changes, []);
    }
    return ids.length;
  });
  if (told > 0) world.committed();
}

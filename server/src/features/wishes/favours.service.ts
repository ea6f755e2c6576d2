import { strengthOf } from '@dispatch/shared/wishes/favour';
import type pg from 'pg';
import type { Asker } from '../../platform/http/route.ts';
import type { Issues } from '../issues/index.ts';
import * as repo from './favours.repo.ts';

export interface FavoursDependencies {
  pool: pg.Pool;
  issues: Pick<Issues, 'changeWishes'>;
  /** Unix ms. */
  clock(): number;
  /** The system's own timers as an asker. */
  system: Asker;
}

export interface Favours {
  /** Counts anew whom the system prefers at an issue's household in its category. */
  count(issueId: string): Promise<void>;
  /** The same where finished work has not been counted at all. */
  sweep(): Promise<void>;
}

/** Pairs of household and category counted by one sweep. */
const SWEPT = 2_000;
/** A smaller difference of strength is not news for the cards of open issues. */
const NOTICED = 0.01;

/** What the system prefers by itself: made anew from the history after each finish, answer, rating and return. */
export function favoursService({ pool, issues, clock, system }: FavoursDependencies): Favours {
  async function countPair(pair: repo.Pair): Promise<void> {
    await issues.changeWishes({
      ...pair,
      who: system,
      app: 'wishes',
      async write(client) {
        await repo.lockPair(client, pair);
        const before = new Map((await repo.kept(client, pair)).map((row) => [row.contractorId, row.strength]));
        const rows = (await repo.counted(client, pair)).map((row) => ({ ...row, strength: strengthOf(row) }));
        await repo.replace(client, pair, rows, clock());
        const differs = rows.some(
          ({ contractorId, strength }) => Math.abs(strength - (before.get(contractorId) ?? 0)) >= NOTICED,
        );
        const gone = [...before.keys()].some((id) => !rows.some(({ contractorId }) => contractorId === id));
        return differs || gone ? { favours: [before.size, rows.length] } : null;
      },
    });
  }

  return {
    async count(issueId) {
      const pair = await repo.pairOf(pool, issueId);
      if (pair) await countPair(pair);
    },
    async sweep() {
      for (const pair of await repo.pairsWithout(pool, SWEPT)) await countPair(pair);
    },
  };
}

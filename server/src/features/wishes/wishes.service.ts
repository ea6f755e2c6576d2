import type { FavourNumbers } from '@dispatch/shared/wishes/favour';
import type { HouseholdWishes, Visitor, Wish } from '@dispatch/shared/wishes/wish';
import type { Asker } from '../../platform/http/route.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { FavoursDependencies } from './favours.service.ts';
import { isOwn } from './wishes.policy.ts';
import * as repo from './wishes.repo.ts';

export interface Wishes {
  /** @throws Refusal not_found. */
  of(householdId: string): Promise<HouseholdWishes>;
  /** For a dispatcher: any contractor. @throws Refusal not_found, no_such_contractor. */
  set(who: Asker, householdId: string, contractorId: string, wish: Wish | null, app: string): Promise<HouseholdWishes>;
  /** Who has been at the household of one's own issue. @throws Refusal not_found. */
  visitors(who: Asker, issueId: string): Promise<Visitor[]>;
  /** For the household itself: one of those. @throws Refusal not_found, no_such_contractor. */
  setOwn(who: Asker, issueId: string, contractorId: string, wish: Wish | null, app: string): Promise<Visitor[]>;
  /** Numbers to be told with an issue's candidates. */
  favoursFor(issueId: string): Promise<Map<string, FavourNumbers>>;
}

type WishesDependencies = Pick<FavoursDependencies, 'pool' | 'issues' | 'clock'>;

export function wishesService({ pool, issues, clock }: WishesDependencies): Wishes {
  async function of(householdId: string): Promise<HouseholdWishes> {
    const found = await repo.wishesOf(pool, householdId);
    if (!found) throw new Refusal('not_found');
    return found;
  }

  async function write(
    who: Asker,
    householdId: string,
    contractorId: string,
    wish: Wish | null,
    app: string,
  ): Promise<void> {
    const by = { byKind: who.kind, byId: who.userId ?? null, at: clock() };
    await issues.changeWishes({
      householdId,
      categoryId: null,
      who,
      app,
      async write(client) {
        const before = await repo.writeWish(client, { householdId, contractorId, wish, ...by });
        return before === wish ? null : { crew: [null, contractorId], wish: [before, wish] };
      },
    });
  }

  async function ownHousehold(who: Asker, issueId: string): Promise<string> {
    const householdId = await repo.householdOf(pool, issueId);
    if (householdId === null || !isOwn(who, issueId, householdId)) throw new Refusal('not_found');
    return householdId;
  }

  return {
    of,
    async set(who, householdId, contractorId, wish, app) {
      await of(householdId);
      if (!(await repo.isContractor(pool, contractorId))) throw new Refusal('no_such_contractor');
      await write(who, householdId, contractorId, wish, app);
      return of(householdId);
    },
    visitors: async (who, issueId) => repo.visitorsOf(pool, await ownHousehold(who, issueId)),
    async setOwn(who, issueId, contractorId, wish, app) {
      const householdId = await ownHousehold(who, issueId);
      const known = await repo.visitorsOf(pool, householdId);
      if (!known.some(({ id }) => id === contractorId)) throw new Refusal('no_such_contractor');
      await write(who, householdId, contractorId, wish, app);
      return repo.visitorsOf(pool, householdId);
    },
    favoursFor: (issueId) => repo.favoursFor(pool, issueId),
  };
}

/** Whom a household asks for and whom it does not want, and what the system prefers by itself. Times are Unix ms. */
import type { ActorKind } from '../access/roles.ts';
import type { FavourNumbers } from './favour.ts';

/** `whitelist`: please again; `blacklist`: not again. */
export const WISHES = ['whitelist', 'blacklist'] as const;
export type Wish = (typeof WISHES)[number];

/** After a contractor's name, to staff. */
export const WISH_WORDS: Record<Wish, string> = { whitelist: 'asked for', blacklist: 'not wanted' };

/** A wish as staff sees it. */
export interface HouseholdWish {
  contractorId: string;
  name: string;
  wish: Wish;
  at: number;
  by: { kind: ActorKind; name: string | null };
}

/** Whom the system prefers at a household in a category, and the numbers it follows from. */
export interface HouseholdFavour extends FavourNumbers {
  contractorId: string;
  name: string;
  categoryId: string;
  /** 0 to 1; see strengthOf. */
  strength: number;
}

/** All of a household's preferences. */
export interface HouseholdWishes {
  wishes: HouseholdWish[];
  /** The strongest first. */
  favours: HouseholdFavour[];
}

/** A contractor who has been at the household, as the household sees it: by first name. */
export interface Visitor {
  id: string;
  name: string;
  wish: Wish | null;
  /** When it was there last; null when it never was and only the office named it. */
  lastAt: number | null;
}

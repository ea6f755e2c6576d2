/**
 * What the rendered pages (home) ask of the server they run in. The server sets an object of this kind as `pages` on
 * each request it hands to the page renderer; nothing goes over HTTP. Types only.
 */
import type { RangesKept } from '../arrivals/range.ts';
import type { Category, Organisation } from '../board/reference.ts';
import type { Problem } from '../errors.ts';
import type { PublicIssue } from '../issues/views.ts';
import type { Me, OwnSession } from '../people/person.ts';
import type { Visitor } from '../wishes/wish.ts';
import type { Cursor, PublicPosition } from './events.ts';

/** One issue as its household or the holder of a link sees it, and where the contractor is while on the way. */
export interface TrackedIssue {
  cursor: Cursor;
  issue: PublicIssue;
  /** `watch` may look, `act` may also answer. */
  scope: 'watch' | 'act';
  position: PublicPosition | null;
  /** Who has been at the household; none for whoever only watches. */
  visitors: Visitor[];
  /** How often arrival ranges were kept. */
  kept: RangesKept;
}

/** Whom an invitation was made for. */
export interface Invited {
  name: string;
  email: string;
  role: string;
}

/** An unsafe request of the interface /api/v1, made by a page on behalf of its visitor. */
export interface PageCommand {
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below /api/v1, with its leading slash: `/session`, `/issues/<id>/confirm`. */
  path: string;
  body?: unknown;
  /** Idempotency-Key: 32 hexadecimal digits. */
  key?: string;
  /** Token of a tracking link: acts as its holder instead of by the cookie. */
  link?: string;
}

/** What the interface would have answered. */
export type PageAnswer = { ok: true; status: number; value: unknown } | { ok: false; problem: Problem };

export interface PageServices {
  /** Who asks, by the session cookie; never rejects for a cookie that is not valid. */
  session(): Promise<{ who: Me | null; organisation: Organisation }>;
  /** Active categories in the order they are offered in. */
  categories(): Promise<Category[]>;
  /** What a tracking link shows; null when it is not or no longer valid. */
  track(token: string): Promise<TrackedIssue | null>;
  /** One of the asker's own issues by reference or id; null when there is none or it is someone else's. */
  issue(refOrId: string): Promise<TrackedIssue | null>;
  /** The asker's own issues, past and active, latest change first. */
  mine(): Promise<{ cursor: Cursor; issues: PublicIssue[] }>;
  /** The asker's own sessions, the present one first. */
  sessions(): Promise<OwnSession[]>;
  /** Whom an invitation was made for; null when it is used up, too old or unknown. */
  invitation(token: string): Promise<Invited | null>;
  /**
   * Does what the route of the interface does, with the same validation, rights and rate limits, as app `home`.
   * Cookies the route sets go out with the page. The check against forged requests has been made by the page.
   */
  command(command: PageCommand): Promise<PageAnswer>;
}

/** How a person likes the desk: kept on the server, so that another machine shows the same. */
import type { StoredLook } from '../filters/schema.ts';
import { ASKING_KINDS, type NeedKind } from '../issues/needs.ts';

/** What someone can be told of. */
export const NOTICE_KINDS = [...ASKING_KINDS, 'late', 'mention', 'handover'] as const;
export type NoticeKind = NeedKind | 'mention' | 'handover';

/** `off`: not at all; `page`: in the page; `sound`: in the page and to be heard. */
export const NOTICE_WAYS = ['off', 'page', 'sound'] as const;
export type NoticeWay = (typeof NOTICE_WAYS)[number];

export interface NoticePreferences {
  /** Kinds that are not named keep their way of FIRST_WAYS. */
  ways: Partial<Record<NoticeKind, NoticeWay>>;
  /** Only what is in one of these; empty means everywhere. Districts by id or `unplaced`. */
  districts: string[];
  teams: string[];
  /** Do not disturb: until then (Unix ms), or until it is ended (null); `emergencies` true silences those, too. */
  quiet: { until: number | null; emergencies: boolean } | null;
  /** Up to when the list of notices has been read, Unix ms. */
  seenAt: number;
}

export interface Preferences {
  /** Which panels are open and how big; read by the desk alone, which leaves what does not fit at its default. */
  arrangement?: Record<string, unknown>;
  /** What of the board is shown, as a link carries it (issues/filter.ts). */
  filter?: Record<string, string>;
  /** Columns of the list and what it is sorted by. */
  list?: StoredLook;
  notices?: NoticePreferences;
}

/** What everyone begins with: nothing sounds but what cannot wait. */
export const FIRST_WAYS: Partial<Record<NoticeKind, NoticeWay>> = {
  emergency: 'sound',
  disputed: 'page',
  passed: 'page',
  callback: 'page',
  question: 'page',
  mention: 'page',
  handover: 'page',
};

export const FIRST_NOTICES: NoticePreferences = { ways: {}, districts: [], teams: [], quiet: null, seenAt: 0 };

export function wayOf(notices: Pick<NoticePreferences, 'ways'>, kind: NoticeKind): NoticeWay {
  return notices.ways[kind] ?? FIRST_WAYS[kind] ?? 'off';
}

/** Is this person not to be disturbed with it now? @param now Unix ms */
export function isQuiet({ quiet }: Pick<NoticePreferences, 'quiet'>, kind: NoticeKind, now: number): boolean {
  if (quiet === null || (quiet.until !== null && quiet.until <= now)) return false;
  return kind !== 'emergency' || quiet.emergencies;
}

/**
 * How someone is told of something: not at all, only in the list of the bell, in the page, or also by a sound.
 *
 * @param place where it is; null for what has no place (a note, a handover). @param now Unix ms
 */
export function deliveryOf(
  notices: NoticePreferences,
  kind: NoticeKind,
  place: { districtId: string | null; teamId: string | null } | null,
  now: number,
): 'none' | 'list' | 'page' | 'sound' {
  const way = wayOf(notices, kind);
  if (way === 'off') return 'none';
  if (place !== null && !isMine(notices, place)) return 'none';
  return isQuiet(notices, kind, now) ? 'list' : way;
}

function isMine(
  { districts, teams }: Pick<NoticePreferences, 'districts' | 'teams'>,
  place: { districtId: string | null; teamId: string | null },
): boolean {
  if (districts.length > 0 && !districts.includes(place.districtId ?? 'unplaced')) return false;
  return teams.length === 0 || (place.teamId !== null && teams.includes(place.teamId));
}

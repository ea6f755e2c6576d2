/** What this person is told of: in the page, by sound, or only in the list of the bell. */
import type { NoticeKind, NoticePreferences } from '@dispatch/shared/preferences/preferences';
import { deliveryOf } from '@dispatch/shared/preferences/preferences';

export interface Notice {
  /** One per kind and thing: what is told again takes the place of what was told before. */
  readonly key: string;
  readonly kind: NoticeKind;
  readonly title: string;
  readonly detail: string;
  /** Unix ms. */
  readonly at: number;
  readonly issueId: string | null;
}

export interface NewNotice extends Notice {
  /** Where it is; null for what has no place. */
  readonly place: { districtId: string | null; teamId: string | null } | null;
  /** Came while nobody was here: it is listed and disturbs nobody. */
  readonly missed?: boolean;
}

export interface NoticesOptions {
  readonly preferences: () => NoticePreferences;
  /** Unix ms. */
  readonly now: () => number;
  readonly show: (notice: Notice) => void;
  readonly sound: (kind: NoticeKind) => void;
}

/** The list is to be read, not to be searched. */
const MOST = 100;

export class Notices {
  /** The latest first. */
  list = $state.raw<readonly Notice[]>([]);
  readonly #options: NoticesOptions;

  constructor(options: NoticesOptions) {
    this.#options = options;
  }

  /** Those that have come since the list was last read. */
  get unread(): number {
    const { seenAt } = this.#options.preferences();
    return this.list.filter(({ at }) => at > seenAt).length;
  }

  take({ place, missed = false, ...notice }: NewNotice): void {
    const { preferences, now, show, sound } = this.#options;
    const delivery = deliveryOf(preferences(), notice.kind, place, now());
    if (delivery === 'none') return;
    this.list = [notice, ...this.list.filter(({ key }) => key !== notice.key)]
      .sort((a, b) => b.at - a.at)
      .slice(0, MOST);
    if (missed || delivery === 'list') return;
    show(notice);
    if (delivery === 'sound') sound(notice.kind);
  }

  /** What it told of is settled. */
  drop(issueId: string): void {
    if (this.list.some((notice) => notice.issueId === issueId))
      this.list = this.list.filter((notice) => notice.issueId !== issueId);
  }
}

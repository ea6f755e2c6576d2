/** Notes of the desk and the handing over of it, as they go over the wire. Times are Unix ms. */
import type { NeedKind } from '../issues/needs.ts';

/** `own` is read by its author alone; `team` and `desk` by everyone at the desk, `team` saying whom it concerns. */
export const AUDIENCES = ['own', 'team', 'desk'] as const;
export type Audience = (typeof AUDIENCES)[number];

export interface DeskNote {
  id: string;
  authorId: string;
  author: string;
  audience: Audience;
  teamId: string | null;
  /** The issue it hangs on. */
  issueId: string | null;
  issueRef: string | null;
  text: string;
  pinned: boolean;
  at: number;
  changedAt: number;
  doneAt: number | null;
}

export interface Handover {
  id: string;
  fromId: string;
  from: string;
  /** Null: to whoever comes next. */
  toId: string | null;
  to: string | null;
  at: number;
  text: string;
  /** How many issues waited for each reason at that moment. */
  counts: Partial<Record<NeedKind, number>>;
  confirmedById: string | null;
  confirmedBy: string | null;
  confirmedAt: number | null;
}

/** Whom the desk can be handed to. */
export interface DeskPerson {
  id: string;
  name: string;
}

/** True when a note speaks to someone: "@Ana" or "@Ana Berg". */
export function mentions(text: string, name: string): boolean {
  const said = text.toLowerCase();
  const first = name.split(' ', 1)[0] ?? '';
  return [name, first].some((one) => {
    if (one === '') return false;
    const at = said.indexOf(`@${one.toLowerCase()}`);
    return at >= 0 && !/[\p{L}\p{N}]/u.test(said.charAt(at + 1 + one.length));
  });
}

/** Text cut at references (J-142, J-4F7K), so that they can be links. */
export function splitReferences(text: string): { text: string; ref: boolean }[] {
  return text
    .split(/(\bJ-[0-9A-Za-z]{3,10}\b)/)
    .map((part, index) => ({ text: part, ref: index % 2 === 1 }))
    .filter((part) => part.text !== '');
}

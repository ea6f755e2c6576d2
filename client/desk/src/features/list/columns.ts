/** The list's columns: what each is called, how wide it begins, and by what it sorts. */
import { dueAt } from '@dispatch/shared/promises/due';
import type { Sort } from '@dispatch/shared/issues/schema';
import { STAGES } from '@dispatch/shared/issues/stage';
import { URGENCIES } from '@dispatch/shared/issues/status';
import type { IssueCard } from '@dispatch/shared/issues/views';

export const COLUMN_IDS = [
  'ref',
  'title',
  'category',
  'urgency',
  'stage',
  'place',
  'district',
  'team',
  'contractor',
  'filed',
  'age',
  'respondBy',
  'resolveBy',
  'lateness',
  'changed',
  'comments',
  'reopened',
] as const;
export type ColumnId = (typeof COLUMN_IDS)[number];
export type Order = 'asc' | 'desc';
/** By what a list sorts; null stands for "has none" and comes last in both orders. */
export type SortKey = number | string | null;

/** Names of what cards hold ids of. */
export interface Names {
  category(id: string): string;
  district(id: string): string;
  team(id: string): string;
  contractor(id: string): string;
}

export interface ColumnSpec {
  readonly label: string;
  /** Pixels, when nobody has chosen. */
  readonly width: number;
  /** Its share of the room that is left over, until someone chooses a width. */
  readonly grows?: number;
  /** The order a first click gives: what one looks for first. */
  readonly first: Order;
  readonly key: (card: IssueCard, names: Names) => SortKey;
  /** What the server sorts closed issues by; without it they cannot be sorted by this column. */
  readonly server?: Sort;
  readonly align?: 'end';
}

const MARKS = /\p{M}+/gu;
const folded = new Map<string, string>();

/** Words without case and accents, so that Äpfel stands beside Apfel. */
function fold(text: string): string {
  let key = folded.get(text);
  if (key === undefined) {
    key = text.toLowerCase().normalize('NFD').replace(MARKS, '');
    // Titles are typed by people: they do not repeat forever, and neither does what is kept of them.
    if (folded.size > 50_000) folded.clear();
    folded.set(text, key);
  }
  return key;
}

const nameKey = (id: string | null, name: (id: string) => string): SortKey => (id === null ? null : fold(name(id)));

export const COLUMNS: Readonly<Record<ColumnId, ColumnSpec>> = {
  ref: { label: 'Reference', width: 88, first: 'asc', key: (card) => card.ref, server: 'ref' },
  title: { label: 'Title', width: 240, grows: 2, first: 'asc', key: (card) => fold(card.title), server: 'title' },
  category: {
    label: 'Category',
    width: 140,
    first: 'asc',
    key: (card, names) => nameKey(card.categoryId, (id) => names.category(id)),
  },
  urgency: {
    label: 'Urgency',
    width: 124,
    first: 'desc',
    key: (card) => URGENCIES.indexOf(card.urgency),
    server: 'urgency',
  },
  stage: { label: 'Stage', width: 116, first: 'asc', key: (card) => STAGES.indexOf(card.stage) },
  place: {
    label: 'Place',
    width: 180,
    grows: 1,
    first: 'asc',
    key: (card) => (card.place === null ? null : fold(card.place)),
    server: 'place',
  },
  district: {
    label: 'District',
    width: 120,
    first: 'asc',
    key: (card, names) => nameKey(card.districtId, (id) => names.district(id)),
  },
  team: { label: 'Team', width: 110, first: 'asc', key: (card, names) => nameKey(card.teamId, (id) => names.team(id)) },
  contractor: {
    label: 'Contractor',
    width: 150,
    first: 'asc',
    key: (card, names) => nameKey(card.contractorId ?? card.doneBy, (id) => names.contractor(id)),
  },
  filed: { label: 'Filed', width: 132, first: 'desc', key: (card) => card.filedAt, server: 'filed' },
  // The older one was filed earlier: no age changes the order as time passes.
  age: { label: 'Age', width: 76, first: 'desc', key: (card) => -card.filedAt, align: 'end' },
  respondBy: {
    label: 'Respond by',
    width: 132,
    first: 'asc',
    key: (card) => card.respondBy,
  },
  resolveBy: {
    label: 'Resolve by',
    width: 132,
    first: 'asc',
    key: (card) => card.resolveBy,
    server: 'resolveBy',
  },
  lateness: {
    label: 'Lateness',
    width: 112,
    first: 'desc',
    key: (card) => {
      const due = dueAt(card);
      return due === null ? null : -due;
    },
  },
  changed: { label: 'Changed', width: 132, first: 'desc', key: (card) => card.changedAt, server: 'changed' },
  comments: {
    label: 'Messages',
    width: 96,
    first: 'desc',
    key: (card) => card.comments,
    align: 'end',
  },
  reopened: {
    label: 'Reopened',
    width: 96,
    first: 'desc',
    key: (card) => card.reopened,
    align: 'end',
  },
};

/** A filter in words: what each field and value is called, and one chip for each that is set. */
import { formatDate } from '@dispatch/base/lib/time';
import {
  LIST_FIELDS,
  NONE,
  SWITCHES,
  UNPLACED_DISTRICT,
  type IssueFilter,
  type ListField,
  type Switch,
} from '@dispatch/shared/issues/filter';
import { STAGE_WORDS, STAGES, type Stage } from '@dispatch/shared/issues/stage';
import { URGENCIES } from '@dispatch/shared/issues/status';
import type { Roster } from '../contractors/roster.svelte.ts';

export const FIELD_WORDS: Record<ListField, string> = {
  stage: 'Stage',
  category: 'Category',
  urgency: 'Urgency',
  district: 'District',
  team: 'Team',
  contractor: 'Contractor',
};
export const SWITCH_WORDS: Record<Switch, string> = { overdue: 'Late', hold: 'On hold', needsYou: 'Needs you' };

export interface Choice {
  readonly value: string;
  readonly label: string;
}

type Places = Pick<Roster, 'categories' | 'districts' | 'teams' | 'contractors'>;

const named = (rows: Iterable<{ id: string; name: string; active: boolean }>): Choice[] =>
  [...rows]
    .filter(({ active }) => active)
    .sort((a, b) => a.name.localeCompare(b.name))
    .map(({ id, name }) => ({ value: id, label: name }));

/** What can be chosen in a field, in the order it is shown. */
export function choicesOf(field: ListField, places: Places): Choice[] {
  switch (field) {
    case 'stage':
      return STAGES.map((value) => ({ value, label: STAGE_WORDS[value] }));
    case 'urgency':
      return [...URGENCIES]
        .reverse()
        .map((value) => ({ value, label: value.charAt(0).toUpperCase() + value.slice(1) }));
    case 'category':
      return named(places.categories.values());
    case 'district':
      return [...named(places.districts.values()), { value: UNPLACED_DISTRICT, label: 'Without a district' }];
    case 'team':
      return [...named(places.teams.values()), { value: NONE, label: 'Without a team' }];
    case 'contractor':
      return [...named(places.contractors.values()), { value: NONE, label: 'Without a contractor' }];
  }
}

/** The name of a value, also of one that can no longer be chosen. */
export function labelOf(field: ListField, value: string, places: Places): string {
  if (field === 'stage') return STAGE_WORDS[value as Stage];
  if (value === NONE || value === UNPLACED_DISTRICT) return 'none';
  const rows = {
    category: places.categories,
    district: places.districts,
    team: places.teams,
    contractor: places.contractors,
  };
  return field === 'urgency' ? value : (rows[field].get(value)?.name ?? 'one that is gone');
}

/** Ages to choose from, in hours. */
export const AGES: readonly { hours: number; words: string }[] = [
  { hours: 1, words: 'an hour' },
  { hours: 24, words: 'a day' },
  { hours: 72, words: '3 days' },
  { hours: 168, words: 'a week' },
  { hours: 720, words: '30 days' },
  { hours: 2160, words: '90 days' },
];
const wordsOfHours = (hours: number): string =>
  AGES.find((age) => age.hours === hours)?.words ??
  (hours % 24 === 0 ? `${String(hours / 24)} days` : `${String(hours)} hours`);

export interface Chip {
  readonly key: string;
  readonly label: string;
  /** The filter without it. */
  readonly without: IssueFilter;
}

/** What is set, one chip per value. */
export function chipsOf(filter: IssueFilter, places: Places): Chip[] {
  const chips: Chip[] = [];
  const add = (key: string, label: string, without: Partial<IssueFilter>): void => {
    chips.push({ key, label, without: { ...filter, ...without } });
  };
  if (filter.text !== '') add('text', `“${filter.text}”`, { text: '' });
  for (const field of LIST_FIELDS)
    for (const value of filter[field])
      add(`${field}:${value}`, `${FIELD_WORDS[field]}: ${labelOf(field, value, places)}`, {
        [field]: filter[field].filter((other) => other !== value),
      });
  for (const field of SWITCHES) if (filter[field]) add(field, SWITCH_WORDS[field], { [field]: false });
  if (filter.olderThan !== null) add('olderThan', `Older than ${wordsOfHours(filter.olderThan)}`, { olderThan: null });
  if (filter.youngerThan !== null)
    add('youngerThan', `Filed within ${wordsOfHours(filter.youngerThan)}`, { youngerThan: null });
  if (filter.filedFrom !== null) add('filedFrom', `Filed from ${formatDate(filter.filedFrom)}`, { filedFrom: null });
  if (filter.filedTo !== null) add('filedTo', `Filed until ${formatDate(filter.filedTo)}`, { filedTo: null });
  if (filter.closed) add('closed', 'Closed too', { closed: false });
  return chips;
}

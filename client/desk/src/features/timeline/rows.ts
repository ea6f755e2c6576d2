/** Which rows the timeline has, in what order, and where they lie. */
import type { Contractor } from '@dispatch/shared/board/reference';
import type { Plan } from '@dispatch/shared/planning/plan';
import type { Window } from '@dispatch/shared/planning/model';

export const ORDERS = ['district', 'team', 'load', 'name'] as const;
export type Order = (typeof ORDERS)[number];

export interface Load {
  readonly jobs: number;
  /** Minutes of driving and work, and those there are. */
  readonly minutes: number;
  readonly length: number;
}

export interface RowItem {
  readonly kind: 'row';
  readonly contractor: Contractor;
  readonly load: Load;
}

export type Item = RowItem | { readonly kind: 'group'; readonly label: string; readonly count: number };

export interface RowNames {
  readonly district: (id: string) => string | null;
  readonly team: (id: string) => string | null;
}

/** What a contractor has to do in the days shown. */
export function loadOf(plan: Plan, contractorId: string, { from, until }: Window): Load {
  let jobs = 0;
  let minutes = 0;
  let length = 0;
  for (const index of plan.toursOf.get(contractorId) ?? []) {
    const tour = plan.tours[index];
    if (!tour || tour.duty.shift.until <= from || tour.duty.shift.from >= until) continue;
    jobs += tour.stops.length;
    minutes += tour.table.travel + tour.table.work;
    if (!tour.duty.shift.onCall) length += tour.duty.length;
  }
  return { jobs, minutes, length };
}

/** Part of the time that is taken; whoever has jobs and no shift is overfull. */
export function shareOf({ minutes, length }: Load): number {
  return length > 0 ? minutes / length : minutes > 0 ? Infinity : 0;
}

/** Rows in their order; by district and by team they stand in groups. */
export function itemsOf(rows: readonly RowItem[], order: Order, names: RowNames): Item[] {
  const byName = (a: RowItem, b: RowItem): number => a.contractor.name.localeCompare(b.contractor.name);
  if (order === 'name') return rows.toSorted(byName);
  if (order === 'load') return rows.toSorted((a, b) => shareOf(b.load) - shareOf(a.load) || byName(a, b));
  const groups = Map.groupBy(rows, ({ contractor }) => groupOf(contractor, order, names));
  // those without any come last
  const labels = [...groups.keys()].sort((a, b) => Number(a === '') - Number(b === '') || a.localeCompare(b));
  // one group alone says nothing
  if (labels.length < 2) return rows.toSorted(byName);
  const rest = order === 'district' ? 'Everywhere' : 'No team';
  return labels.flatMap((label) => {
    const own = groups.get(label) ?? [];
    return [{ kind: 'group' as const, label: label === '' ? rest : label, count: own.length }, ...own.toSorted(byName)];
  });
}

function groupOf({ districtIds, teamId }: Contractor, order: 'district' | 'team', names: RowNames): string {
  if (order === 'team') return (teamId === null ? null : names.team(teamId)) ?? '';
  return districtIds.flatMap((id) => names.district(id) ?? []).sort((a, b) => a.localeCompare(b))[0] ?? '';
}

/** Tops of all items, and the height of all of them at the end. Pixels. */
export function topsOf(items: readonly Item[], row: number, group: number): number[] {
  const tops = [0];
  for (const item of items) tops.push((tops.at(-1) ?? 0) + (item.kind === 'group' ? group : row));
  return tops;
}

/** The item that lies at a height: the last whose top is not below it. */
export function itemAt(tops: readonly number[], y: number): number {
  let low = 0;
  let high = tops.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((tops[middle] ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

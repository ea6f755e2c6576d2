import type { IssueState, StateField } from '@dispatch/shared/issues/issue';
import { STATE_FIELDS } from '@dispatch/shared/issues/issue';

/** `respondBy` → `respond_by`: columns carry the fields' names in snake_case. */
export function columnOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Fields that are points in time: Unix ms in the program, timestamptz in the database. */
const TIME_FIELDS: ReadonlySet<StateField> = new Set(
  STATE_FIELDS.filter((field) => /(At|By|Until|From|To)$/.test(field) && field !== 'doneBy' && field !== 'mergedInto'),
);

/** A state's value as the driver wants it. */
export function toColumn(field: StateField, value: IssueState[StateField]): unknown {
  return TIME_FIELDS.has(field) && typeof value === 'number' ? new Date(value) : value;
}

/** A row's columns as a state; the connection gives times as Unix ms already. */
export function stateOf(row: Record<string, unknown>): IssueState {
  return Object.fromEntries(STATE_FIELDS.map((field) => [field, row[columnOf(field)]])) as unknown as IssueState;
}

const ms = (column: string): string => `(extract(epoch from i.${column}) * 1000)::bigint`;

/** SQL of one card as JSON, from a row `i` of issues: built by PostgreSQL, sent on as it is. Shape: IssueCard. */
export const CARD_JSON = `json_build_object(
  'id', i.id, 'ref', i.ref, 'version', i.version, 'rev', i.rev,
  'stage', issue_stage(i.status, i.triaged, i.assignment_state), 'status', i.status, 'outcome', i.outcome,
  'title', i.title, 'categoryId', i.category_id, 'urgency', i.urgency, 'place', left(i.place, 120), 'lat', i.lat, 'lon', i.lon,
  'districtId', i.district_id, 'teamId', i.team_id, 'householdId', i.household_id, 'contractorId', i.contractor_id,
  'doneBy', i.done_by, 'offerUntil', ${ms('offer_until')}, 'hold', i.hold, 'askedAt', ${ms('asked_at')},
  'windowFrom', ${ms('window_from')}, 'windowTo', ${ms('window_to')}, 'etaAt', ${ms('eta_at')}, 'reopened', i.reopened,
  'filedAt', ${ms('filed_at')}, 'changedAt', ${ms('changed_at')}, 'respondBy', ${ms('respond_by')},
  'respondedAt', ${ms('responded_at')}, 'resolveBy', ${ms('resolve_by')}, 'pausedAt', ${ms('paused_at')},
  'confirmUntil', ${ms('confirm_until')}, 'callContractor', i.call_contractor, 'callHousehold', i.call_household,
  'callback', i.callback, 'comments', i.comments, 'joined', i.joined,
  'waits', case when i.passes > 0 or i.call_tries > 0
      or coalesce(i.disputed_at, i.unanswered_at, i.call_at, i.claimed_until) is not null then json_build_object(
    'passes', i.passes, 'disputedAt', ${ms('disputed_at')}, 'unansweredAt', ${ms('unanswered_at')},
    'callTries', i.call_tries, 'callAt', ${ms('call_at')}, 'claim', case when i.claimed_by is not null then json_build_object(
      'userId', i.claimed_by, 'name', coalesce((select u.name from users u where u.id = i.claimed_by), ''),
      'until', ${ms('claimed_until')}) end) end)`;

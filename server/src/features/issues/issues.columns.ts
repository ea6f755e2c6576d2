import type { IssueState, StateField } from '@dispatch/shared/issues/issue';
import { STATE_FIELDS } from '@dispatch/shared/issues/issue';

/** `respondBy` → `respond_by`: columns carry the fields' names in snake_case. */
export function columnOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Fields that end like a point in time and are none. */
const NO_TIME: ReadonlySet<StateField> = new Set<StateField>(['doneBy', 'windowBy', 'pinnedTo']);

/** Fields that are points in time: Unix ms in the program, timestamptz in the database. */
const TIME_FIELDS: ReadonlySet<StateField> = new Set(
  STATE_FIELDS.filter((field) => /(At|By|Until|From|To)$/.test(field) && !NO_TIME.has(field)),
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

/** Those who said no, did not answer or gave it back, since it was last done. */
const PASSED_BY = `(select jsonb_agg(distinct a.contractor_id) from assignments a
    where a.issue_id = i.id and a.state in ('passed', 'expired', 'handed_back') and a.offered_at > coalesce(
      (select max(d.ended_at) from assignments d where d.issue_id = i.id and d.state = 'done'), '-infinity'))`;

const wished = (wish: string): string => `(select jsonb_agg(w.contractor_id order by w.contractor_id)
    from household_wishes w where w.household_id = i.household_id and w.wish = '${wish}')`;

/** What planning asks of an issue beyond its card; only what there is, null when there is nothing. Shape: CardPlan. */
const PLAN_JSON = `case when i.status in ('new', 'open', 'en_route', 'in_progress') then nullif(jsonb_strip_nulls(jsonb_build_object(
    'plannedAt', ${ms('planned_at')}, 'pinnedTo', i.pinned_to, 'pinnedAt', ${ms('pinned_at')},
    'availableFrom', ${ms('available_from')}, 'availableTo', ${ms('available_to')}, 'flexible', nullif(i.flexible, false),
    'windowBy', nullif(i.window_by, 'person'), 'departedAt', ${ms('departed_at')}, 'arrivedAt', ${ms('arrived_at')},
    'passedBy', case when i.triaged and i.status = 'new' then ${PASSED_BY} end,
    'whitelist', ${wished('whitelist')}, 'blacklist', ${wished('blacklist')},
    'preferred', case when i.household_id is not null then (
      select jsonb_object_agg(f.contractor_id, f.strength) from household_favours f
      where f.household_id = i.household_id and f.category_id = i.category_id and f.strength > 0) end)), '{}') end`;

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
  'plan', ${PLAN_JSON},
  'waits', case when i.passes > 0 or i.call_tries > 0
      or coalesce(i.disputed_at, i.unanswered_at, i.call_at, i.claimed_until, i.stuck_at) is not null then json_build_object(
    'passes', i.passes, 'disputedAt', ${ms('disputed_at')}, 'unansweredAt', ${ms('unanswered_at')}, 'stuckAt', ${ms('stuck_at')},
    'callTries', i.call_tries, 'callAt', ${ms('call_at')}, 'claim', case when i.claimed_by is not null then json_build_object(
      'userId', i.claimed_by, 'name', coalesce((select u.name from users u where u.id = i.claimed_by), ''),
      'until', ${ms('claimed_until')}) end) end)`;

/**
 * Every coded refusal there is: HTTP status, a sentence for people and what they can do next. docs/errors.md is held
 * against this table by a test. `{…}` is filled with the error's details.
 */
export const ERRORS = {
  invalid: { status: 400, sentence: 'Some fields are not right.', next: 'Correct the fields named and send it again.' },
  bad_json: { status: 400, sentence: 'The request is not valid JSON.', next: 'Check the body of the request.' },
  too_large: { status: 413, sentence: 'That is larger than can be taken.', next: 'Send less, or smaller files.' },
  key_needed: {
    status: 400,
    sentence: 'A command needs an Idempotency-Key header of 32 hexadecimal digits.',
    next: 'Make a random 128-bit key for each command and repeat it on each try.',
  },
  not_signed_in: { status: 401, sentence: 'You are not signed in.', next: 'Sign in and try again.' },
  wrong_credentials: {
    status: 401,
    sentence: 'Mail address or password is not right.',
    next: 'Try again, or ask for a new password.',
  },
  not_allowed: { status: 403, sentence: 'You may not do that.', next: 'Ask a person who may.' },
  not_yours: {
    status: 403,
    sentence: 'This issue is with someone else now.',
    next: 'Look at your list; it shows what is yours.',
  },
  awaiting_approval: {
    status: 403,
    sentence: 'An administrator has not approved this account yet.',
    next: 'Wait for the mail that says so.',
  },
  deactivated: { status: 403, sentence: 'This account has been switched off.', next: 'Ask your administrator.' },
  csrf: {
    status: 403,
    sentence: 'The request did not come from our own pages.',
    next: 'Reload the page and try again.',
  },
  origin_refused: {
    status: 403,
    sentence: 'Pages of this origin may not use the interface.',
    next: 'Add the origin to CORS_ORIGINS.',
  },
  not_found: { status: 404, sentence: 'There is nothing here, or it is not yours to see.', next: 'Check the address.' },
  link_over: { status: 404, sentence: 'This link is no longer valid.', next: 'Ask the office for a new one.' },
  conflict: {
    status: 409,
    sentence: 'Someone changed this issue in the meantime.',
    next: 'Look at what changed and decide again.',
  },
  taken: { status: 409, sentence: 'That is already in use.', next: 'Choose another one.' },
  stale_record: {
    status: 409,
    sentence: 'Someone changed this in the meantime.',
    next: 'Look at it again and decide anew.',
  },
  has_open_issues: {
    status: 422,
    sentence: 'Unfinished issues are still here ({count}).',
    next: 'Move or finish them first.',
  },
  in_use: { status: 409, sentence: 'Other records still need this.', next: 'Deactivate it instead.' },
  day_changed: {
    status: 409,
    sentence: 'The day of this contractor has changed in the meantime.',
    next: 'Look at the day again and decide anew.',
  },
  claimed: {
    status: 409,
    sentence: '{by} has taken this already.',
    next: 'Leave it to them, or take it over.',
  },
  confirmed: {
    status: 409,
    sentence: '{by} has taken over already.',
    next: 'Ask them how things stand.',
  },
  wrong_status: {
    status: 422,
    sentence: 'That cannot be done with an issue that is {status}.',
    next: 'Choose one of the steps that are offered.',
  },
  no_offer: {
    status: 422,
    sentence: 'No offer is waiting for an answer.',
    next: 'Look at your list; it shows what is yours.',
  },
  offer_pending: {
    status: 422,
    sentence: 'A contractor has already been asked.',
    next: 'Withdraw the offer first, or wait for the answer.',
  },
  on_hold: { status: 422, sentence: 'The work is already on hold.', next: 'Resume it first.' },
  not_on_hold: { status: 422, sentence: 'The work is not on hold.', next: 'Go on working.' },
  not_asked: { status: 422, sentence: 'No question is open.', next: 'Write a message instead.' },
  already_asked: {
    status: 422,
    sentence: 'The household has already been asked and has not answered.',
    next: 'Wait for the answer, or call.',
  },
  reopen_period_over: {
    status: 422,
    sentence: 'The time for reopening is over.',
    next: 'File a follow-up; it is linked to this issue.',
  },
  undo_over: { status: 422, sentence: 'The time for undoing is over.', next: 'Make the change by hand.' },
  not_undoable: { status: 422, sentence: 'That change cannot be undone.', next: 'Make the change by hand.' },
  change_refused: {
    status: 409,
    sentence: 'Nothing was done, because things have changed in the meantime.',
    next: 'Look at what is named, and decide again, with or without it.',
  },
  already_undone: {
    status: 422,
    sentence: 'These changes have been undone already.',
    next: 'Look at the history of plans.',
  },
  sickness_counts: {
    status: 422,
    sentence: 'Being sick counts at once; nobody decides on it.',
    next: 'Take it back if it was entered by mistake.',
  },
  over_already: {
    status: 422,
    sentence: 'That is over already.',
    next: 'Leave it as it was; it tells how things have been.',
  },
  too_many_runs: {
    status: 422,
    sentence: 'Too many searches for a better plan are waiting.',
    next: 'Wait until one has ended, or stop one.',
  },
  no_result: {
    status: 422,
    sentence: 'This search has no plan that could be applied.',
    next: 'Wait until it has ended, or start another one.',
  },
  nothing_to_apply: {
    status: 422,
    sentence: 'Nothing of this plan is left to be applied.',
    next: 'Choose at least one move.',
  },
  no_such_contractor: {
    status: 422,
    sentence: 'That contractor does not exist or has been deactivated.',
    next: 'Choose another contractor.',
  },
  no_such_category: {
    status: 422,
    sentence: 'That category does not exist or has been deactivated.',
    next: 'Choose another category.',
  },
  already_related: {
    status: 422,
    sentence: 'These two issues are linked already.',
    next: 'Unlink them first to link them in another way.',
  },
  not_related: { status: 422, sentence: 'These two issues are not linked.', next: 'Look at the issue again.' },
  cannot_swap: {
    status: 422,
    sentence: 'Both issues must be with a contractor, each with another one, and not on the way yet.',
    next: 'Choose another issue, or reassign one by one.',
  },
  other_changed: {
    status: 409,
    sentence: 'The other issue has changed in the meantime.',
    next: 'Look at it again and decide anew.',
  },
  cannot_merge: {
    status: 422,
    sentence: 'An issue cannot be merged into itself, or into one that is closed.',
    next: 'Choose an issue that is still being worked on.',
  },
  predecessor_missing: {
    status: 422,
    sentence: 'The command this one comes after is not known.',
    next: 'Send that one first.',
  },
  key_reused: {
    status: 422,
    sentence: 'This key was used for a different command.',
    next: 'Make a new key for each command.',
  },
  token_over: { status: 422, sentence: 'This link has been used or is too old.', next: 'Ask for a new one.' },
  last_owner: { status: 422, sentence: 'There must be at least one owner.', next: 'Make someone else an owner first.' },
  import_running: { status: 409, sentence: 'An import is running.', next: 'Wait until it has ended, or stop it.' },
  bad_file: {
    status: 422,
    sentence: 'This file cannot be used: {reason}',
    next: 'Choose another file, or change how it is read.',
  },
  too_many: { status: 429, sentence: 'Too many tries.', next: 'Wait {seconds} seconds and try again.' },
  not_ready: { status: 503, sentence: 'The service is starting or stopping.', next: 'Try again in a moment.' },
  unexpected: { status: 500, sentence: 'Something went wrong on our side.', next: 'Try again; nothing was changed.' },
} as const satisfies Record<string, { status: number; sentence: string; next: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** One wrong field of a request. `field` is a dotted path. */
export interface FieldFault {
  field: string;
  code: string;
  reason: string;
}

/** One of many commands sent as one that cannot be done, and why. */
export interface RefusedCommand {
  /** The issue's. */
  id: string;
  problem: Problem;
}

/** A contractor's day that is not as it was seen, and what was the last to change it. */
export interface DayChanged {
  contractorId: string;
  /** Times are Unix ms; null when no history tells. */
  last: { issueId: string; ref: string; action: string; at: number; by: string } | null;
}

/** RFC 9457 problem+json as this API sends it. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  detail: string;
  /** What the person can do next. */
  next: string;
  fields?: FieldFault[];
  /** For `conflict`: who changed what, when, and the issue as it is now. */
  conflict?: {
    by: string | null;
    at: number;
    action: string;
    version: number;
    groups: string[];
    card: unknown;
    /** For dispatchers whose facts collided: the facts that have changed since, with what they were and are. */
    fields?: { field: string; was: unknown; now: unknown; by: string | null; at: number }[];
  };
  /** For `change_refused`: each command that stands in the way. */
  commands?: RefusedCommand[];
  /** For `day_changed` and `change_refused`: days that have changed since they were seen. */
  days?: DayChanged[];
  retryAfterSeconds?: number;
}

/** The sentence of an error with its details filled in. */
export function sentenceOf(code: ErrorCode, details: Record<string, string | number> = {}): string {
  return fill(ERRORS[code].sentence, details);
}

/** What to do next, with details filled in. */
export function nextOf(code: ErrorCode, details: Record<string, string | number> = {}): string {
  return fill(ERRORS[code].next, details);
}

function fill(text: string, details: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(details[name] ?? whole));
}

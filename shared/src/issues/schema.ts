/** What may be sent about issues, as zod schemas; the types are inferred. Times are Unix milliseconds. */
import { z } from 'zod';
import { CALL_OUTCOMES } from './calls.ts';
import { MOST_HOURS, NONE, UNPLACED_DISTRICT } from './filter.ts';
import { NEED_KINDS } from './needs.ts';
import { RELATING } from './relation.ts';
import { STAGES } from './stage.ts';
import { HOLD_REASONS, URGENCIES } from './status.ts';

export const id = z.uuid();
export const time = z.int().min(0).max(4_102_444_800_000);
export const latitude = z.number().min(-90).max(90);
export const longitude = z.number().min(-180).max(180);
const line = (max: number) => z.string().trim().min(1).max(max);
const text = (max: number) => z.string().trim().max(max);

/** Carried by every command: what it was decided on. One of `version` and `after`; a few moves need neither. */
const decidedOn = {
  /** The version of the issue that the person saw. */
  version: z.int().min(1).optional(),
  /** Instead of a version: the key of the queued command before this one. */
  after: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional(),
  /** When it happened on the device, where that was earlier than the sending. */
  deviceAt: time.optional(),
};
const reason = line(500);
/** A contractor's day as a command was decided on: see planning/day-stamp.ts. */
export const day = z.string().regex(/^[0-9a-f]{8}$/);
const window = { windowFrom: time.nullable().optional(), windowTo: time.nullable().optional() };
/** Where a job goes in a contractor's day, and what the household is told of it. */
const planned = {
  ...window,
  /** `plan`: the window follows the plan; left out, it is a person's word. */
  windowBy: z.enum(['person', 'plan']).optional(),
  plannedAt: time.nullable().optional(),
  /** A sentence to the household. */
  tell: line(500).optional(),
  day: day.optional(),
};
const availableInOrder = (input: {
  availableFrom?: number | null | undefined;
  availableTo?: number | null | undefined;
}): boolean => input.availableFrom == null || input.availableTo == null || input.availableFrom < input.availableTo;
const windowInOrder = (input: {
  windowFrom?: number | null | undefined;
  windowTo?: number | null | undefined;
}): boolean => input.windowFrom == null || input.windowTo == null || input.windowFrom < input.windowTo;
const windowFault = { path: ['windowTo'], message: 'The window must end after it begins.' };

/** One schema for each action of the lifecycle table. */
export const COMMANDS = {
  triage: z.strictObject({
    ...decidedOn,
    categoryId: id.optional(),
    urgency: z.enum(URGENCIES).optional(),
    districtId: id.nullable().optional(),
    teamId: id.nullable().optional(),
  }),
  edit: z.strictObject({
    ...decidedOn,
    title: line(140).optional(),
    description: text(4000).optional(),
    place: text(200).nullable().optional(),
    lat: latitude.nullable().optional(),
    lon: longitude.nullable().optional(),
    householdId: id.nullable().optional(),
    categoryId: id.optional(),
    urgency: z.enum(URGENCIES).optional(),
    districtId: id.nullable().optional(),
    teamId: id.nullable().optional(),
  }),
  /** Each part becomes an issue; title and description say what stays here. */
  split: z.strictObject({
    ...decidedOn,
    title: line(140).optional(),
    description: text(4000).optional(),
    parts: z
      .array(
        z.strictObject({
          title: line(140),
          description: text(4000).optional(),
          categoryId: id.optional(),
          urgency: z.enum(URGENCIES).optional(),
        }),
      )
      .min(1)
      .max(8),
  }),
  plan: z
    .strictObject({ ...decidedOn, ...planned, etaAt: time.nullable().optional() })
    .refine(windowInOrder, windowFault),
  /** What is left out stays as it is. */
  pin: z.strictObject({
    ...decidedOn,
    pinnedTo: id.nullable().optional(),
    pinnedAt: time.nullable().optional(),
  }),
  wish: z
    .strictObject({
      ...decidedOn,
      availableFrom: time.nullable().optional(),
      availableTo: time.nullable().optional(),
      flexible: z.boolean().optional(),
    })
    .refine(availableInOrder, { path: ['availableTo'], message: 'It must end after it begins.' }),
  /** The reason says why this contractor. */
  offer: z
    .strictObject({ ...decidedOn, contractorId: id, ...planned, reason: text(2000).min(1).optional() })
    .refine(windowInOrder, windowFault),
  assign: z.strictObject({ ...decidedOn, contractorId: id, ...planned }).refine(windowInOrder, windowFault),
  accept: z.strictObject({ ...decidedOn, etaAt: time.optional() }),
  pass: z.strictObject({ ...decidedOn, reason }),
  expire: z.strictObject({ ...decidedOn }),
  give_up: z.strictObject({ ...decidedOn, reason: text(2000).min(1) }),
  withdraw: z.strictObject({ ...decidedOn, reason: reason.optional() }),
  reassign: z
    .strictObject({
      ...decidedOn,
      contractorId: id,
      ...planned,
      mode: z.enum(['assign', 'offer']).optional(),
      reason: reason.optional(),
    })
    .refine(windowInOrder, windowFault),
  /** `with` is the other issue and `withVersion` what of it was seen. */
  swap: z.strictObject({ ...decidedOn, with: id, withVersion: z.int().min(1) }),
  transfer: z.strictObject({ ...decidedOn, contractorId: id, reason }),
  depart: z.strictObject({ ...decidedOn, etaAt: time.optional() }),
  arrive: z.strictObject({ ...decidedOn }),
  hold: z.strictObject({ ...decidedOn, hold: z.enum(HOLD_REASONS), reason: reason.optional() }),
  resume: z.strictObject({ ...decidedOn }),
  finish: z.strictObject({ ...decidedOn, note: text(2000).optional() }),
  hand_back: z.strictObject({ ...decidedOn, reason }),
  ask: z.strictObject({ ...decidedOn, question: line(500) }),
  answer: z.strictObject({ ...decidedOn, text: line(2000) }),
  cancel: z.strictObject({ ...decidedOn, reason }),
  reject: z.strictObject({ ...decidedOn, reason }),
  merge: z.strictObject({ ...decidedOn, into: id, reason: reason.optional() }),
  confirm: z.strictObject({ ...decidedOn, rating: z.int().min(1).max(5).optional(), note: text(1000).optional() }),
  dispute: z.strictObject({ ...decidedOn, reason }),
  reopen: z.strictObject({ ...decidedOn, reason }),
  lapse: z.strictObject({ ...decidedOn }),
  settle: z.strictObject({ ...decidedOn }),
  undo: z.strictObject({ ...decidedOn }),
  comment: z.strictObject({
    text: line(2000),
    kind: z.enum(['public', 'internal']),
    /** A public one, for those too whose reports were merged into this issue; dispatchers only. */
    toAll: z.boolean().optional(),
    deviceAt: time.optional(),
  }),
  call: z
    .strictObject({
      to: z.enum(['contractor', 'household']),
      outcome: z.enum(CALL_OUTCOMES),
      note: text(500).optional(),
      /** When the household is to be called again; until then nobody is reminded of it. */
      againAt: time.optional(),
    })
    .refine(({ to, againAt }) => to === 'household' || againAt === undefined, {
      path: ['againAt'],
      message: 'Only calls to a household are put off.',
    })
    .refine(({ outcome, againAt }) => outcome !== 'call_again' || againAt !== undefined, {
      path: ['againAt'],
      message: 'Say when to call again.',
    })
    .refine(({ outcome, againAt }) => outcome !== 'reached' || againAt === undefined, {
      path: ['againAt'],
      message: 'Reached ends the calling; choose another outcome to call again.',
    }),
  mark: z.strictObject({ call: z.enum(['contractor', 'household']), on: z.boolean() }),
  heard: z.strictObject({}),
  claim: z.strictObject({
    on: z.boolean(),
    /** Take it from the colleague who has claimed it. */
    over: z.boolean().optional(),
  }),
  relate: z.strictObject({ to: id, how: z.enum(RELATING) }),
  unrelate: z.strictObject({ to: id }),
} as const;

/** Filing an issue. `householdId` is for staff and for signed-in members of that household. */
export const fileIssue = z
  .strictObject({
    categoryId: id,
    title: line(140).optional(),
    description: text(4000).optional(),
    answers: z.record(z.string().max(40), z.union([z.string().max(500), z.number(), z.boolean()])).optional(),
    urgency: z.enum(URGENCIES).optional(),
    householdId: id.optional(),
    place: text(200).optional(),
    lat: latitude.optional(),
    lon: longitude.optional(),
    /** Who may be called about it. */
    contact: z
      .strictObject({ name: text(100).optional(), phone: text(40).optional(), email: z.email().max(200).optional() })
      .optional(),
    /** "Call me back" in place of a description. */
    callback: z.boolean().optional(),
    /** The closed issue this one follows. */
    follows: id.optional(),
    deviceAt: time.optional(),
  })
  .refine((input) => (input.lat === undefined) === (input.lon === undefined), {
    path: ['lon'],
    message: 'Latitude and longitude come together.',
  })
  .refine((input) => input.callback !== true || Boolean(input.contact?.phone), {
    path: ['contact', 'phone'],
    message: 'To be called back, give a phone number.',
  });

export type FileIssue = z.infer<typeof fileIssue>;
export type Commands = { [A in keyof typeof COMMANDS]: z.infer<(typeof COMMANDS)[A]> };

const list = <T extends z.ZodType>(item: T) =>
  z.preprocess(
    (value) => (typeof value === 'string' ? value.split(',').filter(Boolean) : value),
    z.array(item).max(50),
  );

/** What pages of issues can be sorted by; without a value last, whatever the order. */
export const SORTS = ['filed', 'changed', 'ref', 'urgency', 'title', 'place', 'resolveBy'] as const;
export type Sort = (typeof SORTS)[number];

/** Query of `GET /issues`. Lists are comma separated. */
export const issueQuery = z.strictObject({
  stage: list(z.enum(STAGES)).optional(),
  district: list(z.union([id, z.literal(UNPLACED_DISTRICT)])).optional(),
  category: list(id).optional(),
  urgency: list(z.enum(URGENCIES)).optional(),
  team: list(z.union([id, z.literal(NONE)])).optional(),
  contractor: list(z.union([id, z.literal(NONE)])).optional(),
  household: id.optional(),
  overdue: z.enum(['true', 'false']).optional(),
  /** What waits for a person (needs.ts): any of these reasons. */
  needs: list(z.enum(NEED_KINDS)).optional(),
  hold: z.literal('true').optional(),
  /** Filed more, or less, than so many hours ago. */
  olderThan: z.coerce.number().int().min(0).max(MOST_HOURS).optional(),
  youngerThan: z.coerce.number().int().min(0).max(MOST_HOURS).optional(),
  /** west,south,east,north in degrees. */
  bbox: z
    .preprocess(
      (value) => (typeof value === 'string' ? value.split(',').map(Number) : value),
      z.tuple([longitude, latitude, longitude, latitude]),
    )
    .optional(),
  filedFrom: z.coerce.number().pipe(time).optional(),
  filedTo: z.coerce.number().pipe(time).optional(),
  text: z.string().trim().min(1).max(200).optional(),
  /** Metres around `near`, for "similar issues nearby". */
  near: z
    .preprocess(
      (value) => (typeof value === 'string' ? value.split(',').map(Number) : value),
      z.tuple([latitude, longitude]),
    )
    .optional(),
  sort: z.enum(SORTS).optional(),
  order: z.enum(['asc', 'desc']).optional(),
  cursor: z.string().max(2_000).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});
export type IssueQuery = z.infer<typeof issueQuery>;

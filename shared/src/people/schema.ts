/** What may be sent about accounts, as zod schemas; the types are inferred. */
import { z } from 'zod';
import { ROLES } from '../access/roles.ts';
import { skills } from '../categories/schema.ts';
import { id, latitude, longitude } from '../issues/schema.ts';
import { PASSWORD_LENGTH, STAFF_ROLES, USER_STATUSES } from './person.ts';

/** On one line, as it stands in mails. */
const name = z
  .string()
  .trim()
  .min(1, 'Give a name.')
  .max(100)
  .regex(/^\P{Cc}*$/u, 'A name has no line breaks.');
const email = z.string().trim().pipe(z.email('This does not look like a mail address.').max(200));
const phone = z
  .string()
  .trim()
  .max(40)
  .regex(/^[+0-9][0-9 ()./-]{3,}$/, 'A phone number is made of digits, spaces and + ( ) / . -');
/** Compared as typed by every device: composed and compatible characters count as the same (RFC 8265 §4.2 in short). */
const password = z
  .string()
  .min(PASSWORD_LENGTH.min, `At least ${PASSWORD_LENGTH.min} characters, please; a short sentence is good.`)
  .max(PASSWORD_LENGTH.max, `At most ${PASSWORD_LENGTH.max} characters.`);
/** What is asked for at sign-in follows no rule: an old password may break the present ones. */
const givenPassword = z.string().min(1, 'Type your password.').max(1000);
const token = z.string().regex(/^[\w-]{20,100}$/);

/** POST /session: with mail address and password, or with the token of a wall display. */
export const signIn = z
  .strictObject({
    email: z.string().trim().max(200).optional(),
    password: z.string().max(1000).optional(),
    kiosk: token.optional(),
    /** Which app asks, for the list of one's own sessions. */
    app: z
      .string()
      .regex(/^[a-z0-9-]{1,20}$/)
      .optional(),
  })
  .superRefine(({ email, password, kiosk }, context) => {
    if (kiosk !== undefined) return;
    if (!email) context.addIssue({ code: 'custom', path: ['email'], message: 'Type your mail address.' });
    if (!password) context.addIssue({ code: 'custom', path: ['password'], message: 'Type your password.' });
  });
export type SignIn = z.infer<typeof signIn>;

const registrant = { name, email, password, phone: phone.optional() };
/** POST /registrations */
export const registration = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('household'),
      ...registrant,
      address: z.string().trim().max(200).optional(),
      lat: latitude.optional(),
      lon: longitude.optional(),
    })
    .refine((input) => (input.lat === undefined) === (input.lon === undefined), {
      path: ['lon'],
      message: 'Latitude and longitude come together.',
    }),
  z.strictObject({ kind: z.literal('staff'), ...registrant }),
]);
export type Registration = z.infer<typeof registration>;

/** POST /password-resets */
export const passwordReset = z.strictObject({ email });
/** PUT /password-resets/:token and PUT /invitations/:token */
export const newPassword = z.strictObject({ password });
/** PUT /password */
export const passwordChange = z.strictObject({ current: givenPassword, password });
export type PasswordChange = z.infer<typeof passwordChange>;

/** POST /invitations */
export const invitation = z.strictObject({
  email,
  name,
  role: z.enum(STAFF_ROLES),
  teamId: id.nullable().optional(),
  phone: phone.nullable().optional(),
  /** For a contractor. */
  skills: skills.optional(),
});
export type Invitation = z.infer<typeof invitation>;

/** GET /users */
export const userQuery = z.strictObject({
  text: z.string().trim().max(100).optional(),
  /** `staff`: everyone but households. */
  role: z.enum([...ROLES, 'staff']).optional(),
  status: z.enum(USER_STATUSES).optional(),
});
export type UserQuery = z.infer<typeof userQuery>;

/** PATCH /users/:id */
export const userChange = z.strictObject({
  name: name.optional(),
  email: email.optional(),
  phone: phone.nullable().optional(),
  role: z.enum(ROLES).optional(),
  teamId: id.nullable().optional(),
  status: z.enum(['active', 'deactivated']).optional(),
});
export type UserChange = z.infer<typeof userChange>;

/** POST /users/:id/approve: as what. */
export const approval = z.strictObject({ role: z.enum(STAFF_ROLES).optional(), teamId: id.nullable().optional() });
export type Approval = z.infer<typeof approval>;

/** POST /kiosks */
export const kiosk = z.strictObject({});

/** Certificates as days in a form: a certificate counts until the end of its last day, in the organisation's zone. */
import { dayAfter, localOf, momentOf } from '@dispatch/base/features/shifts/wall-clock';

/** Skill → the last day on which it counts, `YYYY-MM-DD`. @param certificates skill → Unix ms */
export function daysOf(certificates: Readonly<Record<string, number>>, timeZone: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(certificates).map(([skill, expires]) => [skill, localOf(expires - 1, timeZone).slice(0, 10)]),
  );
}

/** Of the skills that someone has: skill → Unix ms. Days that are none are left out. */
export function expiriesOf(
  days: Readonly<Record<string, string>>,
  skills: readonly string[],
  timeZone: string,
): Record<string, number> {
  return Object.fromEntries(
    skills.flatMap((skill) => {
      const day = days[skill] ?? '';
      const at = day === '' ? null : momentOf(dayAfter(day), '', timeZone);
      return at === null ? [] : [[skill, at]];
    }),
  );
}

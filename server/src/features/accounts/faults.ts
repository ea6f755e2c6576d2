import { invalidField, Refusal } from '../../platform/refusal.ts';

/** The constraint that a write broke; null for any other failure. Objection wraps the driver's error and keeps it. */
function brokenConstraint(error: unknown): string | null {
  const native: unknown = error instanceof Error && 'nativeError' in error ? error.nativeError : error;
  return native instanceof Error && 'constraint' in native ? String(native.constraint) : null;
}

/** True when somebody already has the mail address that was to be written. */
export function isAddressTaken(error: unknown): boolean {
  return brokenConstraint(error) === 'users_email_key';
}

/** For administrators only: everyone else must not learn which addresses are known. */
export function taken(): Refusal {
  return new Refusal('taken', {
    fields: [{ field: 'email', code: 'taken', reason: 'Somebody already has this mail address.' }],
  });
}

/**
 * Turns what the database refuses about a person into words.
 *
 * @throws Refusal `invalid` for a team that does not exist, `taken` for a mail address that someone has
 */
export async function inWords<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (isAddressTaken(error)) throw taken();
    if (brokenConstraint(error) === 'users_team_id_fkey')
      throw invalidField('teamId', 'unknown', 'There is no such team.');
    throw error;
  }
}

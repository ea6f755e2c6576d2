import { isMissingReference } from '../../platform/database/database.ts';
import { invalidField } from '../../platform/refusal.ts';

/** Constraints of records that a command may name, with its field. */
const FIELDS: Record<string, string> = {
  issues_team_id_fkey: 'teamId',
  issues_district_id_fkey: 'districtId',
  issues_household_id_fkey: 'householdId',
  issues_category_id_fkey: 'categoryId',
};

/**
 * Runs a command that may name records which do not exist: PostgreSQL finds out, without a look-up for each.
 *
 * @throws Refusal invalid with the field; and what the command throws.
 */
export async function naming<T>(input: object, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const field = isMissingReference(error) ? FIELDS[error.constraint ?? ''] : undefined;
    if (field !== undefined && field in input) throw invalidField(field, 'unknown', 'There is no such record.');
    throw error;
  }
}

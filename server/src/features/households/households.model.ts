import { Row } from '../../platform/database/row.ts';

export class HouseholdModel extends Row {
  static override readonly tableName = 'households';
  declare id: string;
  declare address: string;
  declare lat: number | null;
  declare lon: number | null;
  declare note: string | null;
}

export class MemberModel extends Row {
  static override readonly tableName = 'household_members';
  declare id: string;
  declare householdId: string;
  declare userId: string | null;
  declare name: string;
  declare phone: string | null;
  declare email: string | null;
}

import type { Urgency } from '@dispatch/shared/issues/status';
import { Row } from '../../platform/database/row.ts';

export class PromiseModel extends Row {
  static override readonly tableName = 'promises';
  declare id: string;
  declare categoryId: string | null;
  declare urgency: Urgency;
  declare respondMinutes: number | null;
  declare resolveMinutes: number | null;
}

export class WorkingHoursModel extends Row {
  static override readonly tableName = 'calendar_week';
  static override readonly idColumn = ['weekday', 'opens'];
  declare weekday: number;
  declare opens: string;
  declare closes: string;
}

export class HolidayModel extends Row {
  static override readonly tableName = 'calendar_holidays';
  static override readonly idColumn = 'day';
  declare day: string;
  declare name: string;
}

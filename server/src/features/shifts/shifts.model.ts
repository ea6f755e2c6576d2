import type { ExceptionKind, ExceptionState } from '@dispatch/shared/shifts/schedule';
import { Row } from '../../platform/database/row.ts';

/** A stretch in which a contractor works otherwise than its week says. */
export class ExceptionModel extends Row {
  static override readonly tableName = 'schedule_exceptions';
  declare id: string;
  declare contractorId: string;
  declare kind: ExceptionKind;
  declare startsAt: Date;
  declare endsAt: Date;
  /** `taken_back`: shown to nobody any more. */
  declare state: ExceptionState | 'taken_back';
  declare note: string | null;
  declare askedBy: string | null;
  declare askedAt: Date;
  declare decidedBy: string | null;
  declare decidedAt: Date | null;
}

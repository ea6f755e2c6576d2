import type { ExceptionKind, ExceptionState, WorkPattern } from '@dispatch/shared/shifts/schedule';
import { Row } from '../../platform/database/row.ts';

export class ContractorModel extends Row {
  static override readonly tableName = 'contractors';
  static override readonly jsonAttributes = ['certificates', 'stock', 'pattern'];
  declare id: string;
  declare userId: string | null;
  declare name: string;
  declare initials: string;
  declare colour: string;
  declare phone: string | null;
  declare skills: string[];
  declare certificates: Record<string, number>;
  declare travelLimit: number | null;
  declare stock: Record<string, number>;
  declare pattern: WorkPattern;
  declare teamId: string | null;
  declare districtIds: string[];
  declare homeLat: number | null;
  declare homeLon: number | null;
  declare onDuty: boolean;
  declare dutyChangedAt: Date;
  declare active: boolean;
}

/** A stretch in which a contractor works otherwise than its week says. */
export class ExceptionModel extends Row {
  static override readonly tableName = 'schedule_exceptions';
  declare id: string;
  declare contractorId: string;
  declare kind: ExceptionKind;
  declare startsAt: Date;
  declare endsAt: Date;
  declare state: ExceptionState | 'taken_back';
  declare note: string | null;
  declare askedBy: string | null;
  declare askedAt: Date;
  declare decidedBy: string | null;
  declare decidedAt: Date | null;
}

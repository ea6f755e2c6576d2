import type { WorkPattern } from '@dispatch/shared/shifts/schedule';
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

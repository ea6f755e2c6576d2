import { Row } from '../../platform/database/row.ts';

export class ContractorModel extends Row {
  static override readonly tableName = 'contractors';
  declare id: string;
  declare userId: string | null;
  declare name: string;
  declare initials: string;
  declare colour: string;
  declare phone: string | null;
  declare skills: string[];
  declare teamId: string | null;
  declare districtIds: string[];
  declare homeLat: number | null;
  declare homeLon: number | null;
  declare onDuty: boolean;
  declare dutyChangedAt: Date;
  declare active: boolean;
}

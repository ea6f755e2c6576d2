import { Row } from '../../platform/database/row.ts';

export class TeamModel extends Row {
  static override readonly tableName = 'teams';
  declare id: string;
  declare name: string;
  declare leadUserId: string | null;
  declare active: boolean;
}

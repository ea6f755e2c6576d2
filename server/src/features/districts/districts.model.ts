import type { Geometry } from '@dispatch/shared/places/polygon';
import { Row } from '../../platform/database/row.ts';

export class DistrictModel extends Row {
  static override readonly tableName = 'districts';
  static override readonly jsonAttributes = ['geometry'];
  declare id: string;
  declare name: string;
  declare geometry: Geometry;
  declare west: number;
  declare south: number;
  declare east: number;
  declare north: number;
  declare active: boolean;
}

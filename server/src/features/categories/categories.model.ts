import type { Question } from '@dispatch/shared/board/reference';
import type { Urgency } from '@dispatch/shared/issues/status';
import { Row } from '../../platform/database/row.ts';

export class CategoryModel extends Row {
  static override readonly tableName = 'categories';
  static override readonly jsonAttributes = ['questions', 'parts'];
  declare id: string;
  declare code: string;
  declare name: string;
  declare icon: string;
  declare skills: string[];
  declare expectedMinutes: number;
  declare defaultUrgency: Urgency;
  declare questions: Question[];
  declare parts: Record<string, number>;
  declare active: boolean;
}

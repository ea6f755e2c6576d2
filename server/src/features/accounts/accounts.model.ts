import type { Role } from '@dispatch/shared/access/roles';
import type { UserStatus } from '@dispatch/shared/people/person';
import { Row } from '../../platform/database/row.ts';

/** A person who signs in. */
export class UserModel extends Row {
  static override readonly tableName = 'users';

  declare id: string;
  declare role: Role;
  declare status: UserStatus;
  declare email: string;
  declare passwordHash: string | null;
  declare name: string;
  declare phone: string | null;
  declare teamId: string | null;
}

export type User = Pick<UserModel, 'id' | 'role' | 'status' | 'email' | 'passwordHash' | 'name' | 'phone' | 'teamId'>;

export type TokenKind = 'invitation' | 'password_reset' | 'kiosk';

/** A link or code that works once; only its hash is stored. */
export class UserTokenModel extends Row {
  static override readonly tableName = 'user_tokens';
  static override readonly idColumn = 'hash';

  declare hash: string;
  declare kind: TokenKind;
  declare userId: string;
  declare expiresAt: Date;
  declare usedAt: Date | null;
}

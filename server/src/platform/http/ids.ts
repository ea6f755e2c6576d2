import { isUuid } from '@dispatch/shared/ids/uuid';
import { Refusal } from '../refusal.ts';

/** The id in a route's path. @throws Refusal not_found for anything that cannot be one. */
export function idIn(params: Record<string, string>): string {
  const id = params['id'] ?? '';
  if (!isUuid(id)) throw new Refusal('not_found');
  return id;
}

/**
 * Many commands in one request. Each is what `POST /issues/:id/:action` would take, with a key of its own, and gets an
 * answer of its own: the request succeeds when every item has one, whatever they say.
 */
import type { Problem } from '../errors.ts';
import type { BulkCommands } from './bulk.schema.ts';
import type { IssueCard } from './views.ts';

/** Most commands of one request; a screen sends more in several. */
export const MOST_IN_BULK = 200;

export type BulkCommand = BulkCommands['commands'][number];

/** The one answer to one of the commands, in the order they came. */
export type BulkResult = { readonly id: string; readonly key: string } & (
  | {
      readonly outcome: 'done';
      readonly version: number;
      readonly rev: number;
      readonly card?: IssueCard;
      readonly replayed?: true;
    }
  /** `unanswered`: a fault of the server's; whether it was done is settled by sending it again under the same key. */
  | { readonly outcome: 'conflict' | 'refused' | 'invalid' | 'unanswered'; readonly problem: Problem }
);

export interface BulkAnswer {
  readonly results: readonly BulkResult[];
}

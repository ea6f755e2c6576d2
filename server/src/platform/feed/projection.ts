import type { Room } from '@dispatch/shared/protocol/events';
import type { Asker } from '../http/route.ts';

/** One row of the history as the relay reads it. */
export interface FeedEvent {
  id: number;
  issueId: string;
  version: number;
  action: string;
  /** Unix ms. */
  at: number;
  actorKind: string;
  actorId: string | null;
  districtBefore: string | null;
  districtAfter: string | null;
  contractorBefore: string | null;
  contractorAfter: string | null;
  onBoardBefore: boolean;
  onBoardAfter: boolean;
}

/** A change of something around the issues. */
export interface FeedReference {
  id: number;
  noun: 'category' | 'district' | 'team' | 'contractor' | 'organisation' | 'note' | 'handover' | 'filter';
  nounId: string;
}

export interface FeedBatch {
  events: FeedEvent[];
  reference: FeedReference[];
}

/** One message to one room. */
export interface Emission {
  room: Room;
  event: string;
  payload: unknown;
}

export interface RoomsHere {
  /** True when a socket of this node is in the room; a view that nobody here watches need not be read. */
  has(room: Room): boolean;
  /** Takes those of this node's sockets out of a room who may not stay. */
  evict(from: Room, mayStay: (who: Asker) => boolean): void;
}

/** A feature's answer to new events: what to send where. Reads current state; several events of one issue become one message. */
export type Projection = (batch: FeedBatch, rooms: RoomsHere) => Promise<Emission[]>;

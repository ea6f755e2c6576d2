/**
 * Socket events, both directions. Rules are numbered in docs/protocol.md. A change of anything here changes the hash in
 * version.ts and must raise PROTOCOL_VERSION.
 */
import type { Contractor, Position } from '../board/reference.ts';

export type { Position };
import type { IssueCard, IssueDetail, PublicIssue } from '../issues/views.ts';

/** Who may see what maps to a room. */
export type Room =
  `board:${string}` | `contractor:${string}` | `issue:${string}:staff` | `issue:${string}:public` | 'staff';

/** The room of issues without a district. */
export const UNPLACED = 'board:unplaced';

export function boardRoom(districtId: string | null): Room {
  return districtId === null ? UNPLACED : `board:${districtId}`;
}

/** Opaque to clients: feed id and database snapshot. */
export type Cursor = string;

export interface Removed {
  id: string;
  version: number;
  rev: number;
}

/** What a room's content is made of. */
export interface RoomContent {
  cards: IssueCard[];
  details: IssueDetail[];
  public: PublicIssue[];
  contractors: Contractor[];
}

export interface Join {
  rooms: Room[];
  /** What the screen already has; null asks for a snapshot. */
  cursor: Cursor | null;
}

export type Joined =
  | {
      ok: true;
      kind: 'snapshot' | 'changes';
      cursor: Cursor;
      content: RoomContent;
      removed: { room: Room; items: Removed[] }[];
      reference: ReferenceChange[];
    }
  | { ok: false; code: 'not_allowed' | 'invalid' | 'not_ready'; detail: string };

/** A record around the issues that changed; the row as GET /reference gives it, or null when it is gone. */
export interface ReferenceChange {
  noun: 'category' | 'district' | 'team' | 'contractor' | 'organisation' | 'note' | 'handover' | 'filter';
  id: string;
  row: unknown;
}

/** What a colleague looks at or holds in the hand; identity set by the server. */
export interface Presence {
  /** One per browser tab. */
  key: string;
  userId: string;
  name: string;
  looking: string | null;
  drag: { issueId: string; contractorId: string | null } | null;
}

export interface PositionMessage extends Position {
  contractorId: string;
}

export interface PublicPosition extends Position {
  issueId: string;
}

export interface ServerEvents {
  hello: (message: { protocol: number; build: string }) => void;
  cards: (message: { room: Room; changed: IssueCard[]; removed: Removed[] }) => void;
  detail: (message: IssueDetail) => void;
  issue: (message: PublicIssue) => void;
  contractors: (message: Contractor[]) => void;
  reference: (message: ReferenceChange[]) => void;
  /** Everything up to this cursor has been sent; also the heartbeat that a screen's age is reckoned from. */
  fresh: (message: { cursor: Cursor; at: number }) => void;
  presence: (message: Presence | { key: string; gone: true }) => void;
  position: (message: PositionMessage) => void;
  public_position: (message: PublicPosition | { issueId: string; gone: true }) => void;
}

export interface ClientEvents {
  join: (message: Join, answer: (joined: Joined) => void) => void;
  leave: (message: { rooms: Room[] }) => void;
  presence: (message: Pick<Presence, 'looking' | 'drag'>) => void;
  position: (message: Position) => void;
}

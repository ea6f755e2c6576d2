import type { Room } from '@dispatch/shared/protocol/events';
import type pg from 'pg';
import type { SocketDoor } from '../../platform/realtime/door.ts';
import { maySeeAsStaff, mayTrack } from './issues.policy.ts';
import { subjectOf } from './issues.views.repo.ts';

const ISSUE_ROOM = /^issue:([0-9a-f-]{36}):(staff|public)$/;

/** The issue and audience of a room; null for rooms of other nouns. */
export function issueRoom(room: Room): { id: string; audience: 'staff' | 'public' } | null {
  const match = ISSUE_ROOM.exec(room);
  return match ? { id: match[1]!, audience: match[2] as 'staff' | 'public' } : null;
}

/** Answers for the rooms of single issues: the drawer's and the tracking page's. */
export function issuesSocket(pool: pg.Pool): SocketDoor {
  return {
    claims: (room) => issueRoom(room) !== null,
    async mayJoin(who, room) {
      const target = issueRoom(room);
      const subject = target && (await subjectOf(pool, target.id));
      if (!target || !subject) return false;
      return target.audience === 'staff' ? maySeeAsStaff(who, subject) : mayTrack(who, subject);
    },
  };
}

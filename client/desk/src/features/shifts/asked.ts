/** What waits for a decision, as the desk sees it in the contractors' rows. */
import type { Contractor, Team } from '@dispatch/shared/board/reference';
import type { ScheduleException } from '@dispatch/shared/shifts/schedule';

export interface Asked extends ScheduleException {
  readonly contractor: Contractor;
  /** Of a team that the person leads. */
  readonly own: boolean;
}

/** Those of teams that someone leads first, then by when they begin. */
export function askedOf(
  { crew, teams }: { crew: readonly Contractor[]; teams: ReadonlyMap<string, Team> },
  userId: string,
  now: number,
): Asked[] {
  return crew
    .flatMap((contractor) => {
      const own = contractor.teamId !== null && teams.get(contractor.teamId)?.leadUserId === userId;
      return contractor.schedule.exceptions
        .filter(({ state, until }) => state === 'asked' && until > now)
        .map((one) => ({ ...one, contractor, own }));
    })
    .sort((a, b) => Number(b.own) - Number(a.own) || a.from - b.from || a.id.localeCompare(b.id));
}

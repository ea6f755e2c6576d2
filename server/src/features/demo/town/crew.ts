import type { Urgency } from '@dispatch/shared/issues/status';
import type { HistoryIssue } from './history.types.ts';
import type { TownContractor, TownPeople } from './people.types.ts';
import { cyclic, distance } from './plane.ts';
import { projectionAround } from './projection.ts';
import type { Random } from './random.ts';
import { categoryOf } from './filing.ts';
import type { Position } from './town.types.ts';
import { HOUR, MINUTE, type WorkingTime } from './working-time.ts';

/** Time a contractor is not free, and where it ends. */
interface Busy {
  from: number;
  to: number;
  at: Position;
}

export interface Slot {
  contractor: number;
  /** When the drive begins, and how long it takes; Unix ms and minutes. */
  depart: number;
  drive: number;
}

/** Minutes that parking and lights add to a drive. */
const PARKING_MINUTES = 3;
/** Streets against the straight line, and ordinary speed; both measured with travelPath in this town. */
const DETOUR = 1.35;
const METRES_PER_MINUTE = 634;

/** The contractors' days: who can do what, who is near, and when they are free. */
export class Crew {
  private readonly busy: Busy[][];
  private readonly people: TownPeople;
  private readonly time: WorkingTime;

  constructor(people: TownPeople, time: WorkingTime) {
    this.people = people;
    this.time = time;
    this.busy = people.contractors.map(() => []);
  }

  contractor(index: number): TownContractor {
    return cyclic(this.people.contractors, index);
  }

  everyone(): readonly TownContractor[] {
    return this.people.contractors;
  }

  /** Those who have every skill the category needs. */
  able(issue: HistoryIssue, except: ReadonlySet<number> = new Set()): number[] {
    const { skills } = categoryOf(issue.category);
    return this.people.contractors.flatMap((contractor, index) =>
      !except.has(index) && skills.every((skill) => contractor.skills.includes(skill)) ? [index] : [],
    );
  }

  /** The one who is near and soon free; null when all who are able are excepted. */
  choose(
    issue: HistoryIssue,
    earliest: number,
    urgency: Urgency,
    except: ReadonlySet<number>,
    random: Random,
  ): Slot | null {
    const slots = this.able(issue, except).map((contractor) => {
      const slot = this.slot(contractor, issue, earliest, urgency);
      const waiting = (slot.depart - earliest) / HOUR;
      const patience = { emergency: 20, high: 3, normal: 0.7, low: 0.2 }[urgency];
      return { slot, cost: slot.drive * 0.35 + waiting * patience + random.between(0, 2.5) };
    });
    return slots.sort((p, q) => p.cost - q.cost)[0]?.slot ?? null;
  }

  /** When a contractor can set out for an issue at the earliest; emergencies do not wait for the morning. */
  slot(contractor: number, issue: HistoryIssue, earliest: number, urgency: Urgency): Slot {
    const minutes = categoryOf(issue.category).expectedMinutes + 25;
    const list = this.busy[contractor] ?? [];
    let depart = urgency === 'emergency' ? earliest : this.time.shift(earliest, minutes);
    for (let moved = true; moved;) {
      moved = false;
      for (const { from, to } of list) {
        if (to <= depart || from >= depart + minutes * MINUTE) continue;
        depart = urgency === 'emergency' ? to + 2 * MINUTE : this.time.shift(to + 4 * MINUTE, minutes);
        moved = true;
      }
    }
    return { contractor, depart, drive: this.driveMinutes(this.whereabouts(contractor, depart), issue) };
  }

  /** Where a contractor sets out: the last issue of the past hours, else home. */
  whereabouts(contractor: number, at: number): Position {
    const before = (this.busy[contractor] ?? []).filter(({ to }) => to <= at && to > at - 5 * HOUR);
    return before.sort((p, q) => q.to - p.to)[0]?.at ?? this.contractor(contractor).home;
  }

  /** Good enough for what is long over; the live day follows the streets. */
  private driveMinutes(from: Position, to: Position): number {
    const metres = distance(projectionAround(from).toMetres(to), [0, 0]);
    return PARKING_MINUTES + (metres * DETOUR) / METRES_PER_MINUTE;
  }

  reserve(contractor: number, from: number, to: number, at: Position): void {
    this.busy[contractor]?.push({ from, to, at: { lat: at.lat, lon: at.lon } });
  }
}

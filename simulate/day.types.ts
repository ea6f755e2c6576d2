/** What happens to a simulated day, before anybody acts. */
import type { Urgency } from '@dispatch/shared/issues/status';

/** One thing that somebody reports that day. */
export interface DayRequest {
  /** Ms since local midnight. */
  at: number;
  title: string;
  description: string;
  category: DayCategory;
  /** To the questions of the category, where whoever made the day knows them. */
  answers: Record<string, string | number | boolean>;
  urgency: Urgency;
  place: string | null;
  lat: number | null;
  lon: number | null;
  /** A resident at a screen, a resident on the phone, or the city's own people. */
  by: 'resident' | 'caller' | 'staff';
}

/** The words by which a category is found on the board, or made where there is none at all. */
export interface DayCategory {
  code: string;
  name: string;
  icon: string;
  skills: string[];
  urgency: Urgency;
  /** The wider group of trouble; the same as the name where none is known. */
  group: string;
}

export interface Day {
  /** What is replayed, for people: "2011-08-28 of 311-2011.csv.gz". */
  name: string;
  /** In the order of the day. */
  requests: DayRequest[];
}

export const HOUR = 3_600_000;
export const MINUTE = 60_000;

/** What stands around the issues on a board: people, areas and kinds of trouble. Changes of these reach every desk live. */
import type { Dispatching } from '../dispatching/dispatching.ts';
import type { Urgency } from '../issues/status.ts';
import type { WorkingHours } from '../promises/calendar.ts';
import type { Schedule } from '../shifts/schedule.ts';

export interface Question {
  id: string;
  text: string;
  kind: 'choice' | 'text' | 'number' | 'yesno';
  options?: string[];
  required: boolean;
}

export interface Category {
  id: string;
  code: string;
  name: string;
  /** Name of a lucide icon. */
  icon: string;
  skills: string[];
  expectedMinutes: number;
  defaultUrgency: Urgency;
  questions: Question[];
  /** What one job takes from the van: part → pieces. */
  parts: Record<string, number>;
  active: boolean;
}

export interface District {
  id: string;
  name: string;
  /** GeoJSON Polygon or MultiPolygon, lon/lat (RFC 7946). */
  geometry: { type: 'Polygon'; coordinates: number[][][] } | { type: 'MultiPolygon'; coordinates: number[][][][] };
  active: boolean;
}

export interface Team {
  id: string;
  name: string;
  leadUserId: string | null;
  active: boolean;
}

/** off duty (ring), free (solid), driving (arrow), working (square): derived from duty and issues. */
export type ContractorState = 'off' | 'free' | 'driving' | 'working';

export interface Contractor {
  id: string;
  name: string;
  initials: string;
  colour: string;
  phone: string | null;
  skills: string[];
  /** Skills that end: skill → Unix ms when its certificate expires. */
  certificates: Record<string, number>;
  teamId: string | null;
  districtIds: string[];
  /** Longest drive from where the shift begins, in minutes; null: no limit. */
  travelLimit: number | null;
  /** Parts on the van: part → pieces. */
  stock: Record<string, number>;
  schedule: Schedule;
  onDuty: boolean;
  /** Unix ms when it was last switched on or off duty. */
  dutyAt: number;
  state: ContractorState;
  /** Unix ms since when it is in this state. */
  since: number | null;
  /** Accepted and unfinished issues, and offers waiting. */
  openIssues: number;
  offers: number;
  /** Sum of the expected minutes of its unfinished issues. */
  loadMinutes: number;
  /** When it is expected to be free, Unix ms; null when it is free now or off duty. */
  nextFreeAt: number | null;
  homeLat: number | null;
  homeLon: number | null;
  position: Position | null;
  /** Where and when it last finished an issue; null: it has not, or the issue had no place. Unix ms. */
  last: { lat: number; lon: number; at: number } | null;
  pictureUrl: string | null;
  active: boolean;
}

export interface Position {
  lat: number;
  lon: number;
  /** Degrees clockwise from north. */
  heading: number | null;
  /** Unix ms, of the device, never later than the server's now. */
  at: number;
}

/** Organisation-wide facts every screen needs. */
export interface Organisation {
  name: string;
  /** IANA name of the zone in which times are shown. */
  timeZone: string;
  tileUrl: string | null;
  tileAttribution: string | null;
  centre: { lat: number; lon: number; zoom: number };
  undoSeconds: number;
  reopenDays: number;
  phone: string | null;
  /** What is done by itself about who does what. */
  dispatching: Dispatching;
  /** Working hours, also those of contractors without a week of their own. */
  week: WorkingHours[];
  /** Days on which nobody of those works: `YYYY-MM-DD`, in order. */
  holidays: string[];
}

export interface Reference {
  organisation: Organisation;
  categories: Category[];
  districts: District[];
  teams: Team[];
  contractors: Contractor[];
}

import type { Skill } from './categories.ts';
import type { Position } from './town.types.ts';

export interface TownMember {
  name: string;
  /** From ranges that are never given out; null for those without one of their own. */
  phone: string | null;
  email: string | null;
}

export interface TownHousehold extends Position {
  /** Street and number. */
  address: string;
  /** Index in Town.districts. */
  district: number;
  /** For the staff alone. */
  note: string | null;
  /** One to four; the first is the one who calls. */
  members: TownMember[];
}

export interface TownTeam {
  name: string;
  /** Index in TownPeople.operators. */
  lead: number;
}

export interface TownContractor {
  name: string;
  /** In words, for notes and mails. */
  trade: string;
  initials: string;
  /** `#rrggbb`, no two the same, readable under white letters. */
  colour: string;
  phone: string;
  email: string;
  skills: Skill[];
  /** Index in TownPeople.teams. */
  team: number;
  /** Indices in Town.districts; empty = the whole town. */
  districts: number[];
  home: Position & { address: string; district: number };
}

export interface TownStaff {
  name: string;
  email: string;
  phone: string;
  team: number | null;
}

export interface TownPeople {
  households: TownHousehold[];
  teams: TownTeam[];
  contractors: TownContractor[];
  operators: TownStaff[];
  admin: TownStaff;
  owner: TownStaff;
}

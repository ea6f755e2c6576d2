/** People at an address, as staff sees them (GET /households, GET /households/:id). */
export interface HouseholdMember {
  id: string;
  name: string;
  phone: string | null;
  email: string | null;
  /** Whether this person signs in. */
  account: boolean;
}

export interface Household {
  id: string;
  address: string;
  lat: number | null;
  lon: number | null;
  /** For the staff alone; null for the household itself. */
  note: string | null;
  members: HouseholdMember[];
  /** Issues that are not closed. */
  openIssues: number;
}

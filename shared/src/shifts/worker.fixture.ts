import { USUAL_SCHEDULE, type Schedule, type WeekShift } from './schedule.ts';
import type { Worker, WorkingOrganisation } from './shifts.ts';

/** Somebody without anything said, off duty. */
export function aWorker({
  schedule,
  ...more
}: Partial<Omit<Worker, 'schedule'>> & { schedule?: Partial<Schedule> } = {}): Worker {
  return {
    id: 'ada',
    schedule: { ...USUAL_SCHEDULE, ...schedule },
    onDuty: false,
    dutyAt: 0,
    last: null,
    homeLat: 48.2,
    homeLon: 16.37,
    ...more,
  };
}

export const organisation: WorkingOrganisation = {
  timeZone: 'Europe/Vienna',
  week: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '08:00', closes: '17:00' })),
  holidays: [],
  centre: { lat: 48.2, lon: 16.4, zoom: 12 },
};

export function weekShift(weekday: number, from: string, until: string, more: Partial<WeekShift> = {}): WeekShift {
  return { weekday, from, until, rests: [], onCall: false, ...more };
}

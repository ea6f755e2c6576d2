import { USUAL_DISPATCHING } from '@dispatch/shared/dispatching/dispatching';
import type { Contractor, Reference } from '@dispatch/shared/board/reference';
import { USUAL_SCHEDULE } from '@dispatch/shared/shifts/schedule';
import { expect, test } from 'vitest';
import { ReferenceStore } from './reference-store.ts';
import { settled } from './wire.fixture.ts';

const bo: Contractor = {
  id: 'bo',
  name: 'Bo',
  initials: 'B',
  colour: '#000',
  phone: null,
  skills: [],
  teamId: null,
  districtIds: [],
  onDuty: true,
  state: 'free',
  since: null,
  openIssues: 0,
  offers: 0,
  loadMinutes: 0,
  nextFreeAt: null,
  homeLat: null,
  homeLon: null,
  position: null,
  certificates: {},
  travelLimit: null,
  stock: {},
  schedule: USUAL_SCHEDULE,
  dutyAt: 0,
  last: null,
  pictureUrl: null,
  active: true,
};
const organisation = {
  name: 'Town',
  timeZone: 'UTC',
  tileUrl: null,
  tileAttribution: null,
  centre: { lat: 0, lon: 0, zoom: 1 },
  undoSeconds: 20,
  reopenDays: 14,
  phone: null,
  dispatching: USUAL_DISPATCHING,
  week: [],
  holidays: [],
};
const reference = (contractors: Contractor[]): Reference => ({
  organisation,
  categories: [],
  districts: [],
  teams: [],
  contractors,
});

test('a change that comes while the reference is read is not lost', async () => {
  let answer: (reference: Reference) => void = () => undefined;
  const store = new ReferenceStore(() => new Promise((resolve) => (answer = resolve)));
  const loading = store.load();
  store.apply([{ noun: 'contractor', id: 'bo', row: { ...bo, name: 'Bo Renamed' } }]);
  answer(reference([bo]));
  expect(await loading).toBe(true);
  expect(store.contractors.get('bo')?.name).toBe('Bo Renamed');
});

test('a row that is gone goes, and what is unknown to the reference goes with the next reading', async () => {
  const store = new ReferenceStore(() => Promise.resolve(reference([bo])));
  store.apply([{ noun: 'contractor', id: 'old', row: { ...bo, id: 'old' } }]);
  await store.load();
  await settled();
  expect([...store.contractors.keys()]).toEqual(['bo']);
  store.apply([{ noun: 'contractor', id: 'bo', row: null }]);
  expect(store.contractors.size).toBe(0);
});

test('without an answer everything held stays', async () => {
  const store = new ReferenceStore(() => Promise.reject(new Error('cut')));
  store.apply([{ noun: 'contractor', id: 'bo', row: bo }]);
  expect(await store.load()).toBe(false);
  expect(store.contractors.size).toBe(1);
});

/** The list of people. They are not on the live wire: it is read again when something around them changes, and at times. */
import { api, type Answer } from '@dispatch/base/lib/api';
import { STAFF_ROLES, type Person, type UserStatus } from '@dispatch/shared/people/person';
import type { Role } from '@dispatch/shared/access/roles';

/** Who registered in the meantime is seen after this long at the latest. Milliseconds. */
const AGAIN = 20_000;
const PAUSE = 180;

export interface PeopleFilter {
  readonly text: string;
  /** `staff`: everyone but households. */
  readonly role: Role | 'staff';
  readonly status: UserStatus | '';
}

const query = (fields: Record<string, string>): string => {
  const search = new URLSearchParams(Object.entries(fields).filter(([, value]) => value !== ''));
  return `/users?${search.toString()}`;
};

export class People {
  /** What the filter finds. */
  found = $state.raw<readonly Person[]>([]);
  /** All staff, for choosing leads and for the count of those who wait. */
  staff = $state.raw<readonly Person[]>([]);
  readonly pending: readonly Person[] = $derived.by(() => this.staff.filter(({ status }) => status === 'pending'));
  fault = $state.raw<Exclude<Answer<unknown>, { kind: 'done' }> | null>(null);
  loaded = $state(false);
  filter = $state.raw<PeopleFilter>({ text: '', role: 'staff', status: '' });
  #turn = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  #pause: ReturnType<typeof setTimeout> | undefined;

  async start(): Promise<void> {
    this.#timer ??= setInterval(() => {
      if (document.visibilityState === 'visible') void this.refresh();
    }, AGAIN);
    await this.refresh();
  }

  stop(): void {
    clearInterval(this.#timer);
    clearTimeout(this.#pause);
    this.#timer = undefined;
  }

  set(filter: Partial<PeopleFilter>): void {
    this.filter = { ...this.filter, ...filter };
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.refresh(), filter.text === undefined ? 0 : PAUSE);
  }

  async refresh(): Promise<void> {
    const turn = ++this.#turn;
    const { text, role, status } = this.filter;
    // The server's list ends at 500 people; households must not push the staff out of it.
    const staff = Promise.all(STAFF_ROLES.map((one) => api<Person[]>(query({ role: one }))));
    const answers = await (role === 'staff' ? staff : Promise.all([api<Person[]>(query({ text, role, status }))]));
    const everyone = await staff;
    if (turn !== this.#turn) return;
    const fault = [...answers, ...everyone].find((answer) => answer.kind !== 'done');
    this.fault = fault ?? null;
    this.loaded = true;
    if (this.fault) return;
    const people = (list: Answer<Person[]>[]): Person[] =>
      list.flatMap((answer) => (answer.kind === 'done' ? answer.value : []));
    this.staff = people(everyone).sort(byName);
    this.found = (
      role === 'staff'
        ? this.staff.filter((person) => matches(person, text) && (status === '' || person.status === status))
        : people(answers)
    ).toSorted(byName);
  }
}

const byName = (a: Person, b: Person): number =>
  Number(b.status === 'pending') - Number(a.status === 'pending') ||
  a.name.localeCompare(b.name) ||
  (a.id < b.id ? -1 : 1);

/** As the server looks: anywhere in name, mail address or number, without regard to case. */
function matches({ name, email, phone }: Person, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  return [name, email, phone ?? ''].some((field) => field.toLowerCase().includes(wanted));
}

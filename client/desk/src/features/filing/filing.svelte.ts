/** Filing for a caller: who calls, what it is, where it is, and whether it is known already. */
import { api, type Answer } from '@dispatch/base/lib/api';
import type { Place } from '@dispatch/shared/places/distance';
import { newKey } from '@dispatch/base/lib/key';
import type { Category } from '@dispatch/shared/board/reference';
import type { FileIssue } from '@dispatch/shared/issues/schema';
import type { Urgency } from '@dispatch/shared/issues/status';
import type { IssueCard } from '@dispatch/shared/issues/views';
import type { Household } from '@dispatch/shared/people/household';

/** What filing is answered with. */
export interface Filed {
  readonly id: string;
  readonly ref: string;
  readonly link: string;
  readonly card?: IssueCard;
}

/** Ask once the typing pauses. Milliseconds. */
const PAUSE = 180;

export class Filing {
  /** What the caller says of themselves: a phone number, a name or an address. */
  who = $state('');
  households = $state.raw<readonly Household[]>([]);
  searching = $state(false);
  household = $state.raw<Household | null>(null);
  name = $state('');
  phone = $state('');
  address = $state('');
  place = $state.raw<Place | null>(null);
  categoryId = $state('');
  title = $state('');
  description = $state('');
  urgency = $state<Urgency | ''>('');
  callback = $state(false);
  answers = $state<Record<string, string>>({});
  similar = $state.raw<readonly IssueCard[]>([]);
  busy = $state(false);
  answer = $state.raw<Answer<unknown> | undefined>(undefined);
  /** The same for each try of this filing. */
  #key = newKey();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  /** True when something has been entered that a stray click must not lose. */
  get begun(): boolean {
    return [this.who, this.name, this.phone, this.address, this.title, this.description].some(
      (text) => text.trim() !== '',
    );
  }

  search(): void {
    clearTimeout(this.#timer);
    const text = this.who.trim();
    if (text.length < 2) {
      this.households = [];
      this.searching = false;
      return;
    }
    this.searching = true;
    this.#timer = setTimeout(() => void this.#find(text), PAUSE);
  }

  choose(household: Household): void {
    this.household = household;
    this.address = household.address;
    const [first] = household.members;
    this.name = first?.name ?? '';
    this.phone = first?.phone ?? '';
    if (household.lat !== null && household.lon !== null) this.put({ lat: household.lat, lon: household.lon });
    this.households = [];
  }

  /** The caller is not known yet: what was searched for becomes the beginning of their record. */
  startNew(): void {
    this.household = null;
    const text = this.who.trim();
    if (/^[+\d][\d\s()/-]*$/.test(text)) this.phone = text;
    else if (/\d/.test(text)) this.address = text;
    else this.name = text;
    this.households = [];
  }

  forget(): void {
    this.household = null;
    this.name = '';
    this.phone = '';
  }

  put(place: Place | null): void {
    this.place = place;
    void this.lookAround();
  }

  /** Open issues nearby, those of the same category first. */
  async lookAround(): Promise<void> {
    const { place } = this;
    if (!place) return;
    const answer = await api<{ items: IssueCard[] }>(
      `/issues?near=${String(place.lat)},${String(place.lon)}&stage=inbox,to_assign,offered,open,en_route,in_progress,resolved&limit=20`,
    );
    if (answer.kind !== 'done' || this.place !== place) return;
    this.similar = answer.value.items;
  }

  /** Files it; a caller who is not known becomes a household first. */
  async file(category: Category | undefined): Promise<Filed | null> {
    this.busy = true;
    try {
      const householdId = await this.#householdId();
      if (householdId === null) return null;
      const answer = await api<Filed>('/issues', {
        method: 'POST',
        body: this.#body(category, householdId),
        idempotencyKey: this.#key,
        app: 'desk',
      });
      this.answer = answer;
      // Something was corrected: the next try is another filing.
      if (answer.kind !== 'done' && answer.kind !== 'offline') this.#key = newKey();
      return answer.kind === 'done' ? answer.value : null;
    } finally {
      this.busy = false;
    }
  }

  async #find(text: string): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const answer = await api<Household[]>(`/households?text=${encodeURIComponent(text)}`);
    if (turn !== this.#turn) return;
    this.searching = false;
    this.households = answer.kind === 'done' ? answer.value : [];
  }

  /** Undefined when there is no household to name; null when it could not be made. */
  async #householdId(): Promise<string | undefined | null> {
    if (this.household) return this.household.id;
    if (this.address.trim() === '' || this.name.trim() === '') return undefined;
    const answer = await api<Household>('/households', {
      method: 'POST',
      body: {
        address: this.address.trim(),
        ...(this.place && { lat: this.place.lat, lon: this.place.lon }),
        members: [{ name: this.name.trim(), ...(this.phone.trim() !== '' && { phone: this.phone.trim() }) }],
      },
      app: 'desk',
    });
    if (answer.kind !== 'done') {
      this.answer = answer;
      return null;
    }
    // Kept, so that a second try of the filing does not make a second household.
    this.household = answer.value;
    return answer.value.id;
  }

  #body(category: Category | undefined, householdId: string | undefined): FileIssue {
    const answers: Record<string, string | number | boolean> = {};
    for (const question of category?.questions ?? []) {
      const value = this.answers[question.id] ?? '';
      if (value === '') continue;
      answers[question.id] =
        question.kind === 'number' ? Number(value) : question.kind === 'yesno' ? value === 'yes' : value;
    }
    const text = (value: string): string | undefined => (value.trim() === '' ? undefined : value.trim());
    const contact = { name: text(this.name), phone: text(this.phone) };
    return {
      categoryId: this.categoryId,
      title: text(this.title),
      description: text(this.description),
      place: text(this.address),
      ...(Object.keys(answers).length > 0 && { answers }),
      ...(this.urgency !== '' && { urgency: this.urgency }),
      ...(householdId !== undefined && { householdId }),
      ...(this.place && { lat: this.place.lat, lon: this.place.lon }),
      ...((contact.name !== undefined || contact.phone !== undefined) && { contact }),
      ...(this.callback && { callback: true }),
    };
  }
}

/** How requests of the day reach the board: by a household's account, by nobody in particular, or over an operator. */
import type { Category } from '@dispatch/shared/board/reference';
import type { SimulatedPerson } from '../server/src/features/demo/simulation/simulated-person.ts';
import type { Random } from '../server/src/features/demo/town/random.ts';
import { answersFor, categoryFor } from './categories.ts';
import type { DayRequest } from './day.types.ts';

export interface Reporters {
  operators: readonly SimulatedPerson[];
  /** Signed-in members, with their household. */
  households: readonly { person: SimulatedPerson; householdId: string }[];
  /** Someone without an account. */
  anyone: SimulatedPerson;
}

/** Who reported and how its progress is followed. */
export interface Reported {
  issueId: string;
  /** Token of the tracking link. */
  link: string;
  /** The account it was reported with. */
  account: SimulatedPerson | null;
}

/** What a caller is called; no real person's name is made up. */
const CALLERS = ['A. Caller', 'B. Caller', 'C. Caller', 'D. Caller', 'E. Caller'];
/** The server takes twenty reports an hour without an account from one address; so many are sent, and ms. */
const ANYONE = { most: 15, within: 3_600_000 };

export class Reporting {
  readonly #reporters: Reporters;
  readonly #random: Random;
  readonly #categories: () => readonly Category[];
  /** When something was reported without an account. */
  #byAnyone: number[] = [];

  /** @param categories active ones, as they are now. */
  constructor(reporters: Reporters, categories: () => readonly Category[], random: Random) {
    this.#reporters = reporters;
    this.#categories = categories;
    this.#random = random;
  }

  /** @returns null when the server refused. */
  async report(request: DayRequest, now = Date.now()): Promise<Reported | null> {
    const category = categoryFor(request.category, this.#categories());
    if (!category) return null;
    const body = bodyOf(request, category);
    const { operators, households, anyone } = this.#reporters;
    const random = this.#random;
    if (request.by === 'resident') {
      this.#byAnyone = this.#byAnyone.filter((at) => now - at < ANYONE.within);
      if (this.#byAnyone.length < ANYONE.most && random.chance(0.3)) {
        this.#byAnyone.push(now);
        const filed = await file(anyone, { ...body, contact: { name: random.pick(CALLERS) } });
        if (filed) return { ...filed, account: null };
        // An earlier run has used them up.
        this.#byAnyone = Array.from({ length: ANYONE.most }, () => now);
      }
      if (households.length > 0) {
        const { person, householdId } = random.pick(households);
        const filed = await file(person, { ...body, householdId });
        return filed && { ...filed, account: person };
      }
    }
    const contact = { name: random.pick(CALLERS), phone: `+00 555 01${String(random.whole(10, 99))}` };
    const filed = await file(random.pick(operators), request.by === 'staff' ? body : { ...body, contact });
    return filed && { ...filed, account: null };
  }
}

function bodyOf(request: DayRequest, category: Category): Record<string, unknown> {
  const { title, description, urgency, place, lat, lon } = request;
  return {
    categoryId: category.id,
    title,
    ...(description !== '' && { description }),
    answers: answersFor(request, category),
    urgency,
    ...(place !== null && { place }),
    ...(lat !== null && lon !== null && { lat, lon }),
  };
}

async function file(
  person: SimulatedPerson,
  body: Record<string, unknown>,
): Promise<{ issueId: string; link: string } | null> {
  const answer = await person.post<{ id: string; link: string }>('/issues', body);
  return answer && { issueId: answer.id, link: answer.link.slice('/t/'.length) };
}

/**
 * Where simulated people come from: as in life, an admin invites them, they follow the link in their mail and choose a
 * password; households register. All of it through the public interface, and kept for the next run.
 */
import { randomBytes } from 'node:crypto';
import type { Reference } from '@dispatch/shared/board/reference';
import type { Me, OutboxMail } from '@dispatch/shared/people/person';
import type { Place } from '@dispatch/shared/places/distance';
import type { Interface, Session } from './interface.ts';
import type { KeptPeople, KeptPerson } from './kept-people.ts';

/** Mail to this domain reaches nobody (RFC 2606). */
const DOMAIN = 'simulation.invalid';

export interface Wanted {
  operators: number;
  /** Skills and home of each crew. */
  crews: readonly { skills: string[]; home: Place }[];
  households: number;
}

export interface Recruited {
  operators: KeptPerson[];
  crews: (KeptPerson & { contractorId: string; home: Place })[];
  households: KeptPerson[];
}

export class Recruiter {
  readonly #board: Interface;
  readonly #kept: KeptPeople;
  readonly #admin: Session;
  readonly #say: (line: string) => void;
  #people: KeptPerson[] = [];

  constructor(options: { board: Interface; kept: KeptPeople; admin: Session; say: (line: string) => void }) {
    this.#board = options.board;
    this.#kept = options.kept;
    this.#admin = options.admin;
    this.#say = options.say;
  }

  /** @throws Error with a sentence: who is there already without a known password, what the server refused. */
  async recruit({ operators, crews, households }: Wanted): Promise<Recruited> {
    this.#people = [...(await this.#kept.read())];
    try {
      const skillsOf = new Map(crews.map(({ skills }, at) => [emailOf('crew', at), skills]));
      const staff = [
        ...Array.from({ length: operators }, (_, at) => staffOf('operator', 'Operator', emailOf('operator', at), at)),
        ...crews.map((_, at) => staffOf('contractor', 'Crew', emailOf('crew', at), at)),
      ];
      const there = await this.#signInKept();
      const missing = staff.filter(({ email }) => !there.has(email));
      if (missing.length > 0) await this.#invite(missing, skillsOf);
      await this.#register(households, there);
      const found = (email: string): KeptPerson[] => this.#people.filter((one) => one.email === email);
      const ready = crews.flatMap(({ skills, home }, at) =>
        found(emailOf('crew', at)).flatMap((one) =>
          one.contractorId === null ? [] : [{ ...one, contractorId: one.contractorId, home, skills }],
        ),
      );
      await this.#equip(ready);
      return {
        operators: Array.from({ length: operators }, (_, at) => found(emailOf('operator', at))).flat(),
        crews: ready,
        households: this.#people.filter(({ role }) => role === 'household').slice(0, households),
      };
    } finally {
      await this.#kept.write(this.#people);
    }
  }

  /** Off duty, so that nobody waits for them after the day. */
  async dismiss({ crews }: Recruited): Promise<void> {
    for (const { contractorId, cookie } of crews)
      await this.#board.ask(cookie, `/contractors/${contractorId}/duty`, { method: 'PUT', body: { onDuty: false } });
  }

  /** @returns addresses of those who are in; who is not known to this board any more is forgotten. */
  async #signInKept(): Promise<Set<string>> {
    const still: KeptPerson[] = [];
    for (const person of this.#people) {
      const answer = await this.#board.ask<{ who: Me | null }>(person.cookie, '/session');
      if (answer.kind === 'done' && answer.value.who?.userId === person.userId) {
        still.push(person);
        continue;
      }
      const session = await this.#board.open(person).catch((): null => null);
      if (session) still.push({ ...person, ...personOf(session) });
    }
    if (this.#people.length > 0)
      this.#say(`${String(still.length)} people of an earlier run go on; their passwords are kept`);
    this.#people = still;
    return new Set(still.map(({ email }) => email));
  }

  async #invite(missing: readonly Staff[], skillsOf: ReadonlyMap<string, string[]>): Promise<void> {
    this.#say(`inviting ${String(missing.length)} simulated people`);
    const { cookie } = this.#admin;
    for (const { role, email, name } of missing) {
      const body = { role, email, name, ...(role === 'contractor' && { skills: skillsOf.get(email) ?? [] }) };
      const answer = await this.#board.ask(cookie, '/invitations', { method: 'POST', body });
      if (answer.kind === 'refused' && answer.problem.code === 'taken')
        throw new Error(
          `${name} (${email}) has an account here whose password is not kept on this machine. ` +
            'Bring simulated-people.json back from where it was made, or change its mail address at /desk/admin/people.',
        );
      if (answer.kind !== 'done')
        throw new Error(
          `${name} could not be invited: ${answer.kind === 'offline' ? answer.sentence : answer.problem.detail}`,
        );
    }
    const mails = await this.#board.must<OutboxMail[]>(cookie, '/mails');
    for (const { role, email, name } of missing) {
      const mail = mails.find(({ to }) => to === email);
      const token = /\/invitation\/([\w-]+)/.exec(mail?.text ?? '')?.[1];
      if (token === undefined)
        throw new Error(
          'The invitations cannot be read in the outbox: this board sends its mails to a server. ' +
            'A day is simulated on a board without SMTP_URL.',
        );
      const password = randomBytes(12).toString('base64url');
      const session = await this.#board.open({ invitation: token, password });
      this.#people.push({ role, email, name, password, ...personOf(session) });
    }
  }

  /** Households with an account; the server's limit may leave fewer than were wanted. */
  async #register(households: number, there: ReadonlySet<string>): Promise<void> {
    for (let at = 0; at < households; at += 1) {
      const email = emailOf('household', at);
      if (there.has(email)) continue;
      const [name, password] = [`Household ${String(at + 1)}`, randomBytes(12).toString('base64url')];
      const body = { kind: 'household', name, email, password, address: `${String(at + 1)} Simulation Street` };
      const answer = await this.#board.ask('', '/registrations', { method: 'POST', body }, 0);
      if (answer.kind !== 'done') return;
      const session = await this.#board.open({ email, password }).catch((): null => null);
      if (session) this.#people.push({ role: 'household', email, name, password, ...personOf(session) });
    }
  }

  /** Homes and skills as this day needs them, and on duty. */
  async #equip(
    crews: readonly (KeptPerson & { contractorId: string; home: Place; skills: string[] })[],
  ): Promise<void> {
    const { contractors } = await this.#board.must<Reference>(this.#admin.cookie, '/reference');
    const known = new Map(contractors.map((one) => [one.id, one]));
    for (const { contractorId, cookie, home, skills } of crews) {
      const now = known.get(contractorId);
      const same = now?.homeLat === home.lat && now.homeLon === home.lon && now.skills.join() === skills.join();
      if (!same)
        await this.#board.must(this.#admin.cookie, `/contractors/${contractorId}`, {
          method: 'PATCH',
          body: { homeLat: home.lat, homeLon: home.lon, skills },
        });
      await this.#board.must(cookie, `/contractors/${contractorId}/duty`, { method: 'PUT', body: { onDuty: true } });
    }
  }
}

interface Staff {
  role: 'operator' | 'contractor';
  email: string;
  name: string;
}

function staffOf(role: Staff['role'], noun: string, email: string, at: number): Staff {
  return { role, email, name: `${noun} ${String(at + 1)}` };
}

function emailOf(noun: string, at: number): string {
  return `${noun}-${String(at + 1)}@${DOMAIN}`;
}

function personOf({ cookie, who }: Session): Pick<KeptPerson, 'cookie' | 'userId' | 'contractorId' | 'householdId'> {
  const { userId, contractorId, householdIds } = who;
  return { cookie, userId, contractorId, householdId: householdIds[0] ?? null };
}

/** The public interface for the preparations of a day: asked with patience where the server says to wait. */
import { setTimeout as wait } from 'node:timers/promises';
import { api, type Answer, type Request } from '@dispatch/base/lib/api';
import { simulatedPerson } from '../server/src/features/demo/simulation/simulated-person.ts';
import type { Me } from '@dispatch/shared/people/person';

/**
 * What the sessions and the history call it. The switch on the desk, whose people are `simulation`, leaves contractors with
 * such a session alone.
 */
export const APP = 'replay';
/** Longest pause that is made for the server's limits, seconds. */
const LONGEST_WAIT = 20 * 60;

export interface Session {
  cookie: string;
  who: Me;
}

/** Someone before the day begins. */
export class Interface {
  readonly #url: string;
  readonly #say: (line: string) => void;

  constructor(url: string, say: (line: string) => void) {
    this.#url = url;
    this.#say = say;
  }

  /**
   * @param cookie of a session; '' for nobody.
   * @param patience longest pause that is made when the server asks for one, seconds.
   */
  async ask<T>(cookie: string, path: string, request: Request = {}, patience = LONGEST_WAIT): Promise<Answer<T>> {
    const person = simulatedPerson(this.#url, cookie === '' ? {} : { cookie }, { app: APP });
    const answer = await api<T>(path, { ...request, fetch: person.fetch });
    const seconds = answer.kind === 'refused' ? answer.problem.retryAfterSeconds : undefined;
    if (seconds === undefined || seconds > patience) return answer;
    this.#say(`the server lets nobody else in for now; waiting ${String(seconds)} s, as it says`);
    await wait(seconds * 1000 + 200);
    return this.ask(cookie, path, request, patience);
  }

  /** @throws Error with the server's sentence. */
  async must<T>(cookie: string, path: string, request: Request = {}): Promise<T> {
    const answer = await this.ask<T>(cookie, path, request);
    if (answer.kind === 'done') return answer.value;
    const sentence = answer.kind === 'offline' ? answer.sentence : `${answer.problem.detail} ${answer.problem.next}`;
    throw new Error(`${request.method ?? 'GET'} ${path}: ${sentence}`);
  }

  /** Signs in by mail address and password, or by the link of an invitation. @throws Error with the server's sentence. */
  async open(how: { email: string; password: string } | { invitation: string; password: string }): Promise<Session> {
    let cookie = '';
    const person = simulatedPerson(this.#url, {}, { app: APP });
    const keeping: typeof fetch = async (input, init) => {
      const response = await person.fetch(input, init);
      cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
      return response;
    };
    const [path, request] =
      'email' in how
        ? (['/session', { method: 'POST', body: { email: how.email, password: how.password, app: APP } }] as const)
        : ([`/invitations/${how.invitation}`, { method: 'PUT', body: { password: how.password } }] as const);
    for (;;) {
      const answer = await api<{ who: Me }>(path, { ...request, fetch: keeping });
      if (answer.kind === 'done') return { cookie, who: answer.value.who };
      if (answer.kind === 'offline') throw new Error(answer.sentence);
      const { detail, next, retryAfterSeconds } = answer.problem;
      if (retryAfterSeconds === undefined) throw new Error(`${detail} ${next}`);
      this.#say(`signing in goes on in ${String(retryAfterSeconds)} s, as the server asks`);
      await wait(retryAfterSeconds * 1000 + 200);
    }
  }
}

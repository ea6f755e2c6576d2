import type { PageAnswer, PageCommand } from '@dispatch/shared/protocol/pages';
import type { Request, Response } from 'express';
import { asRefusal, KEY, mayUse } from './mount.ts';
import { Refusal } from '../refusal.ts';
import type { Asker, Route } from './route.ts';
import { validate } from './validate.ts';

interface Match {
  route: Route;
  params: Record<string, string>;
}

/**
 * Calls the API's routes from inside the process, for pages rendered on the server: the same validation, rights and
 * service as over HTTP, without going through the network.
 */
export function insideCaller(routes: readonly Route[], log: (error: unknown) => void) {
  const patterns = routes.map((route) => ({ route, pattern: patternOf(route.path) }));

  function match(method: string, path: string): Match {
    for (const { route, pattern } of patterns) {
      const found = route.method === method ? pattern.exec(path) : null;
      if (found) return { route, params: decoded(found.groups ?? {}) };
    }
    throw new Refusal('not_found');
  }

  return async (
    who: Asker,
    command: PageCommand,
    raw: { request: Request; response: Response },
  ): Promise<PageAnswer> => {
    try {
      const { route, params } = match(command.method, command.path);
      if (!mayUse(route, who)) throw new Refusal(who.kind === 'anyone' ? 'not_signed_in' : 'not_allowed');
      if (command.key !== undefined && !KEY.test(command.key)) throw new Refusal('key_needed');
      const answer = await route.handle({
        who,
        params,
        body: route.body ? validate(route.body, command.body ?? {}) : command.body,
        query: {},
        key: command.key ?? null,
        app: 'home',
        raw,
      });
      for (const [name, value] of Object.entries(answer.headers ?? {})) raw.response.append(name, value);
      const value: unknown = answer.text === undefined ? answer.body : JSON.parse(String(answer.text));
      return { ok: true, status: answer.status ?? (value === undefined ? 204 : 200), value };
    } catch (error) {
      const refusal = asRefusal(error);
      if (refusal.code === 'unexpected') log(error);
      return { ok: false, problem: refusal.toProblem() };
    }
  };
}

/** `/issues/:id/:action` as an expression with named groups. */
function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`);
}

function decoded(groups: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]));
}

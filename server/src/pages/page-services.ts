import type { RangesKept } from '@dispatch/shared/arrivals/range';
import type { Category, Organisation } from '@dispatch/shared/board/reference';
import type { Me, OwnSession } from '@dispatch/shared/people/person';
import type { Invited, PageAnswer, PageServices, TrackedIssue } from '@dispatch/shared/protocol/pages';
import { isUuid } from '@dispatch/shared/ids/uuid';
import { parseReference } from '@dispatch/shared/ids/reference';
import type { Visitor } from '@dispatch/shared/wishes/wish';
import type { Request, Response } from 'express';
import type { Issues } from '../features/issues/index.ts';
import type { Asker, Route } from '../platform/http/route.ts';
import { insideCaller } from '../platform/http/inside.ts';
import { Refusal } from '../platform/refusal.ts';

export interface PageDependencies {
  routes: readonly Route[];
  issues: Issues;
  identify(request: Request): Promise<Asker>;
  identifyLink(token: string, request: Request): Promise<Asker>;
  me(who: Asker): Promise<Me | null>;
  organisation(): Promise<Organisation>;
  categories(): Promise<Category[]>;
  /** Who has been at the household of one's own issue. @throws Refusal not_found where there is no household. */
  visitors(who: Asker, issueId: string): Promise<Visitor[]>;
  kept(): Promise<RangesKept>;
  sessionsOf(who: Asker): Promise<OwnSession[]>;
  invitation(token: string): Promise<Invited | null>;
  unexpected(error: unknown): void;
}

/** What pages rendered on the server may ask, as their visitor; an object for each request. */
export function pageServices(deps: PageDependencies): (request: Request, response: Response) => PageServices {
  const call = insideCaller(deps.routes, (error) => {
    deps.unexpected(error);
  });

  return (request, response) => {
    let known: Promise<Asker> | null = null;
    const visitor = (): Promise<Asker> => (known ??= deps.identify(request));

    async function tracked(who: Asker, id: string): Promise<TrackedIssue | null> {
      try {
        const read = await deps.issues.read(who, id);
        if (!('issue' in read)) return null;
        const scope = who.scope ?? 'act';
        const [{ position }, visitors, kept] = await Promise.all([
          deps.issues.tracked(id),
          scope === 'act' ? visitorsOf(who, id) : [],
          deps.kept(),
        ]);
        return { cursor: read.cursor, issue: read.issue, scope, position, visitors, kept };
      } catch (error) {
        if (error instanceof Refusal) return null;
        throw error;
      }
    }

    /** Nobody where the issue has no household, or another one than the visitor's. */
    const visitorsOf = (who: Asker, id: string): Promise<Visitor[]> =>
      deps.visitors(who, id).catch((error: unknown) => {
        if (error instanceof Refusal) return [];
        throw error;
      });

    return {
      async session() {
        // A cookie that is over or forged is nobody's; the page then offers to sign in.
        const who = await visitor().catch((error: unknown) => {
          if (error instanceof Refusal) return null;
          throw error;
        });
        return { who: who && (await deps.me(who)), organisation: await deps.organisation() };
      },
      categories: () => deps.categories(),
      async track(token) {
        try {
          const who = await deps.identifyLink(token, request);
          return who.issueId === undefined ? null : await tracked(who, who.issueId);
        } catch (error) {
          if (error instanceof Refusal) return null;
          throw error;
        }
      },
      async issue(refOrId) {
        const ref = isUuid(refOrId) ? null : parseReference(refOrId);
        const id = isUuid(refOrId) ? refOrId : ref && (await deps.issues.idOfReference(ref));
        return id ? tracked(await visitor(), id) : null;
      },
      mine: async () => deps.issues.mine(await visitor()),
      sessions: async () => deps.sessionsOf(await visitor()),
      invitation: (token) => deps.invitation(token),
      async command(command): Promise<PageAnswer> {
        try {
          const who = command.link === undefined ? await visitor() : await deps.identifyLink(command.link, request);
          return await call(who, command, { request, response });
        } catch (error) {
          if (error instanceof Refusal) return { ok: false, problem: error.toProblem() };
          throw error;
        }
      },
    };
  };
}

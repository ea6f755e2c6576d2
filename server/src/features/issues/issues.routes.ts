import { isDispatcher, type ActorKind } from '@dispatch/shared/access/roles';
import { bulkCommands, type BulkCommands } from '@dispatch/shared/issues/bulk.schema';
import { ACTIONS, NOTE_ACTIONS, type Action, type NoteAction } from '@dispatch/shared/issues/lifecycle';
import { COMMANDS, fileIssue, issueQuery, type FileIssue, type IssueQuery } from '@dispatch/shared/issues/schema';
import { z } from 'zod';
import type { Logger } from 'pino';
import { route, type Asker, type Route } from '../../platform/http/route.ts';
import { validate } from '../../platform/http/validate.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Issues } from './index.ts';
import { runBulk } from './issues.bulk.ts';
import { isResident } from './issues.policy.ts';
import type { Done } from './issues.service.ts';

const SYSTEM_ACTIONS: ReadonlySet<string> = new Set(['expire', 'give_up', 'lapse', 'settle']);

const linkScope = z.strictObject({ scope: z.enum(['watch', 'act']) });

/** Counts what someone does against the rate limits; throws Refusal `too_many`. */
export interface IssueLimits {
  file(who: Asker): Promise<void>;
  command(who: Asker): Promise<void>;
}

/** The HTTP doors of issues. */
export function issuesRoutes(issues: Issues, limits: IssueLimits, log: Logger): Route[] {
  return [
    route<unknown, IssueQuery>({
      method: 'GET',
      path: '/issues',
      query: issueQuery,
      allow: (ability, who) => ability.can('read', 'issue') && !isResident(who),
      async handle({ who, query }) {
        if (isDispatcher(who.kind as ActorKind)) return { body: await issues.list(query, null) };
        // A contractor's account whose record is gone has no issues.
        return {
          body: who.contractorId === undefined ? { items: [], next: null } : await issues.list(query, who.contractorId),
        };
      },
    }),
    route<FileIssue>({
      method: 'POST',
      path: '/issues',
      body: fileIssue,
      allow: (ability, who) => ability.can('file', 'issue') && who.kiosk !== true,
      async handle({ who, body, key, app }) {
        if (key === null) throw new Refusal('key_needed');
        await limits.file(who);
        const done = await issues.file({ who, input: body, key, app });
        const answer = await present(issues, who, done, 'filed');
        return {
          status: done.replayed ? 200 : 201,
          body: {
            id: done.issueId,
            ref: await issues.refOf(done.issueId),
            link: await issues.link(done.issueId, 'act'),
            ...answer,
          },
        };
      },
    }),
    route({
      method: 'GET',
      path: '/issues/:id',
      allow: (ability) => ability.can('read', 'issue') || ability.can('track', 'issue'),
      handle: async ({ who, params }) => ({ body: await issues.read(who, await issues.idFrom(params['id'] ?? '')) }),
    }),
    route({
      method: 'POST',
      path: '/issues/:id/links',
      body: linkScope,
      allow: (ability, who) => who.kiosk !== true && (ability.can('read', 'issue') || ability.can('track', 'issue')),
      async handle({ who, params, body }) {
        const id = await issues.idFrom(params['id'] ?? '');
        await issues.mayShare(who, id);
        return { status: 201, body: { url: await issues.link(id, body.scope) } };
      },
    }),
    route({
      method: 'DELETE',
      path: '/issues/:id/links',
      allow: (ability) => ability.can('manage', 'issue'),
      async handle({ params }) {
        await issues.revoke(await issues.idFrom(params['id'] ?? ''));
        return {};
      },
    }),
    route({
      method: 'POST',
      path: '/issues/:id/:action',
      // Which action, on which issue, by whom: the lifecycle table and the policy decide in the service.
      allow: (_ability, who) => who.kind !== 'anyone' && who.kiosk !== true,
      async handle({ who, params, body, key, app }) {
        await limits.command(who);
        return {
          body: await act(issues, { who, id: params['id'] ?? '', action: params['action'] ?? '', body, key, app }),
        };
      },
    }),
    route<BulkCommands>({
      method: 'POST',
      path: '/issues/bulk',
      body: bulkCommands,
      allow: (ability, who) => ability.can('manage', 'issue') && who.kiosk !== true,
      async handle({ who, body, app }) {
        const results = await runBulk({ who, commands: body.commands, app, log }, async ({ command }) => {
          // Each counts against the limit: sending many at once is no way around it.
          await limits.command(who);
          const { id, action, input, key } = command;
          return act(issues, { who, id, action, body: input, key, app });
        });
        return { body: { results } };
      },
    }),
    route({
      method: 'GET',
      path: '/mine',
      allow: (_ability, who) => who.kind === 'household',
      handle: async ({ who }) => ({ body: await issues.mine(who) }),
    }),
    route({
      method: 'GET',
      path: '/track',
      allow: (_ability, who) => who.kind === 'link',
      handle: async ({ who }) => ({ body: await issues.track(who) }),
    }),
  ];
}

/** One command as it came from outside: `id` may be a reference, `body` has not been looked at. */
interface Asked {
  who: Asker;
  id: string;
  action: string;
  body: unknown;
  key: string | null;
  app: string;
}

/** Validates a command, has it done and shows the issue as it is then to whoever asked. @throws Refusal. */
async function act(issues: Issues, { who, id, action, body, key, app }: Asked): Promise<object> {
  const isNote = (NOTE_ACTIONS as readonly string[]).includes(action);
  if (SYSTEM_ACTIONS.has(action) || (!isNote && !(ACTIONS as readonly string[]).includes(action)))
    throw new Refusal('not_found');
  if (key === null) throw new Refusal('key_needed');
  // Validated before the issue is looked for, so that the answer does not tell whether there is one.
  const input = validate(COMMANDS[action as Action], body ?? {});
  const issueId = await issues.idFrom(id);
  const done = isNote
    ? await issues.note({ who, issueId, action: action as NoteAction, input: input as never, key, app })
    : await withCard(issues, who, issueId, () =>
        issues.command({ who, issueId, action: action as Action, input: input, key, app }),
      );
  return present(issues, who, done);
}

/** A conflict shows the issue as it is now to those who may see it. */
async function withCard(issues: Issues, who: Asker, id: string, run: () => Promise<Done>): Promise<Done> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Refusal && error.conflict && !isResident(who))
      error.conflict.card = await issues.cardFor(who, id);
    throw error;
  }
}

/**
 * Staff get the card, residents the public view. A replay is answered with the record as it is now, unless it has gone
 * to someone else in the meantime; who filed it under this key may always see it.
 */
async function present(issues: Issues, who: Asker, done: Done, filed?: 'filed'): Promise<object> {
  const { issueId, version, rev, replayed } = done;
  const answer = { version, rev, ...(replayed && { replayed: true }) };
  if (isResident(who) || who.kind === 'anyone') {
    const issue = filed ? await issues.publicView(issueId) : await issues.publicFor(who, issueId);
    return { ...answer, ...(issue && { issue }) };
  }
  const card = done.card ?? (await issues.cardFor(who, issueId));
  return { ...answer, ...(card && { card }) };
}

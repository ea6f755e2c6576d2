import { parseReference } from '@dispatch/shared/ids/reference';
import { isUuid } from '@dispatch/shared/ids/uuid';
import { isDispatcher, type ActorKind } from '@dispatch/shared/access/roles';
import type { IssueCard, IssueDetail, PublicIssue } from '@dispatch/shared/issues/views';
import type { NeedKind } from '@dispatch/shared/issues/needs';
import type { IssueQuery } from '@dispatch/shared/issues/schema';
import type { PublicPosition } from '@dispatch/shared/protocol/events';
import type { Action, NoteAction } from '@dispatch/shared/issues/lifecycle';
import type { Feature } from '../../platform/feature.ts';
import type { Feed } from '../../platform/feed/feed.ts';
import type { Asker } from '../../platform/http/route.ts';
import { Refusal } from '../../platform/refusal.ts';
import { batch, batchOfWhatCan, type Batch, type BatchAnswer } from './issues.batch.ts';
import { file, type Filing } from './issues.filing.ts';
import { currentLink, readLink, revokeLinks, type LinkClaim, type LinkScope } from './issues.links.ts';
import { listIssues, needCounts } from './issues.list.repo.ts';
import { note, type Note } from './issues.notes.ts';
import { maySeeAsStaff, mayTrack } from './issues.policy.ts';
import { issuesProjection, UNDOABLE } from './issues.projection.ts';
import { issuesRoutes, type IssueLimits } from './issues.routes.ts';
import { command, type Command, type Done } from './issues.service.ts';
import { issuesSocket } from './issues.socket.ts';
import * as views from './issues.views.repo.ts';
import { changeWishes, type WishesChange } from './issues.wishes.ts';
import type { IssueWorld } from './issues.world.ts';

export type { Batch, BatchAnswer, BatchCommand } from './issues.batch.ts';
export type { Command, Done } from './issues.service.ts';
export type { Filing } from './issues.filing.ts';
export type { Note } from './issues.notes.ts';
export type { WishesChange } from './issues.wishes.ts';
export type { IssueWorld } from './issues.world.ts';
export { keyOwner } from './issues.policy.ts';
export { issueRoom } from './issues.socket.ts';
export { CARD_JSON, columnOf, toColumn } from './issues.columns.ts';
export { exportIssues, type ExportedIssue } from './issues.export.repo.ts';

/** What other features, the screens' server side and the tests may do with issues. */
export interface Issues {
  file(filing: Filing): Promise<Done>;
  command<A extends Action>(asked: Command<A>): Promise<Done>;
  /** All commands in one transaction, or none. @throws Refusal change_refused with those that stand in the way. */
  batch(asked: Batch): Promise<Done[]>;
  /** In one transaction those that can be done; the others are answered by their refusals. */
  batchOfWhatCan(asked: Batch): Promise<BatchAnswer[]>;
  note<A extends NoteAction>(asked: Note<A>): Promise<Done>;
  /** What the cards of a household's issues say of contractors, with an event on each of those not finished. */
  changeWishes(change: WishesChange): Promise<void>;
  list(query: IssueQuery, onlyContractor: string | null): Promise<{ items: IssueCard[]; next: string | null }>;
  /** How many issues wait for each reason now. */
  needCounts(): Promise<Partial<Record<NeedKind, number>>>;
  card(id: string): Promise<IssueCard>;
  /** The card, or null when this asker may not see it (any more). */
  cardFor(who: Asker, id: string): Promise<IssueCard | null>;
  /** The public view, or null when this asker may not see it (any more). */
  publicFor(who: Asker, id: string): Promise<PublicIssue | null>;
  detail(id: string): Promise<IssueDetail>;
  publicView(id: string): Promise<PublicIssue>;
  publicViews(ids: readonly string[]): Promise<PublicIssue[]>;
  /** The view that fits the asker, with the cursor to go on from. @throws Refusal not_found. */
  read(who: Asker, id: string): Promise<{ cursor: string } & ({ detail: IssueDetail } | { issue: PublicIssue })>;
  mine(who: Asker): Promise<{ cursor: string; issues: PublicIssue[] }>;
  track(who: Asker): Promise<{ cursor: string; issue: PublicIssue; scope: LinkScope; position: PublicPosition | null }>;
  /** Where the contractor is while on the way to an issue. */
  tracked(id: string): Promise<{ position: PublicPosition | null }>;
  idOfReference(ref: string): Promise<string | null>;
  /** From an id or a reference as people type it. @throws Refusal not_found. */
  idFrom(text: string): Promise<string>;
  refOf(id: string): Promise<string>;
  /** Path of a tracking link, `/t/…`. */
  link(id: string, scope: LinkScope): Promise<string>;
  readLink(token: string): Promise<LinkClaim | null>;
  /** @throws Refusal not_found or not_allowed unless the asker may pass the issue's link on. */
  mayShare(who: Asker, id: string): Promise<void>;
  revoke(id: string): Promise<void>;
}

export interface IssuesDependencies extends IssueWorld {
  feed: Feed;
  limits: IssueLimits;
  /** Cuts the sockets of a room on all nodes. */
  cut(room: string): void;
  /** The contractor's last position while it is on the way to this issue. */
  publicPosition(issueId: string): Promise<PublicPosition | null>;
}

export function createIssues(deps: IssuesDependencies): Feature & { service: Issues } {
  const { pool } = deps.database;
  const undoMs = deps.settings.undoSeconds * 1000;
  const service: Issues = {
    file: (filing) => file(deps, filing),
    command: (asked) => command(deps, asked),
    batch: (asked) => batch(deps, asked),
    batchOfWhatCan: (asked) => batchOfWhatCan(deps, asked),
    note: (asked) => note(deps, asked),
    changeWishes: (change) => changeWishes(deps, change),
    list: (query, onlyContractor) => listIssues(pool, query, deps.clock(), onlyContractor),
    needCounts: () => needCounts(pool, deps.clock()),
    async card(id) {
      const [card] = await views.cardsOf(pool, [id]);
      if (!card) throw new Refusal('not_found');
      return card;
    },
    async cardFor(who, id) {
      const subject = await views.subjectOf(pool, id);
      return subject && maySeeAsStaff(who, subject) ? service.card(id) : null;
    },
    async publicFor(who, id) {
      const subject = await views.subjectOf(pool, id);
      return subject && mayTrack(who, subject) ? service.publicView(id) : null;
    },
    async detail(id) {
      const row = await views.detailOf(pool, id, UNDOABLE, undoMs);
      if (!row) throw new Refusal('not_found');
      return row.detail;
    },
    async publicView(id) {
      const [issue] = await views.publicViewsOf(pool, [id]);
      if (!issue) throw new Refusal('not_found');
      return issue;
    },
    publicViews: (ids) => views.publicViewsOf(pool, ids),
    async read(who, id) {
      const subject = await views.subjectOf(pool, id);
      // The cursor is taken first: what changes while the view is read is sent again rather than missed.
      const cursor = await deps.feed.now();
      if (subject && maySeeAsStaff(who, subject)) return { cursor, detail: await service.detail(id) };
      if (subject && mayTrack(who, subject)) return { cursor, issue: await service.publicView(id) };
      throw new Refusal('not_found');
    },
    async mine(who) {
      const cursor = await deps.feed.now();
      return { cursor, issues: await views.ownIssues(pool, who.householdIds ?? [], who.userId ?? '') };
    },
    async track(who) {
      const cursor = await deps.feed.now();
      const id = who.issueId ?? '';
      return {
        cursor,
        issue: await service.publicView(id),
        scope: who.scope ?? 'watch',
        ...(await service.tracked(id)),
      };
    },
    tracked: async (id) => ({ position: await deps.publicPosition(id) }),
    idOfReference: (ref) => views.idOfReference(pool, ref),
    async idFrom(text) {
      if (isUuid(text)) return text;
      const ref = parseReference(text);
      const id = ref === null ? null : await service.idOfReference(ref);
      if (id === null) throw new Refusal('not_found');
      return id;
    },
    refOf: async (id) => (await service.card(id)).ref,
    async link(id, scope) {
      const token = await currentLink(pool, deps.secret, id, scope);
      if (token === null) throw new Refusal('not_found');
      return `/t/${token}`;
    },
    readLink: (token) => readLink(pool, deps.secret, token),
    async mayShare(who, id) {
      const subject = await views.subjectOf(pool, id);
      if (!subject || !(isDispatcher(who.kind as ActorKind) || mayTrack(who, subject))) throw new Refusal('not_found');
      if (who.kind === 'link' && who.scope !== 'act') throw new Refusal('not_allowed');
    },
    async revoke(id) {
      if (!(await revokeLinks(pool, id))) throw new Refusal('not_found');
      deps.cut(`link:${id}`);
    },
  };
  return {
    service,
    routes: issuesRoutes(service, deps.limits, deps.log),
    projections: [issuesProjection(pool, undoMs)],
    sockets: [issuesSocket(pool)],
  };
}

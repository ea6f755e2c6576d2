import { abilitiesOf, type Who } from '@dispatch/shared/access/abilities';
import type { Action, NoteAction } from '@dispatch/shared/issues/lifecycle';
import type { Asker } from '../../platform/http/route.ts';
import type { Issues } from '../issues/index.ts';
import type { Frame } from './demo.frame.ts';
import type { HistoryActor, HistoryIssue, HistoryStep, TownHistory } from './town/history.types.ts';

/** An issues service whose clock the replay sets. */
export interface ReplayIssues {
  issues: Pick<Issues, 'file' | 'command' | 'note'>;
  setClock(now: number): void;
}

const NOTES: ReadonlySet<string> = new Set<NoteAction>(['comment', 'call', 'mark']);

/**
 * Lives the town's weeks through the same services that people use, each step at its own time, so that the history can
 * hold nothing that could not have happened. Issues are independent but for merges; several services work side by side.
 */
export async function replayHistory(
  history: TownHistory,
  frame: Frame,
  services: readonly ReplayIssues[],
): Promise<void> {
  const ids: string[] = [];
  const versions = new Map<string, number>();
  const [first] = services;
  if (!first) throw new RangeError('expected at least one service to replay with');
  // Filed one after the other: numbers rise with time.
  for (const [index, issue] of history.issues.entries()) {
    first.setClock(issue.filedAt);
    const done = await first.issues.file({
      who: askerOf(issue.filedBy, frame),
      app: appOf(issue.filedBy),
      key: keyOf(index),
      input: filingOf(issue, frame),
    });
    ids.push(done.issueId);
    versions.set(done.issueId, done.version);
  }

  async function take(service: ReplayIssues, index: number, step: HistoryStep): Promise<void> {
    const issueId = ids[index];
    const version = issueId === undefined ? undefined : versions.get(issueId);
    if (issueId === undefined || version === undefined)
      throw new RangeError(`expected a filed issue, got number ${String(index)}`);
    service.setClock(step.at);
    const who = askerOf(step.actor, frame);
    const app = appOf(step.actor);
    if (NOTES.has(step.action)) {
      await service.issues.note({
        who,
        issueId,
        action: step.action as NoteAction,
        input: step.input as never,
        key: null,
        app,
      });
      return;
    }
    const input = { version, ...inputOf(step, frame, ids) };
    const done = await service.issues.command({
      who,
      issueId,
      action: step.action as Action,
      input: input,
      key: null,
      app,
    });
    versions.set(issueId, done.version);
  }

  const queues = groupsOf(history.issues);
  await Promise.all(
    services.map(async (service) => {
      for (let group = queues.pop(); group !== undefined; group = queues.pop()) {
        const steps = group.flatMap((index) => history.issues[index]!.steps.map((step) => ({ index, step })));
        for (const { index, step } of steps.toSorted((a, b) => a.step.at - b.step.at)) await take(service, index, step);
      }
    }),
  );
}

/** Issues that are merged live together with what they are merged into. */
function groupsOf(issues: readonly HistoryIssue[]): number[][] {
  const groups = new Map<number, number[]>();
  const leader = issues.map((_, index) => index);
  issues.forEach((issue, index) => {
    const merge = issue.steps.find((step) => step.action === 'merge');
    if (merge?.action === 'merge') leader[index] = leader[merge.input.into]!;
  });
  leader.forEach((lead, index) => groups.set(lead, [...(groups.get(lead) ?? []), index]));
  return [...groups.values()];
}

/** The same town filed twice is filed once. */
function keyOf(index: number): string {
  return `demo${index.toString(16)}`.replace(/[^0-9a-f]/g, '0').padStart(32, '0');
}

function askerOf(actor: HistoryActor, frame: Frame): Asker {
  const who = whoOf(actor, frame);
  return { ...who, name: null, sessionId: null, address: '', ability: abilitiesOf(who) };
}

function whoOf(actor: HistoryActor, frame: Frame): Who {
  switch (actor.kind) {
    case 'household':
      return { kind: 'household', householdIds: [frame.households[actor.household]!] };
    case 'operator':
      return { kind: 'operator', userId: frame.operators[actor.operator]! };
    case 'contractor': {
      const { id, userId } = frame.contractors[actor.contractor]!;
      return { kind: 'contractor', userId, contractorId: id };
    }
    case 'system':
      return { kind: 'system' };
  }
}

function appOf({ kind }: HistoryActor): string {
  return { household: 'home', operator: 'desk', contractor: 'field', system: 'system' }[kind];
}

function filingOf(issue: HistoryIssue, frame: Frame) {
  const member = issue.callback ? { contact: { phone: '+49 5555 0199' } } : {};
  return {
    categoryId: frame.categories[issue.category],
    title: issue.title,
    description: issue.description,
    answers: issue.callback ? {} : issue.answers,
    urgency: issue.urgency,
    householdId: frame.households[issue.household]!,
    place: issue.place,
    lat: issue.lat,
    lon: issue.lon,
    ...(issue.callback && { callback: true }),
    ...member,
  };
}

/** The step's input with ids in place of the town's indices. */
function inputOf(step: HistoryStep, frame: Frame, ids: readonly string[]): Record<string, unknown> {
  switch (step.action) {
    case 'offer':
    case 'assign': {
      const { contractor, ...rest } = step.input;
      return { ...rest, contractorId: frame.contractors[contractor]!.id };
    }
    case 'triage': {
      const { category, ...rest } = step.input;
      return { ...rest, ...(category !== undefined && { categoryId: frame.categories[category] }) };
    }
    case 'merge':
      return { into: ids[step.input.into]!, reason: step.input.reason };
    default:
      return { ...step.input };
  }
}

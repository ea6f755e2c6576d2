/** What happened, as people say it: for the history, for conflicts, for announcements. */
import { formatMoment } from '@dispatch/base/lib/time';
import { CALL_WORDS } from '@dispatch/shared/issues/calls';
import type { Action, Echo, NoteAction } from '@dispatch/shared/issues/lifecycle';
import { countOf } from '@dispatch/base/lib/count';
import { RELATED_WORDS, type RelatedHow } from '@dispatch/shared/issues/relation';
import type { IssueEvent } from '@dispatch/shared/issues/views';

type Happening = Action | NoteAction | Echo | 'file' | 'import';

/** After a name: "Ben …". */
const PAST: Record<Happening, string> = {
  file: 'filed it',
  import: 'imported it',
  triage: 'triaged it',
  edit: 'edited it',
  split: 'split it',
  plan: 'planned it',
  pin: 'pinned it',
  wish: 'said when it suits',
  offer: 'asked a contractor',
  assign: 'assigned it',
  accept: 'accepted it',
  pass: 'passed',
  expire: 'let the offer run out',
  give_up: 'found nobody',
  withdraw: 'took it back',
  reassign: 'reassigned it',
  swap: 'swapped the contractors',
  transfer: 'handed it to a colleague',
  depart: 'set it on the way',
  arrive: 'arrived',
  hold: 'put it on hold',
  resume: 'went on',
  finish: 'finished it',
  hand_back: 'handed it back',
  ask: 'asked the household',
  answer: 'answered',
  cancel: 'cancelled it',
  reject: 'rejected it',
  merge: 'merged it',
  confirm: 'confirmed it is fixed',
  dispute: 'says it is not fixed',
  reopen: 'reopened it',
  lapse: 'closed it, nobody answered',
  settle: 'closed it',
  undo: 'undid the last step',
  comment: 'wrote',
  call: 'called',
  mark: 'marked a call',
  heard: 'noted that no answer is needed',
  claim: 'took it on',
  relate: 'linked it',
  unrelate: 'unlinked it',
  absorb: 'merged another report into this',
  release: 'took a merged report out again',
  split_off: 'split it off',
  wishes: 'changed who is preferred here',
};

/** After a reference: "J-4F7K: triaged." */
const DONE: Record<Action | NoteAction, string> = {
  triage: 'triaged',
  edit: 'changed',
  split: 'split',
  plan: 'planned',
  pin: 'pinned',
  wish: 'visiting times noted',
  offer: 'contractor asked',
  assign: 'assigned',
  accept: 'accepted',
  pass: 'passed',
  expire: 'the offer has run out',
  give_up: 'nobody found',
  withdraw: 'taken back',
  reassign: 'reassigned',
  swap: 'contractors swapped',
  transfer: 'handed to a colleague',
  depart: 'on the way',
  arrive: 'arrived',
  hold: 'on hold',
  resume: 'goes on',
  finish: 'done',
  hand_back: 'handed back',
  ask: 'household asked',
  answer: 'answered',
  cancel: 'cancelled',
  reject: 'rejected',
  merge: 'merged',
  confirm: 'confirmed as fixed',
  dispute: 'not fixed, open again',
  reopen: 'reopened',
  lapse: 'closed unanswered',
  settle: 'closed',
  undo: 'undone',
  comment: 'message sent',
  call: 'call noted',
  mark: 'mark changed',
  heard: 'needs no answer',
  claim: 'noted who takes it',
  relate: 'linked',
  unrelate: 'unlinked',
};

const KINDS: Record<IssueEvent['actor']['kind'], string> = {
  owner: 'The owner',
  admin: 'An administrator',
  operator: 'An operator',
  contractor: 'The contractor',
  household: 'The household',
  link: 'The household',
  system: 'The system',
};

/** "assigned it"; unknown words of a newer server are shown as they come. */
export function pastOf(action: string): string {
  return (PAST as Record<string, string | undefined>)[action] ?? action.replaceAll('_', ' ');
}

/** "triaged": what has been done to an issue, by whoever reads it. */
export function doneOf(action: Action | NoteAction): string {
  return DONE[action];
}

/** "asked Bo Winter": the same with the contractor's name where the event brings one. */
export function deedOf(event: Pick<IssueEvent, 'action' | 'changes'>, nameOf: (id: string) => string | null): string {
  const called = event.changes['call'];
  if (event.action === 'call' && called) return callOf(called[0], called[1], event.changes['callAt']?.[1]);
  if (event.action === 'claim' && (event.changes['claim']?.[1] ?? null) === null) return 'gave it back';
  const between = betweenIssues(event);
  if (between !== null) return between;
  const after = (event.changes['contractorId'] ?? event.changes['contractor'])?.[1];
  const name = typeof after === 'string' ? (nameOf(after) ?? after) : null;
  if (name === null) return pastOf(event.action);
  if (event.action === 'offer') return `asked ${name}`;
  if (event.action === 'assign' || event.action === 'reassign') return `${event.action}ed it to ${name}`;
  return pastOf(event.action);
}

/** "called the household: no answer"; histories from before know only `not_reached`. */
function callOf(to: unknown, outcome: unknown, againAt: unknown): string {
  const words = (CALL_WORDS as Record<string, string | undefined>)[String(outcome)] ?? 'Not reached';
  const again = typeof againAt === 'number' ? `, again at ${formatMoment(againAt, Date.now())}` : '';
  return `called the ${String(to)}: ${words.toLowerCase()}${again}`;
}

/** After a name, for what concerns another issue: "merged J-7K2M into this". Null for anything else. */
function betweenIssues({ action, changes }: Pick<IssueEvent, 'action' | 'changes'>): string | null {
  const pair = changes['other'];
  const other = pair?.[1] ?? pair?.[0];
  if (typeof other !== 'string') return null;
  const relation = changes['relation']?.[1];
  switch (action) {
    case 'relate':
      return typeof relation === 'string' && relation in RELATED_WORDS
        ? `linked it: ${RELATED_WORDS[relation as RelatedHow].toLowerCase()} ${other}`
        : `linked it with ${other}`;
    case 'unrelate':
      return `unlinked it from ${other}`;
    case 'absorb': {
      const count = changes['joined']?.[1];
      const follow =
        typeof count === 'number' ? `; ${countOf(count, 'more reporter')} follow${count === 1 ? 's' : ''}` : '';
      return `merged ${other} into this${follow}`;
    }
    case 'release':
      return `took ${other} out again: it goes its own way`;
    case 'split_off':
      return `split it off from ${other}`;
    default:
      return null;
  }
}

/** Who did it: a name where there is one. */
export function actorOf(actor: IssueEvent['actor']): string {
  return actor.name ?? KINDS[actor.kind];
}

const FIELDS: Record<string, string> = {
  status: 'Status',
  outcome: 'Outcome',
  categoryId: 'Category',
  category: 'Category',
  urgency: 'Urgency',
  districtId: 'District',
  district: 'District',
  teamId: 'Team',
  team: 'Team',
  contractorId: 'Contractor',
  contractor: 'Contractor',
  hold: 'On hold for',
  windowFrom: 'Window from',
  windowTo: 'Window to',
  plannedAt: 'Planned for',
  pinnedTo: 'Kept for',
  pinnedAt: 'Kept at',
  availableFrom: 'Suits from',
  availableTo: 'Suits until',
  flexible: 'Any day will do',
  etaAt: 'Expected',
  title: 'Title',
  description: 'Description',
  place: 'Place',
  mergedInto: 'Merged into',
};

/** The changes worth reading in a history: field, before, after. The others follow from these. */
export function changesOf(
  event: IssueEvent,
  word: (field: string, value: unknown) => string,
): { field: string; before: string; after: string }[] {
  // What it was filed with are its facts, not changes.
  if (event.action === 'file' || event.action === 'import') return [];
  return Object.entries(event.changes).flatMap(([key, [before, after]]) => {
    const field = FIELDS[key];
    return field === undefined || (before ?? null) === (after ?? null)
      ? []
      : [{ field, before: word(key, before), after: word(key, after) }];
  });
}

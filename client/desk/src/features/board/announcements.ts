/**
 * Tells screen readers what others do to the board, and everyone of an emergency that comes in. What this desk has done
 * itself is told by the deed, not here.
 */
import type { CardSource } from '@dispatch/base/live/issue-store';
import { STAGE_WORDS, type Stage } from '@dispatch/shared/issues/stage';
import type { IssueCard } from '@dispatch/shared/issues/views';

export interface AnnouncementOptions {
  /** The server's cards; what is only pending here is no news. */
  readonly source: CardSource;
  /** True for an issue this desk has a command under way for, or has just had. */
  readonly isOwn: (id: string) => boolean;
  /**
   * While this desk is filing: done when it is known which issue came of it. What is new meanwhile may be that one, and
   * is told, or not, once it is known. Null: nothing is being filed.
   */
  readonly filing?: () => Promise<void> | null;
  readonly nameOf: (contractorId: string | null) => string | null;
  readonly say: (text: string) => void;
  /** A new emergency that nobody has. */
  readonly alarm: (card: IssueCard) => void;
}

type Known = Pick<IssueCard, 'stage' | 'contractorId' | 'urgency'>;

/** More changes than this at once are a snapshot or a catch-up: reading them out would take minutes. */
const MOST = 5;
const UNASSIGNED: ReadonlySet<Stage> = new Set(['inbox', 'to_assign']);

/** Returns the way to stop. */
export function followChanges(options: AnnouncementOptions): () => void {
  const known = new Map<string, Known>();
  const learn = (card: IssueCard): void => {
    known.set(card.id, { stage: card.stage, contractorId: card.contractorId, urgency: card.urgency });
  };
  for (const card of options.source.values()) learn(card);
  return options.source.subscribe((ids) => {
    const quiet = ids.size > MOST;
    for (const id of ids) {
      const card = options.source.get(id);
      const before = known.get(id);
      if (!card) known.delete(id);
      else learn(card);
      if (quiet || !card) continue;
      const filing = before ? null : (options.filing?.() ?? null);
      if (filing === null) tell(options, card, before);
      else
        void filing.then(() => {
          tell(options, card, before);
        });
    }
  });
}

function tell(options: AnnouncementOptions, card: IssueCard, before: Known | undefined): void {
  if (options.isOwn(card.id)) return;
  const text = wordsFor(card, before, options.nameOf);
  if (text !== null) options.say(text);
  const isEmergency = card.urgency === 'emergency' && UNASSIGNED.has(card.stage);
  const wasKnown = before?.urgency === 'emergency' && UNASSIGNED.has(before.stage);
  if (isEmergency && !wasKnown) options.alarm(card);
}

function wordsFor(card: IssueCard, before: Known | undefined, nameOf: AnnouncementOptions['nameOf']): string | null {
  if (!before) return `New: ${card.ref}, ${card.title}.`;
  if (before.stage === card.stage && before.contractorId === card.contractorId) return null;
  const name = nameOf(card.contractorId);
  return `${card.ref}: ${STAGE_WORDS[card.stage].toLowerCase()}${name === null ? '' : `, ${name}`}.`;
}

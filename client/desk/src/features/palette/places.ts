/** What is named by its own name: contractors, districts, teams, columns. */
import { formatDistance } from '@dispatch/base/lib/distance';
import { announce } from '@dispatch/base/ui/announcer.svelte.ts';
import { STAGE_WORDS } from '@dispatch/shared/issues/stage';
import { suitabilityOf } from '../bulk/suitability.ts';
import { announceShown } from '../operations/desk.operations.ts';
import type { Hand } from '../operations/operation.types.ts';
import { operationOf } from '../operations/operations.ts';
import type { Entry } from './palette.svelte.ts';

export interface Places {
  readonly contractors: readonly Entry[];
  readonly show: readonly Entry[];
  readonly panels: readonly Entry[];
}

const done = (run: () => void): (() => undefined) => {
  return () => {
    run();
    return undefined;
  };
};

/** Only the names that what is typed could mean: all of them would be too many to score. */
export function placesOf(hand: Hand, text: string): Places {
  const { desk } = hand;
  const { roster, board } = desk;
  const words = text.toLowerCase().split(/\s+/);
  const isMeant = (name: string): boolean => {
    const low = name.toLowerCase();
    return words.some((word) => word.length > 1 && low.includes(word));
  };
  const filter = (change: Partial<typeof board.filter>): (() => undefined) =>
    done(() => {
      board.filter = { ...board.filter, ...change };
      announceShown(desk);
    });
  const byName = <T extends { name: string; active: boolean }>(rows: Iterable<T>): T[] =>
    [...rows].filter(({ name, active }) => active && isMeant(name));
  return {
    contractors: contractorEntries(hand, isMeant),
    show: [
      ...byName(roster.districts.values()).map(({ id, name }): Entry => ({
        id: `district:${id}`,
        label: `Only the district ${name}`,
        words: 'filter show',
        reason: null,
        choose: filter({ district: [id] }),
      })),
      ...byName(roster.teams.values()).map(({ id, name }): Entry => ({
        id: `team:${id}`,
        label: `Only the team ${name}`,
        words: 'filter show',
        reason: null,
        choose: filter({ team: [id] }),
      })),
    ],
    panels: board.columns
      .filter(({ stage }) => stage !== 'closed')
      .map(({ stage }): Entry => {
        const folded = desk.arrangement.isFolded(stage);
        return {
          id: `fold:${stage}`,
          label: `${folded ? 'Unfold' : 'Fold'} ${STAGE_WORDS[stage]}`,
          words: 'column',
          reason: null,
          choose: done(() => {
            desk.arrangement.fold(stage);
            announce(`${STAGE_WORDS[stage]} ${folded ? 'unfolded' : 'folded'}.`);
          }),
        };
      }),
  };
}

/** Going to one, asking it, assigning to it: with what speaks for it where issues are selected. */
function contractorEntries(hand: Hand, isMeant: (name: string) => boolean): Entry[] {
  const { desk, cards } = hand;
  const crew = desk.roster.crew.filter(({ name }) => isMeant(name));
  const reason = cards.length === 0 ? 'Select an issue first.' : operationOf('issue.assign').disabledReason(hand);
  const again = cards.length === 1 && reason !== null ? operationOf('issue.reassign').disabledReason(hand) : reason;
  const place = (contractorId: string, mode: 'offer' | 'assign'): (() => undefined) =>
    done(() => {
      const [card] = cards;
      if (cards.length > 1) desk.placeAll(cards, contractorId, mode);
      else if (card) void desk.deeds.place(card.id, contractorId, mode, card.version);
    });
  const what = cards.length === 1 ? (cards[0]?.ref ?? '') : `${String(cards.length)} issues`;
  return suitabilityOf(cards, crew, (id) => desk.roster.categories.get(id)).flatMap(
    ({ contractor: { id, name, skills }, fits, reason: against, metres }): Entry[] => {
      const detail = [
        cards.length > 1 ? `fits ${String(fits)} of ${String(cards.length)}` : against,
        metres === null ? null : formatDistance(metres),
      ];
      const about = {
        words: `contractor ${skills.join(' ')}`,
        detail: detail.filter((part) => part !== null).join(', '),
      };
      return [
        ...(cards.length === 0
          ? []
          : ([
              {
                ...about,
                id: `ask:${id}`,
                label: `Ask ${name} to take ${what}`,
                reason: again,
                choose: place(id, 'offer'),
              },
              {
                ...about,
                id: `assign:${id}`,
                label: `Assign ${what} to ${name}`,
                reason: again,
                choose: place(id, 'assign'),
              },
            ] satisfies Entry[])),
        {
          id: `contractor:${id}`,
          label: `Go to ${name}`,
          words: 'contractor',
          reason: null,
          choose: done(() => {
            if (desk.selection.contractorId !== id) desk.selection.contractor(id, 'search');
            if (desk.selection.issueId !== null) desk.select(null, 'search');
            announce(`${name} is shown.`);
          }),
        },
      ];
    },
  );
}

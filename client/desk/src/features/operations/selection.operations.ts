/** Picking several issues without a pointer. */
import { announce } from '@dispatch/base/ui/announcer.svelte.ts';
import { STAGE_WORDS } from '@dispatch/shared/issues/stage';
import type { Desk } from '../workspace/desk.svelte.ts';
import type { Operation } from './operation.types.ts';

/** The card that has the focus, else the one in the drawer. */
function here({ selection, board }: Desk): { id: string; column: readonly { id: string }[]; stage: string } | null {
  const id = document.activeElement?.closest<HTMLElement>('[data-card]')?.dataset['card'] ?? selection.issueId;
  const card = id === null ? undefined : board.get(id);
  if (!card) return null;
  return { id: card.id, column: board.column(card.stage).cards, stage: STAGE_WORDS[card.stage] };
}

const NO_CARD = 'Go to a card first.';

export const SELECTION_OPERATIONS: readonly Operation[] = [
  {
    id: 'selection.toggle',
    section: 'selection',
    label: 'Pick the card or marker, or put it back',
    key: 'Space',
    words: 'select several multi',
    available: () => true,
    disabledReason: ({ desk }) => (here(desk) ? null : NO_CARD),
    run: ({ desk }) => {
      const card = here(desk);
      if (card) desk.toggle(card.id);
    },
  },
  {
    id: 'selection.column',
    section: 'selection',
    label: 'Pick all of the column',
    key: 'Ctrl A',
    words: 'select everything',
    available: () => true,
    disabledReason: ({ desk }) => (here(desk) ? null : NO_CARD),
    run: ({ desk }) => {
      const card = here(desk);
      if (!card) return;
      desk.pick(card.column.map(({ id }) => id));
    },
  },
  {
    id: 'selection.shown',
    section: 'selection',
    label: 'Pick everything the filter shows',
    words: 'select all district team',
    available: () => true,
    disabledReason: ({ desk }) => (desk.board.shown > 0 ? null : 'The filter shows nothing.'),
    run: ({ desk }) => {
      desk.pick(Array.from(desk.board.values(), ({ id }) => id));
    },
  },
  {
    id: 'selection.view',
    section: 'selection',
    label: 'Pick everything the map shows',
    words: 'select all lasso area view',
    available: () => true,
    disabledReason: ({ desk }) => (desk.issuesInView === null ? 'The map is hidden.' : null),
    run: ({ desk }) => {
      desk.pick(desk.issuesInView?.() ?? []);
    },
  },
  {
    id: 'selection.district',
    section: 'selection',
    label: 'Pick all of the selected issue’s district',
    words: 'select area',
    available: () => true,
    disabledReason: ({ cards: [card] }) =>
      card === undefined ? 'Select an issue first.' : card.districtId === null ? 'It is in no district.' : null,
    run: ({ desk, cards: [card] }) => {
      const inDistrict = [...desk.board.values()].filter(({ districtId }) => districtId === card?.districtId);
      desk.pick(inDistrict.map(({ id }) => id));
    },
  },
  {
    id: 'selection.clear',
    section: 'selection',
    label: 'Let go of all that is picked',
    words: 'unselect none',
    available: () => true,
    disabledReason: ({ desk }) => (desk.selection.several.size > 0 ? null : 'Nothing is picked.'),
    run: ({ desk }) => {
      desk.pickNone();
    },
  },
  {
    id: 'selection.result',
    section: 'selection',
    label: 'What became of each of several',
    words: 'bulk results list',
    available: ({ desk }) => desk.bulk.run !== null,
    disabledReason: () => null,
    run: ({ desk }) => {
      desk.bulk.open = true;
      announce('Results shown.');
    },
  },
];

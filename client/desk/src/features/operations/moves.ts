/** Keys that move rather than do: heard by the panel they belong to, told in the help. */
export const MOVES: readonly (readonly [key: string, what: string])[] = [
  ['← ↑ → ↓', 'From card to card, from marker to marker'],
  ['Home End', 'To the first and the last card of the column'],
  ['Shift ↑ ↓', 'Pick the cards on the way'],
  ['Enter', 'Open the card'],
  ['Tab', 'To the next part: columns, map, contractors, drawer'],
  ['← →', 'On the line between two panels: resize; Enter puts it back'],
];

/** Keys that move rather than do: heard by the panel they belong to, told in the help. */
export const MOVES: readonly (readonly [key: string, what: string])[] = [
  ['← ↑ → ↓', 'From card to card, from marker to marker'],
  ['PgUp PgDn', 'In the list: a page of rows; with Ctrl, Home and End go to the first and the last row'],
  ['1 … 9', 'In the list: your saved filters; elsewhere with Shift'],
  ['Shift ← →', 'On a header of the list: narrower, wider; with Ctrl it moves; Enter sorts'],
  ['Home End', 'To the first and the last card of the column'],
  ['Shift ↑ ↓', 'Pick the cards on the way'],
  ['Enter', 'Open the card'],
  ['Tab', 'To the next part: columns, map, contractors, drawer'],
  ['T', 'On the timeline: place the job anew; ↑ ↓ who, ← → when, Enter puts it there'],
  ['+ − 0', 'On the timeline: more detail, more time, the working hours'],
  ['← →', 'On the line between two panels: resize; Enter puts it back'],
];

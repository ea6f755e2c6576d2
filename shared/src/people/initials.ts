/** Two letters for a person: the first of the first and of the last name, or the first two of a single one. */
export function initialsOf(name: string): string {
  const words = name
    .trim()
    .split(/\s+/)
    .filter((word) => /\p{L}|\p{N}/u.test(word));
  const letters = (word = ''): string[] =>
    Array.from(word.normalize('NFC')).filter((letter) => /\p{L}|\p{N}/u.test(letter));
  const first = letters(words[0]);
  const chosen = words.length > 1 ? [first[0], letters(words.at(-1))[0]] : first.slice(0, 2);
  return chosen.join('').toUpperCase() || '?';
}

/** Colours of people on map and strip: apart from each other, and dark enough for white letters (contrast ≥ 4.5). */
export const PERSON_COLOURS = [
  '#1d5fbf',
  '#b3261e',
  '#1b7a3d',
  '#8a3ffc',
  '#a15c00',
  '#00718a',
  '#ad1f74',
  '#4f6b00',
  '#5b4bc4',
  '#c02942',
  '#006d5b',
  '#7a4a2b',
  '#375a7f',
  '#8e2a9e',
  '#606c38',
  '#9c3d00',
] as const;

/** The colour that the fewest of the given people have; the first of these. */
export function freeColour(taken: readonly string[]): string {
  const uses = (colour: string): number => taken.filter((other) => other.toLowerCase() === colour).length;
  return PERSON_COLOURS.reduce<string>(
    (best, colour) => (uses(colour) < uses(best) ? colour : best),
    PERSON_COLOURS[0],
  );
}

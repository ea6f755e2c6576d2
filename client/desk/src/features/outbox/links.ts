/** The parts of a mail's text: plain, or a link of our own. */
export interface Part {
  readonly text: string;
  readonly href?: string;
}

/** Splits a mail at its web addresses. Text stays text: nothing in a mail can become markup. */
export function partsOf(text: string): Part[] {
  return text
    .split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/)
    .flatMap((part, i) => (part === '' ? [] : [i % 2 === 1 ? { text: part, href: part } : { text: part }]));
}

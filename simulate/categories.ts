/** Under which category of the board a request is filed, and what its questions are answered with. */
import type { Category, Question } from '@dispatch/shared/board/reference';
import type { DayCategory, DayRequest } from './day.types.ts';

/** Words that mean the same trouble in different cities' lists. */
const SAME: readonly (readonly [RegExp, RegExp])[] = [
  [/\b(trees?|branch|stump)/i, /\b(trees?|branch|green)\b/i],
  [/street light|lamp|lighting/i, /light|lamp/i],
  [/pothole|highway|sidewalk|road|pave|bridge/i, /pothole|\broad|\bstreet\b/i],
  [/drain|catch ?basin|sewer|flood/i, /drain|sewer/i],
  [/water|hydrant|leak/i, /water|plumb/i],
  [/electric|power|signal|outage/i, /power|electric/i],
  [/graffiti/i, /graffiti/i],
  [/trash|waste|sanit|recycl|litter|dump|bulk|clean/i, /waste|clean/i],
  [/heat/i, /heat/i],
  [/\bgas\b/i, /\bgas\b/i],
  [/lock|door/i, /lock|door/i],
  [/window|housing|building/i, /window|building/i],
];

/**
 * The board's category for a request: the one of the same name or code, else one of the same trouble by its words, else
 * one of the same skills, else the first.
 *
 * @param categories active ones.
 */
export function categoryFor(wanted: DayCategory, categories: readonly Category[]): Category | undefined {
  const name = wanted.name.toLowerCase();
  const same = categories.find((one) => one.name.toLowerCase() === name || one.code === wanted.code);
  if (same) return same;
  const words = `${wanted.name} ${wanted.group}`;
  for (const [theirs, ours] of SAME) {
    const found = theirs.test(words) ? categories.find((one) => ours.test(one.name)) : undefined;
    if (found) return found;
  }
  return categories.find(({ skills }) => skills.some((skill) => wanted.skills.includes(skill))) ?? categories[0];
}

/** Answers for the questions that must be answered; those of the request where they fit. */
export function answersFor(
  { answers }: DayRequest,
  { questions }: Category,
): Record<string, string | number | boolean> {
  return Object.fromEntries(
    questions.flatMap((question) => {
      const given = answers[question.id];
      if (given !== undefined && fits(question, given)) return [[question.id, given] as const];
      return question.required ? [[question.id, likely(question)] as const] : [];
    }),
  );
}

function fits({ kind, options }: Question, given: string | number | boolean): boolean {
  if (kind === 'choice') return options?.includes(String(given)) ?? true;
  return kind === 'yesno' ? typeof given === 'boolean' : kind === 'number' ? typeof given === 'number' : true;
}

function likely({ kind, options }: Question): string | number | boolean {
  if (kind === 'choice') return options?.[0] ?? 'Other';
  return kind === 'yesno' ? true : kind === 'number' ? 1 : 'As far as can be seen, yes.';
}

/** A category's questions while they are being edited. */
import type { Question } from '@dispatch/shared/board/reference';

export interface DraftQuestion {
  id: string;
  text: string;
  kind: Question['kind'];
  /** One on each line. */
  options: string;
  required: boolean;
}

export const KIND_WORDS: Record<Question['kind'], string> = {
  choice: 'One of several',
  yesno: 'Yes or no',
  number: 'A number',
  text: 'A few words',
};

export function draftOf({ id, text, kind, options, required }: Question): DraftQuestion {
  return { id, text, kind, options: (options ?? []).join('\n'), required };
}

export function questionOf({ id, text, kind, options, required }: DraftQuestion): Question {
  const lines = options
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return { id, text: text.trim(), kind, ...(kind === 'choice' && { options: lines }), required };
}

/** An id for a new question that none of the others has; answers are kept under it, so it never changes again. */
export function nextId(questions: readonly Pick<DraftQuestion, 'id'>[]): string {
  let n = questions.length + 1;
  while (questions.some(({ id }) => id === `q${String(n)}`)) n += 1;
  return `q${String(n)}`;
}

/** A copy with the one at `from` moved by `steps`; at the ends nothing happens. */
export function moved<T>(list: readonly T[], from: number, steps: number): T[] {
  const to = from + steps;
  const copy = [...list];
  if (to < 0 || to >= list.length) return copy;
  copy.splice(to, 0, ...copy.splice(from, 1));
  return copy;
}

/** A code for the address of a category's form, from its name: "Water & heating" → "water-heating". */
export function codeOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');
}

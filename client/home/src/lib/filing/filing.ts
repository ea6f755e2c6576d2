/** From the report form to `POST /issues`. */
import { textOf } from '#lib/forms/rejection.ts';
import type { Category, Question } from '@dispatch/shared/board/reference';
import type { FileIssue } from '@dispatch/shared/issues/schema';
import { URGENCIES } from '@dispatch/shared/issues/status';

/** The name of a question's field. */
export const fieldOf = (question: Question): string => `answers.${question.id}`;

function answerOf(question: Question, form: FormData): string | number | boolean | null {
  const text = textOf(form, fieldOf(question));
  if (text === '') return null;
  if (question.kind === 'yesno') return text === 'yes';
  return question.kind === 'number' && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** A coordinate from a hidden field; null when it is empty or no number. */
function degrees(form: FormData, name: string): number | null {
  const text = textOf(form, name);
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : null;
}

/** What the visitor filled in; the server checks it. Empty fields are left out. */
export function filingOf(category: Category, form: FormData): FileIssue {
  const answers: Record<string, string | number | boolean> = {};
  for (const question of category.questions) {
    const answer = answerOf(question, form);
    if (answer !== null) answers[question.id] = answer;
  }
  const callback = textOf(form, 'callback') === 'yes';
  const elsewhere = textOf(form, 'where') !== 'home';
  const lat = degrees(form, 'lat');
  const lon = degrees(form, 'lon');
  const description = textOf(form, 'description');
  const place = textOf(form, 'place');
  const urgency = URGENCIES.find((known) => known === textOf(form, 'urgency'));
  const contact = contactOf(form);
  return {
    categoryId: category.id,
    ...(description === '' ? {} : { description }),
    ...(Object.keys(answers).length === 0 || callback ? {} : { answers }),
    ...(urgency === undefined ? {} : { urgency }),
    ...(elsewhere && place !== '' ? { place } : {}),
    ...(elsewhere && lat !== null && lon !== null ? { lat, lon } : {}),
    ...(Object.keys(contact).length === 0 ? {} : { contact }),
    ...(callback ? { callback } : {}),
  };
}

function contactOf(form: FormData): NonNullable<FileIssue['contact']> {
  const contact: NonNullable<FileIssue['contact']> = {};
  for (const name of ['name', 'phone', 'email'] as const) {
    const value = textOf(form, `contact.${name}`);
    if (value !== '') contact[name] = value;
  }
  return contact;
}

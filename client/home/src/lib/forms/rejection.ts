import type { Problem } from '@dispatch/shared/errors';
import type { PageAnswer } from '@dispatch/shared/protocol/pages';

/** What a form shows when it was not taken: why, what to do, which fields, and everything that had been typed. */
export interface Rejection {
  readonly sentence: string;
  readonly next: string;
  /** Reasons by field name. */
  readonly fields: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, string>>;
  /** Which of several forms on the page. */
  readonly form?: string;
  readonly status: number;
}

/** Never sent back to the page. */
const SECRET = new Set(['password', 'current']);

/** The typed values of a form, without passwords. */
export function valuesOf(form: FormData): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of form) if (typeof value === 'string' && !SECRET.has(name)) values[name] = value;
  return values;
}

export function rejectionOf(problem: Problem, form: FormData, name?: string): Rejection {
  return {
    sentence: problem.detail,
    next: problem.next,
    fields: Object.fromEntries((problem.fields ?? []).map(({ field, reason }) => [field, reason])),
    values: valuesOf(form),
    status: problem.status,
    ...(name === undefined ? {} : { form: name }),
  };
}

/** The rejection of an answer, or null when it was done. */
export function rejected(answer: PageAnswer, form: FormData, name?: string): Rejection | null {
  return answer.ok ? null : rejectionOf(answer.problem, form, name);
}

/** A text field of a form, trimmed; '' when it is missing. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}

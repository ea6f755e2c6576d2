import type { DayChanged, ErrorCode, FieldFault, Problem, RefusedCommand } from '@dispatch/shared/errors';
import { ERRORS, nextOf, sentenceOf } from '@dispatch/shared/errors';

/** What a command or request ends with when it is not done. Carries a code of the table in shared/errors. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, string | number>;
  readonly fields: FieldFault[] | undefined;
  readonly conflict: Problem['conflict'] | undefined;
  readonly commands: RefusedCommand[] | undefined;
  readonly days: DayChanged[] | undefined;

  constructor(
    code: ErrorCode,
    more: {
      details?: Record<string, string | number>;
      fields?: FieldFault[];
      conflict?: NonNullable<Problem['conflict']>;
      commands?: RefusedCommand[];
      days?: DayChanged[];
    } = {},
  ) {
    super(sentenceOf(code, more.details));
    this.name = 'Refusal';
    this.code = code;
    this.details = more.details ?? {};
    this.fields = more.fields;
    this.conflict = more.conflict;
    this.commands = more.commands;
    this.days = more.days;
  }

  /** RFC 9457 problem+json. */
  toProblem(): Problem {
    const { status } = ERRORS[this.code];
    const seconds = this.details['seconds'];
    return {
      type: `/docs/errors#${this.code}`,
      title: sentenceOf(this.code, this.details),
      status,
      code: this.code,
      detail: sentenceOf(this.code, this.details),
      next: nextOf(this.code, this.details),
      ...(this.fields && { fields: this.fields }),
      ...(this.conflict && { conflict: this.conflict }),
      ...(this.commands && { commands: this.commands }),
      ...(this.days && { days: this.days }),
      ...(typeof seconds === 'number' && { retryAfterSeconds: seconds }),
    };
  }
}

/** A refusal for one wrong field. */
export function invalidField(field: string, code: string, reason: string): Refusal {
  return new Refusal('invalid', { fields: [{ field, code, reason }] });
}

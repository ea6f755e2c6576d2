export type PlanErrorCode = 'unknown' | 'twice' | 'invalid' | 'locked';

/** Something asked of a plan that cannot be; the plan is as it was. */
export class PlanError extends Error {
  readonly code: PlanErrorCode;

  constructor(code: PlanErrorCode, message: string) {
    super(message);
    this.name = 'PlanError';
    this.code = code;
  }
}

/** One form on its way to the server: whether it is being sent, and what was wrong with it. */
import { api, explainAnswer, faultOf, type Answer, type Request } from '@dispatch/base/lib/api';

export class Saving {
  busy = $state(false);
  answer = $state.raw<Answer<unknown> | undefined>(undefined);

  /** What went wrong, in words; null while nothing did. */
  get fault(): { sentence: string; next: string; more: readonly string[] } | null {
    const { answer } = this;
    if (!answer || answer.kind === 'done') return null;
    // Faults deep inside a list have no field of their own to stand beside.
    const more =
      answer.kind === 'invalid'
        ? answer.fields.filter(({ field }) => field.includes('.') || field === '').map(({ reason }) => reason)
        : [];
    return { ...explainAnswer(answer), more: [...new Set(more)] };
  }

  /** Why a field was not taken, by its dotted path. */
  of(field: string): string | undefined {
    return faultOf(this.answer, field);
  }

  /** @returns what the server made of it; null when it was not taken, which the form then shows */
  async send<T>(path: string, method: NonNullable<Request['method']>, body: unknown): Promise<T | null> {
    return this.run(() => api<T>(path, { method, body, app: 'desk' }));
  }

  async run<T>(ask: () => Promise<Answer<T>>): Promise<T | null> {
    if (this.busy) return null;
    this.busy = true;
    const answer = await ask();
    this.busy = false;
    this.answer = answer;
    return answer.kind === 'done' ? answer.value : null;
  }
}

/** The fields that differ, for a PATCH that leaves alone what someone else may have changed meanwhile. */
export function changed<T extends object>(before: Partial<T>, after: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(after).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key as keyof T])),
  ) as Partial<T>;
}

/** What is left empty is nothing. */
export function orNull(text: string): string | null {
  const trimmed = text.trim();
  return trimmed === '' ? null : trimmed;
}

/** Whom the household of the issue in the drawer asks for and does not want, and whom the system prefers there. */
import { api, explainAnswer } from '@dispatch/base/lib/api';
import { announce } from '@dispatch/base/ui/announcer.svelte.ts';
import type { HouseholdWishes, Wish } from '@dispatch/shared/wishes/wish';
import { toast } from 'svelte-sonner';

export class WishesOf {
  readonly householdId: string;
  wishes = $state.raw<HouseholdWishes | null>(null);
  /** Why they are not shown. */
  fault = $state<string | null>(null);
  busy = $state(false);
  #turn = 0;

  constructor(householdId: string) {
    this.householdId = householdId;
  }

  async load(): Promise<void> {
    const turn = ++this.#turn;
    const answer = await api<HouseholdWishes>(`/households/${this.householdId}/wishes`);
    if (turn !== this.#turn) return;
    this.fault = answer.kind === 'done' ? null : explainAnswer(answer).sentence;
    if (answer.kind === 'done') this.wishes = answer.value;
  }

  /** @param wish null takes it back */
  async set(contractorId: string, wish: Wish | null, words: string): Promise<void> {
    this.busy = true;
    const turn = ++this.#turn;
    const answer = await api<HouseholdWishes>(`/households/${this.householdId}/wishes/${contractorId}`, {
      method: 'PUT',
      body: { wish },
      app: 'desk',
    });
    this.busy = false;
    if (answer.kind === 'done') {
      if (turn === this.#turn) this.wishes = answer.value;
      announce(words);
    } else {
      const { sentence, next } = explainAnswer(answer);
      toast.error(sentence, { description: next });
      announce(`${sentence} ${next}`, 'urgent');
    }
  }
}

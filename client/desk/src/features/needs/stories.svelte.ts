/** What the queue tells beyond the cards: read once for each entry that is looked at, and again when the issue changes. */
import { api } from '@dispatch/base/lib/api';
import type { IssueCard, IssueDetail } from '@dispatch/shared/issues/views';

/** So many are read at once; the queue is looked at from the top. */
const AT_ONCE = 4;

export class Stories {
  #read = $state.raw<ReadonlyMap<string, IssueDetail>>(new Map());
  readonly #waiting = new Map<string, number>();
  readonly #asked = new Map<string, number>();
  readonly #fetch: (id: string) => Promise<IssueDetail | null>;
  #underWay = 0;

  constructor(
    fetch: (id: string) => Promise<IssueDetail | null> = async (id) => {
      const answer = await api<{ detail: IssueDetail }>(`/issues/${id}`);
      return answer.kind === 'done' ? answer.value.detail : null;
    },
  ) {
    this.#fetch = fetch;
  }

  /** What is known of the issue; older than the card while it is being read anew. */
  of(id: string): IssueDetail | undefined {
    return this.#read.get(id);
  }

  /** The entry is being looked at. */
  want({ id, rev }: Pick<IssueCard, 'id' | 'rev'>): void {
    if ((this.#asked.get(id) ?? -1) >= rev) return;
    this.#asked.set(id, rev);
    this.#waiting.set(id, rev);
    this.#next();
  }

  #next(): void {
    if (this.#underWay >= AT_ONCE) return;
    const [first] = this.#waiting.keys();
    if (first === undefined) return;
    this.#waiting.delete(first);
    this.#underWay += 1;
    void this.#fetch(first)
      .then((detail) => {
        if (detail) this.#read = new Map(this.#read).set(first, detail);
        // Not read: the next look asks again.
        else this.#asked.delete(first);
      })
      .finally(() => {
        this.#underWay -= 1;
        this.#next();
      });
    this.#next();
  }
}

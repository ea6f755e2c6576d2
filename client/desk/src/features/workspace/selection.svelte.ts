/** Where a selection was made; the other panels bring it into view, that one leaves its scroll alone. */
export type Origin = 'kanban' | 'map' | 'strip' | 'drawer' | 'search' | 'link' | 'queue';

/** What is selected anywhere is selected everywhere. */
export class Selection {
  issueId = $state<string | null>(null);
  contractorId = $state<string | null>(null);
  origin = $state<Origin | null>(null);

  issue(id: string | null, origin: Origin): void {
    this.issueId = id;
    this.origin = origin;
  }

  contractor(id: string | null, origin: Origin): void {
    this.contractorId = this.contractorId === id ? null : id;
    this.origin = origin;
  }
}

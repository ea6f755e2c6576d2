/** Where one is in the grid, kept on its issue while rows come and go above it (ARIA grid, focus by active descendant). */
import type { IssueCard } from '@dispatch/shared/issues/views';

/** Row of the headers. */
export const HEADER = -1;

export class GridCursor {
  /** Index among the rows; HEADER for the column headers. */
  row = $state(0);
  column = $state(0);
  #id: string | null = null;

  /** Follows the issue one is on; where it has gone, the place stays. */
  follow(rows: readonly IssueCard[], columns: number): void {
    this.column = Math.min(this.column, Math.max(0, columns - 1));
    if (this.row === HEADER) return;
    if (rows[this.row]?.id === this.#id) return;
    const at = this.#id === null ? -1 : rows.findIndex(({ id }) => id === this.#id);
    this.row = at >= 0 ? at : Math.max(0, Math.min(this.row, rows.length - 1));
    this.#id = rows[this.row]?.id ?? null;
  }

  /** The nearest row there is, the first where none has come yet; above it the headers. */
  goTo(row: number, rows: readonly IssueCard[]): void {
    this.row = row < 0 ? HEADER : Math.max(0, Math.min(row, rows.length - 1));
    this.#id = this.row === HEADER ? null : (rows[this.row]?.id ?? null);
  }

  /**
   * Moves by a key.
   *
   * @param page rows that fit on the screen
   * @returns false for a key that does not move
   */
  move(
    event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>,
    rows: readonly IssueCard[],
    columns: number,
    page: number,
  ): boolean {
    const whole = event.ctrlKey || event.metaKey;
    const last = Math.max(0, rows.length - 1);
    switch (event.key) {
      case 'ArrowDown':
        this.goTo(whole ? last : this.row + 1, rows);
        return true;
      case 'ArrowUp':
        this.goTo(whole ? 0 : this.row - 1, rows);
        return true;
      case 'PageDown':
        this.goTo(this.row + page, rows);
        return true;
      case 'PageUp':
        this.goTo(Math.max(0, this.row - page), rows);
        return true;
      case 'ArrowLeft':
      case 'ArrowRight':
        this.column = Math.max(0, Math.min(columns - 1, this.column + (event.key === 'ArrowLeft' ? -1 : 1)));
        return true;
      case 'Home':
        if (whole) this.goTo(0, rows);
        this.column = 0;
        return true;
      case 'End':
        if (whole) this.goTo(last, rows);
        this.column = columns - 1;
        return true;
      default:
        return false;
    }
  }
}

/** What can be seen, so that it stays where it is when rows come in above it. */
export class Anchor {
  #seen: { id: string; top: number }[] = [];

  /** @param top pixels scrolled; @param height of a row */
  take(rows: readonly IssueCard[], top: number, visible: number, height: number): void {
    this.#seen = [];
    // At the top one wants to see what comes in.
    if (top <= 0) return;
    const first = Math.floor(top / height);
    for (let at = first; at < Math.min(rows.length, first + visible); at += 1) {
      const id = rows[at]?.id;
      if (id !== undefined) this.#seen.push({ id, top: at * height - top });
    }
  }

  /** @returns how far to scroll for the first seen row that is still there to stand where it stood; null: as it is */
  place(rows: readonly IssueCard[], height: number): number | null {
    if (this.#seen.length === 0) return null;
    const at = new Map(rows.map(({ id }, index) => [id, index]));
    for (const { id, top } of this.#seen) {
      const index = at.get(id);
      if (index !== undefined) return index * height - top;
    }
    return null;
  }
}

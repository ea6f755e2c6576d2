/**
 * Notes on the page's performance timeline how many issues a part of the screen shows: read by traces in the browser's
 * tools and by `npm run bench -- board`.
 */
export function markShown(part: 'board' | 'map', issues: number): void {
  const name = `shown:${part}`;
  performance.clearMarks(name);
  performance.mark(name, { detail: issues });
}

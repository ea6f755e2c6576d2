/** How many of something, in words: `1 issue`, `3 issues`. @param many the plural, where it is not the singular and an s */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${String(count)} ${count === 1 ? one : many}`;
}

/** How often: `once`, `twice`, `3 times`. */
export function timesOf(count: number): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : `${String(count)} times`;
}

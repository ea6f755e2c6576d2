/** Stretches of time: put together, cut. Both ends are Unix ms; the end does not belong to it. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** As few stretches as cover the same time, in order. */
export function joined(spans: readonly Span[]): Span[] {
  const out: { from: number; until: number }[] = [];
  for (const { from, until } of spans.toSorted((a, b) => a.from - b.from)) {
    const last = out.at(-1);
    if (last && from <= last.until) last.until = Math.max(last.until, until);
    else out.push({ from, until });
  }
  return out;
}

/** What is left of a stretch without others, in order. @param away in order of their beginnings */
export function cut({ from, until }: Span, away: readonly Span[]): Span[] {
  const left: Span[] = [];
  let at = from;
  for (const gone of away) {
    if (gone.until <= at || gone.from >= until) continue;
    if (gone.from > at) left.push({ from: at, until: gone.from });
    at = Math.max(at, gone.until);
  }
  if (at < until) left.push({ from: at, until });
  return left;
}

/** Stretches with others added: what touches becomes one, the rest stands as it is. In order. */
export function addTo<S extends Span>(spans: readonly S[], added: readonly S[], merge: (a: S, b: S) => S): S[] {
  let out = [...spans];
  for (const one of added) {
    const touches = (other: S): boolean => other.from <= one.until && one.from <= other.until;
    out = [...out.filter((other) => !touches(other)), out.filter(touches).reduce(merge, one)];
  }
  return out.sort((a, b) => a.from - b.from);
}

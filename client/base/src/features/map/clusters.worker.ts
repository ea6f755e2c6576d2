/** Gathers issues into clusters in a thread of its own, so that ten thousand of them never hold up the page. */
import { Clusters, type Level, type Points } from './clusters.ts';

/** What the page asks. `generation` counts the lists of issues it has sent; the last two are kept. */
export type ClusterQuestion =
  | { readonly kind: 'fill'; readonly generation: number; readonly points: Points; readonly scale: number }
  | { readonly kind: 'level'; readonly generation: number; readonly zoom: number }
  | { readonly kind: 'opens' | 'members'; readonly ask: number; readonly generation: number; readonly node: number };

export type ClusterAnswer =
  | { readonly kind: 'level'; readonly generation: number; readonly level: Level }
  /** Null: of a list of issues that has long been replaced. */
  | { readonly kind: 'opens'; readonly ask: number; readonly value: number | null }
  | { readonly kind: 'members'; readonly ask: number; readonly value: readonly number[] | null };

const kept = new Map<number, Clusters>();

function answer(question: ClusterQuestion): ClusterAnswer | null {
  if (question.kind === 'fill') {
    kept.set(question.generation, new Clusters(question.points, question.scale));
    kept.delete(question.generation - 2);
    return null;
  }
  const clusters = kept.get(question.generation);
  if (question.kind === 'level')
    return clusters ? { kind: 'level', generation: question.generation, level: clusters.level(question.zoom) } : null;
  const { ask, node } = question;
  return question.kind === 'opens'
    ? { kind: 'opens', ask, value: clusters?.opensAt(node) ?? null }
    : { kind: 'members', ask, value: clusters?.members(node) ?? null };
}

addEventListener('message', ({ data }: MessageEvent<ClusterQuestion>) => {
  const said = answer(data);
  if (!said) return;
  const transfer =
    said.kind === 'level'
      ? Object.values(said.level).flatMap((list) => (ArrayBuffer.isView(list) ? [list.buffer] : []))
      : [];
  postMessage(said, { transfer });
});

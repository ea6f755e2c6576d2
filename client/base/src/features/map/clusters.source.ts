import { URGENCIES } from '@dispatch/shared/issues/status';
import { OVERDUE, singlesOf, type Level, type Points } from './clusters.ts';
import type { ClusterAnswer, ClusterQuestion } from './clusters.worker.ts';
import type { MapCluster, MapIssue } from './map.types.ts';
import { byWeight } from './markers.order.ts';

/** The worker as the source needs it: narrow, so that tests bring their own. */
export interface ClusterThread {
  ask(question: ClusterQuestion): void;
  stop(): void;
}

/** Starts the thread. `failed` is called when it cannot work. */
export type StartThread = (answered: (answer: ClusterAnswer) => void, failed: () => void) => ClusterThread;

export const startWorker: StartThread = (answered, failed) => {
  const worker = new Worker(new URL('./clusters.worker.ts', import.meta.url), { type: 'module' });
  worker.onmessage = ({ data }: MessageEvent<ClusterAnswer>) => {
    answered(data);
  };
  worker.onerror = failed;
  return {
    ask: (question) => {
      worker.postMessage(question);
    },
    stop: () => {
      worker.terminate();
    },
  };
};

/** A level with the issues its nodes point at. */
export interface Gathered {
  readonly generation: number;
  readonly issues: readonly MapIssue[];
  readonly level: Level;
}

/** At most one list of issues in so many milliseconds is gathered anew while changes pour in. */
const PAUSE = 100;

/**
 * Clusters of the map's issues as another thread makes them. What is asked for and not there yet is answered by what was
 * there before, and `changed` tells when it has come. A burst of changes costs one gathering.
 */
export class ClusterSource {
  readonly #scale: number;
  readonly #changed: () => void;
  readonly #start: StartThread;
  #thread: ClusterThread | null = null;
  #failed = false;
  #issues: readonly MapIssue[] = [];
  #generation = 0;
  /** Lists of issues whose levels may still come or be shown, by generation. */
  readonly #sent = new Map<number, readonly MapIssue[]>();
  readonly #shown = new Map<number, Gathered>();
  /** Levels asked for and not answered, as `generation/zoom`. */
  readonly #waiting = new Set<string>();
  readonly #numbers = new Map<string, number>();
  readonly #asked = new Map<number, (value: number | readonly number[] | null) => void>();
  #asks = 0;
  #zoom = 0;
  #dirty = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `scale` is how much larger than usual markers are drawn. */
  constructor(scale: number, changed: () => void, start: StartThread = startWorker) {
    this.#scale = scale;
    this.#changed = changed;
    this.#start = start;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#thread?.stop();
    this.#thread = null;
    for (const settle of this.#asked.values()) settle(null);
    this.#asked.clear();
  }

  setIssues(issues: readonly MapIssue[]): void {
    this.#issues = issues;
    this.#dirty = true;
    this.#send();
  }

  /** What stands on the map at a zoom: as of the last gathering that has it. */
  at(zoom: number): Gathered {
    this.#zoom = Math.floor(zoom);
    const shown = this.#shown.get(this.#zoom);
    if (this.#failed || this.#generation === 0) return this.#singly();
    if (shown?.generation !== this.#generation) this.#ask(this.#zoom);
    return (
      shown ??
      this.#nearest() ?? {
        generation: 0,
        issues: [],
        level: singlesOf(
          pointsOf([], () => 0),
          zoom,
        ),
      }
    );
  }

  /** The zoom at which a cluster opens; null when the issues have changed so much that it is no more. */
  opensAt({ generation, node }: MapCluster): Promise<number | null> {
    return this.#question<number>('opens', generation, node);
  }

  /** The issues of a cluster, most urgent first. */
  async members({ generation, node }: MapCluster): Promise<MapIssue[]> {
    const issues = this.#sent.get(generation) ?? [];
    const indices = await this.#question<readonly number[]>('members', generation, node);
    return (indices ?? []).flatMap((index) => issues[index] ?? []).sort(byWeight);
  }

  #question<T extends number | readonly number[]>(
    kind: 'opens' | 'members',
    generation: number,
    node: number,
  ): Promise<T | null> {
    const thread = this.#thread;
    if (!thread) return Promise.resolve(null);
    this.#asks += 1;
    const ask = this.#asks;
    return new Promise((resolve) => {
      this.#asked.set(ask, resolve as (value: number | readonly number[] | null) => void);
      thread.ask({ kind, ask, generation, node });
    });
  }

  /** Hands the issues over, unless the thread is busy with the last ones or has just been. */
  #send(): void {
    if (!this.#dirty || this.#timer !== undefined || this.#failed) return;
    this.#dirty = false;
    // One issue needs no thread; most maps of a phone have none.
    if (this.#issues.length < 2 && !this.#thread) {
      this.#changed();
      return;
    }
    this.#thread ??= this.#begin();
    this.#generation += 1;
    this.#sent.set(this.#generation, this.#issues);
    this.#thread.ask({
      kind: 'fill',
      generation: this.#generation,
      points: pointsOf(this.#issues, (issue) => this.#numberOf(issue)),
      scale: this.#scale,
    });
    this.#ask(this.#zoom);
    this.#rest();
  }

  #rest(): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#waiting.has(`${String(this.#generation)}/${String(this.#zoom)}`)) this.#rest();
      else this.#send();
    }, PAUSE);
  }

  #begin(): ClusterThread {
    return this.#start(
      (answer) => {
        this.#take(answer);
      },
      () => {
        this.#failed = true;
        this.stop();
        this.#changed();
      },
    );
  }

  #ask(zoom: number): void {
    const name = `${String(this.#generation)}/${String(zoom)}`;
    if (this.#waiting.has(name)) return;
    this.#waiting.add(name);
    this.#thread?.ask({ kind: 'level', generation: this.#generation, zoom });
  }

  #take(answer: ClusterAnswer): void {
    if (answer.kind !== 'level') {
      this.#asked.get(answer.ask)?.(answer.value);
      this.#asked.delete(answer.ask);
      return;
    }
    const { generation, level } = answer;
    this.#waiting.delete(`${String(generation)}/${String(level.zoom)}`);
    const issues = this.#sent.get(generation);
    const before = this.#shown.get(level.zoom);
    if (!issues || (before && before.generation > generation)) return;
    this.#shown.set(level.zoom, { generation, issues, level });
    for (const known of this.#sent.keys()) if (known < generation - 1) this.#sent.delete(known);
    if (level.zoom !== this.#zoom) return;
    // The next zoom in and out are likely the next to be asked for.
    if (generation === this.#generation)
      for (const zoom of [level.zoom + 1, level.zoom - 1])
        if (this.#shown.get(zoom)?.generation !== generation) this.#ask(zoom);
    this.#changed();
  }

  /** The level nearest to the one wanted, until that has come. */
  #nearest(): Gathered | null {
    let nearest: Gathered | null = null;
    for (const shown of this.#shown.values())
      if (!nearest || Math.abs(shown.level.zoom - this.#zoom) < Math.abs(nearest.level.zoom - this.#zoom))
        nearest = shown;
    return nearest;
  }

  #singly(): Gathered {
    const points = pointsOf(this.#issues, (issue) => this.#numberOf(issue));
    return { generation: 0, issues: this.#issues, level: singlesOf(points, this.#zoom) };
  }

  #numberOf({ id }: MapIssue): number {
    let number = this.#numbers.get(id);
    if (number === undefined) this.#numbers.set(id, (number = this.#numbers.size));
    return number;
  }
}

function pointsOf(issues: readonly MapIssue[], numberOf: (issue: MapIssue) => number): Points {
  return {
    lon: Float64Array.from(issues, ({ lon }) => lon),
    lat: Float64Array.from(issues, ({ lat }) => lat),
    weight: Uint8Array.from(issues, ({ urgency, overdue }) => URGENCIES.indexOf(urgency) + (overdue ? OVERDUE : 0)),
    number: Uint32Array.from(issues, numberOf),
  };
}

/** Which panels are open and how big: remembered per person, on the server and in this browser, and part of a link. */
import { SPANS, type Span } from '../timeline/axis.ts';
import { ORDERS, type Order } from '../timeline/rows.ts';

export const PANELS = ['kanban', 'map', 'list', 'time', 'strip', 'needs', 'notes'] as const;
export type Panel = (typeof PANELS)[number];
/** They stand at the side of whatever is shown. */
const BESIDE = ['needs', 'notes'] as const;
/** Those that show the issues: one of them is always there. */
const VIEWS: readonly Panel[] = ['kanban', 'map', 'list', 'time'];

interface Stored {
  open: Panel[];
  kanban: number;
  strip: number;
  drawer: number;
  needs: number;
  /** Stages whose column is folded away. */
  folded: string[];
  place: 'offer' | 'assign';
  /** Height of the timeline below the others. */
  time: number;
  /** Days the timeline shows, and the order of its rows. */
  span: Span;
  order: Order;
}

/** Share of the width the kanban takes beside the map, and sizes in px. */
const FIRST: Stored = {
  open: ['kanban', 'map', 'strip'],
  kanban: 0.64,
  strip: 148,
  drawer: 384,
  needs: 340,
  folded: ['confirmed'],
  place: 'offer',
  time: 360,
  span: 'today',
  order: 'district',
};
const LIMITS = {
  kanban: [0.2, 0.8],
  strip: [112, 360],
  drawer: [300, 640],
  needs: [260, 560],
  time: [180, 1_600],
} as const;

const clamp = (value: number, [least, most]: readonly [number, number]): number =>
  Math.min(most, Math.max(least, value));

/** Reads what was stored or came with a link; anything that does not fit is left at its default. */
export function parseArrangement(text: string | null): Stored {
  let given: Partial<Record<keyof Stored, unknown>> = {};
  try {
    const parsed: unknown = text === null ? null : JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null) given = parsed;
  } catch {
    // Someone's edited link; the defaults do.
  }
  const size = (key: keyof typeof LIMITS): number => {
    const value = given[key];
    return typeof value === 'number' && Number.isFinite(value) ? clamp(value, LIMITS[key]) : FIRST[key];
  };
  const open = Array.isArray(given.open)
    ? PANELS.filter((panel) => (given.open as unknown[]).includes(panel))
    : FIRST.open;
  return {
    open: open.some((panel) => VIEWS.includes(panel)) ? open : FIRST.open,
    kanban: size('kanban'),
    strip: size('strip'),
    drawer: size('drawer'),
    needs: size('needs'),
    folded: Array.isArray(given.folded)
      ? given.folded.filter((stage): stage is string => typeof stage === 'string')
      : FIRST.folded,
    place: given.place === 'assign' ? 'assign' : 'offer',
    time: size('time'),
    span: SPANS.find((span) => span === given.span) ?? FIRST.span,
    order: ORDERS.find((order) => order === given.order) ?? FIRST.order,
  };
}

export class Arrangement {
  #stored: Stored;
  /** The panel that has just been opened by its key: the focus goes there. */
  wantsFocus = $state<'needs' | 'notes' | null>(null);
  readonly #key: string;
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>;

  readonly #remember: (stored: Record<string, unknown>) => void;

  /**
   * @param link the `view` of a shared link, which wins over what is remembered
   * @param remembered what the server remembers, which wins over this browser
   * @param remember called with each change
   */
  constructor(
    userId: string,
    link: string | null,
    storage: Pick<Storage, 'getItem' | 'setItem'> = localStorage,
    remembered: Record<string, unknown> | null = null,
    remember: (stored: Record<string, unknown>) => void = () => undefined,
  ) {
    this.#remember = remember;
    this.#key = `dispatch:desk:${userId}`;
    this.#storage = storage;
    this.#stored = $state(
      parseArrangement(link ?? (remembered === null ? storage.getItem(this.#key) : JSON.stringify(remembered))),
    );
  }

  get kanban(): number {
    return this.#stored.kanban;
  }
  set kanban(share: number) {
    this.#stored.kanban = clamp(share, LIMITS.kanban);
    this.#keep();
  }

  get strip(): number {
    return this.#stored.strip;
  }
  set strip(px: number) {
    this.#stored.strip = clamp(px, LIMITS.strip);
    this.#keep();
  }

  get drawer(): number {
    return this.#stored.drawer;
  }
  set drawer(px: number) {
    this.#stored.drawer = clamp(px, LIMITS.drawer);
    this.#keep();
  }

  get needs(): number {
    return this.#stored.needs;
  }
  set needs(px: number) {
    this.#stored.needs = clamp(px, LIMITS.needs);
    this.#keep();
  }

  /** What dropping an issue on a contractor means: ask it, or put it in charge at once. */
  get place(): 'offer' | 'assign' {
    return this.#stored.place;
  }
  set place(mode: 'offer' | 'assign') {
    this.#stored.place = mode;
    this.#keep();
  }

  /** Height of the timeline where it stands below the others, in px. */
  get time(): number {
    return this.#stored.time;
  }
  set time(px: number) {
    this.#stored.time = clamp(px, LIMITS.time);
    this.#keep();
  }

  get span(): Span {
    return this.#stored.span;
  }
  set span(span: Span) {
    this.#stored.span = span;
    this.#keep();
  }

  get order(): Order {
    return this.#stored.order;
  }
  set order(order: Order) {
    this.#stored.order = order;
    this.#keep();
  }

  isOpen(panel: Panel): boolean {
    return this.#stored.open.includes(panel);
  }

  /** Shows or hides a panel; of those that show the issues one always stays. */
  toggle(panel: Panel): void {
    const open = this.isOpen(panel)
      ? this.#stored.open.filter((other) => other !== panel)
      : [...this.#stored.open, panel];
    if (!open.some((other) => VIEWS.includes(other))) open.push(panel === 'kanban' ? 'map' : 'kanban');
    this.#stored.open = open;
    this.#keep();
  }

  /** One panel alone, or all of them again; the queue stays beside them as it was. */
  show(panels: readonly Panel[]): void {
    this.#stored.open = [...panels, ...BESIDE.filter((panel) => this.isOpen(panel))];
    this.#keep();
  }

  isFolded(stage: string): boolean {
    return this.#stored.folded.includes(stage);
  }

  fold(stage: string): void {
    this.#stored.folded = this.isFolded(stage)
      ? this.#stored.folded.filter((other) => other !== stage)
      : [...this.#stored.folded, stage];
    this.#keep();
  }

  /** For the `view` of a link. */
  toText(): string {
    return JSON.stringify(this.#stored);
  }

  #keep(): void {
    this.#remember(JSON.parse(this.toText()) as Record<string, unknown>);
    try {
      this.#storage.setItem(this.#key, this.toText());
    } catch {
      // A full or forbidden storage costs the memory of panel sizes, nothing else.
    }
  }
}

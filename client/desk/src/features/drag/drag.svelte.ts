/**
 * An issue or a contractor in the hand. Either can be put on the other, on cards, tiles and map markers alike; the
 * keyboard does the same through the assign dialog.
 */
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { pointerOutsideOfPreview } from '@atlaskit/pragmatic-drag-and-drop/element/pointer-outside-of-preview';
import { setCustomNativeDragPreview } from '@atlaskit/pragmatic-drag-and-drop/element/set-custom-native-drag-preview';
import type { Input } from '@atlaskit/pragmatic-drag-and-drop/types';
import type { Attachment } from 'svelte/attachments';

export interface Thing {
  readonly kind: 'issue' | 'contractor';
  readonly id: string;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A place in a contractor's row of the timeline. */
export interface Spot {
  readonly contractorId: string;
  /** Unix ms; null: wherever it suits best. */
  readonly at: number | null;
}

/** An element in which issues are put at places of a contractor's time. */
export interface SpotTarget {
  /** What lies at a point of the window; null: nothing to put it on. */
  readonly at: (point: Point) => Spot | null;
  /** Called in each frame while an issue is over it; null when it has left. `shift`: that key is held. */
  readonly over: (spot: Spot | null, point: Point, shift: boolean) => void;
  readonly drop: (issueId: string, spot: Spot, shift: boolean) => void;
}

export interface DragOptions {
  /** Both were brought together. `direct` when Shift was held: the other of asking and assigning. */
  readonly place: (issueId: string, contractorId: string, direct: boolean) => void;
  /** Tells colleagues what is held over what. */
  readonly show: (issueId: string | null, contractorId: string | null) => void;
  /** Something has been picked up; null: it has been put down, somewhere or nowhere. */
  readonly held: (thing: Thing | null) => void;
  /** Words on the preview under the pointer. */
  readonly nameOf: (thing: Thing) => string;
}

/** Data of pragmatic-drag-and-drop is untyped; ours is marked with this. */
const MARK = 'dispatch-thing';

function thingIn(data: Record<string | symbol, unknown>): Thing | null {
  return data['mark'] === MARK ? (data['thing'] as Thing) : null;
}

const wrap = (thing: Thing | null): Record<string, unknown> => (thing ? { mark: MARK, thing } : {});

export class Drag {
  held = $state.raw<Thing | null>(null);
  over = $state.raw<Thing | null>(null);
  readonly #options: DragOptions;

  constructor(options: DragOptions) {
    this.#options = options;
  }

  /** Makes an element something to pick up. */
  source(thing: Thing): Attachment<HTMLElement> {
    return (element) => this.pickUp(element, () => thing);
  }

  /** Makes an element something to put the other kind on. */
  target(thing: Thing): Attachment<HTMLElement> {
    return (element) => this.putOn(element, () => thing);
  }

  /**
   * The same for an element that holds many, a map: what is picked up depends on where the pointer is.
   *
   * @param at what lies at a point of the window; null: nothing to pick up here
   */
  pickUp(element: HTMLElement, at: (point: Point) => Thing | null): () => void {
    let picked: Thing | null = null;
    return draggable({
      element,
      canDrag: ({ input }) => (picked = at({ x: input.clientX, y: input.clientY })) !== null,
      getInitialData: () => wrap(picked),
      onGenerateDragPreview: ({ nativeSetDragImage, source }) => {
        const thing = thingIn(source.data);
        if (!thing) return;
        setCustomNativeDragPreview({
          nativeSetDragImage,
          getOffset: pointerOutsideOfPreview({ x: '12px', y: '8px' }),
          render: ({ container }) => {
            const preview = document.createElement('div');
            preview.className = 'drag-preview';
            preview.textContent = this.#options.nameOf(thing);
            container.append(preview);
          },
        });
      },
      onDragStart: ({ source }) => {
        this.held = thingIn(source.data);
        this.#options.held(this.held);
        this.#show();
      },
      onDrop: () => {
        this.held = null;
        this.over = null;
        this.#options.held(null);
        this.#show();
      },
    });
  }

  putOn(element: HTMLElement, at: (point: Point) => Thing | null): () => void {
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => thingIn(source.data) !== null,
      getData: ({ input, source }) => {
        const target = at({ x: input.clientX, y: input.clientY });
        return wrap(target && target.kind !== thingIn(source.data)?.kind ? target : null);
      },
      onDragEnter: ({ self }) => {
        this.#hover(thingIn(self.data));
      },
      onDrag: ({ self }) => {
        this.#hover(thingIn(self.data));
      },
      onDragLeave: () => {
        this.#hover(null);
      },
      onDrop: ({ self, source, location }) => {
        const held = thingIn(source.data);
        const target = thingIn(self.data);
        // Nested targets (a marker's map inside a panel) each hear of it; the innermost one acts.
        if (!held || !target || location.current.dropTargets[0]?.element !== element) return;
        const issue = held.kind === 'issue' ? held : target;
        const contractor = held.kind === 'issue' ? target : held;
        this.#options.place(issue.id, contractor.id, location.current.input.shiftKey);
      },
    });
  }

  /** Makes an element something to put issues on at a certain time. */
  putAt(element: HTMLElement, { at, over, drop }: SpotTarget): () => void {
    const look = ({ clientX: x, clientY: y, shiftKey }: Input): void => {
      const spot = at({ x, y });
      this.#hover(spot && { kind: 'contractor', id: spot.contractorId });
      over(spot, { x, y }, shiftKey);
    };
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => thingIn(source.data)?.kind === 'issue',
      onDragEnter: ({ location }) => {
        look(location.current.input);
      },
      onDrag: ({ location }) => {
        look(location.current.input);
      },
      onDragLeave: ({ location }) => {
        this.#hover(null);
        over(null, { x: 0, y: 0 }, location.current.input.shiftKey);
      },
      onDrop: ({ source, location }) => {
        const held = thingIn(source.data);
        const { clientX: x, clientY: y, shiftKey } = location.current.input;
        // where it is let go may be further on than where it was last seen
        const spot = at({ x, y });
        over(null, { x, y }, shiftKey);
        if (held && spot && location.current.dropTargets[0]?.element === element) drop(held.id, spot, shiftKey);
      },
    });
  }

  /** Makes an element a place to put issues that need nobody to be put on. @param over called when one comes or leaves */
  putIn(element: HTMLElement, over: (isOver: boolean) => void, drop: (issueId: string) => void): () => void {
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => thingIn(source.data)?.kind === 'issue',
      onDragEnter: () => {
        over(true);
      },
      onDragLeave: () => {
        over(false);
      },
      onDrop: ({ source }) => {
        over(false);
        const held = thingIn(source.data);
        if (held) drop(held.id);
      },
    });
  }

  isOver(thing: Thing): boolean {
    return this.over?.kind === thing.kind && this.over.id === thing.id;
  }

  #hover(target: Thing | null): void {
    if (this.over?.id === target?.id && this.over?.kind === target?.kind) return;
    this.over = target;
    this.#show();
  }

  #show(): void {
    const { held, over } = this;
    const issue = held?.kind === 'issue' ? held : over?.kind === 'issue' ? over : null;
    const contractor = held?.kind === 'contractor' ? held : over?.kind === 'contractor' ? over : null;
    this.#options.show(held && issue ? issue.id : null, held && contractor ? contractor.id : null);
  }
}

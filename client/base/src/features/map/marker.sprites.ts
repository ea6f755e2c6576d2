import { drawIssue, REACH } from './marker.draw.ts';
import type { MapIssue } from './map.types.ts';
import type { Palette } from './palette.ts';

/**
 * Markers drawn once and then stamped: a few dozen looks serve thousands of issues, and stamping costs a tenth of drawing.
 */
export class Sprites {
  readonly #palette: Palette;
  readonly #ratio: number;
  readonly #made = new Map<string, HTMLCanvasElement>();

  constructor(palette: Palette, ratio: number) {
    this.#palette = palette;
    this.#ratio = ratio;
  }

  /** Stamps an issue's marker with its middle at (x, y), in CSS pixels. */
  stamp(ctx: CanvasRenderingContext2D, issue: MapIssue, x: number, y: number): void {
    const key = `${issue.urgency} ${issue.stage} ${issue.overdue ? 'late' : ''} ${issue.onHold ? 'hold' : ''}`;
    let sprite = this.#made.get(key);
    if (!sprite) {
      sprite = this.#draw(issue);
      this.#made.set(key, sprite);
    }
    ctx.drawImage(sprite, x - REACH, y - REACH, 2 * REACH, 2 * REACH);
  }

  #draw(issue: MapIssue): HTMLCanvasElement {
    const sprite = document.createElement('canvas');
    sprite.width = 2 * REACH * this.#ratio;
    sprite.height = 2 * REACH * this.#ratio;
    const ctx = sprite.getContext('2d');
    if (ctx) {
      ctx.scale(this.#ratio, this.#ratio);
      ctx.translate(REACH, REACH);
      drawIssue(ctx, issue, this.#palette);
    }
    return sprite;
  }
}

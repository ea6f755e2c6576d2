import { drawIssue, REACH } from './marker.draw.ts';
import type { MapIssue } from './map.types.ts';
import type { Palette } from './palette.ts';

/**
 * Markers drawn once and then stamped: a few dozen looks serve thousands of issues, and stamping costs a tenth of drawing.
 */
export class Sprites {
  readonly #palette: Palette;
  readonly #ratio: number;
  readonly #reach: number;
  readonly #made = new Map<string, HTMLCanvasElement>();

  /** `scale` is how much larger than usual markers are, `ratio` how many screen pixels a CSS pixel has. */
  constructor(palette: Palette, ratio: number, scale: number) {
    this.#palette = palette;
    this.#ratio = ratio * scale;
    this.#reach = REACH * scale;
  }

  /** Stamps an issue's marker with its middle at (x, y), in CSS pixels. */
  stamp(ctx: CanvasRenderingContext2D, issue: MapIssue, x: number, y: number): void {
    const key = `${issue.urgency} ${issue.stage} ${issue.overdue ? 'late' : ''} ${issue.onHold ? 'hold' : ''}`;
    let sprite = this.#made.get(key);
    if (!sprite) {
      sprite = this.#draw(issue);
      this.#made.set(key, sprite);
    }
    ctx.drawImage(sprite, x - this.#reach, y - this.#reach, 2 * this.#reach, 2 * this.#reach);
  }

  #draw(issue: MapIssue): HTMLCanvasElement {
    const sprite = document.createElement('canvas');
    sprite.width = Math.ceil(2 * REACH * this.#ratio);
    sprite.height = sprite.width;
    const ctx = sprite.getContext('2d');
    if (ctx) {
      ctx.scale(this.#ratio, this.#ratio);
      ctx.translate(REACH, REACH);
      drawIssue(ctx, issue, this.#palette);
    }
    return sprite;
  }
}

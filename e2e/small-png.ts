/** Screenshots made small: a palette of 256 colours is enough for screens, and a third of the size. */
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Bytes per pixel of the colour types that browsers write: RGB and RGBA. */
const DEPTHS = new Map([
  [2, 3],
  [6, 4],
]);
const COLOURS = 256;

interface Picture {
  width: number;
  height: number;
  /** One number per pixel, 0xrrggbb. */
  pixels: Uint32Array;
}

/** @param png 8 bits per channel, RGB or RGBA, not interlaced, as browsers write it; opacity is dropped. */
export function decodePng(png: Buffer): Picture {
  if (!png.subarray(0, 8).equals(SIGNATURE)) throw new Error('expected a PNG');
  let [width, height, depth] = [0, 0, 0];
  const packed: Buffer[] = [];
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    const name = png.toString('latin1', at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    if (name === 'IHDR') {
      [width, height, depth] = [data.readUInt32BE(0), data.readUInt32BE(4), DEPTHS.get(data[9] ?? 0) ?? 0];
      if (data[8] !== 8 || depth === 0 || data[12] !== 0)
        throw new Error('expected 8 bits, RGB or RGBA, not interlaced');
    } else if (name === 'IDAT') packed.push(data);
    at += length + 12;
  }
  const raw = unfiltered(inflateSync(Buffer.concat(packed)), width * depth, height, depth);
  const pixels = new Uint32Array(width * height);
  for (let i = 0; i < pixels.length; i += 1)
    pixels[i] = ((raw[i * depth] ?? 0) << 16) | ((raw[i * depth + 1] ?? 0) << 8) | (raw[i * depth + 2] ?? 0);
  return { width, height, pixels };
}

/** Lines each with its filter in front (PNG specification, 9); `stride` is the bytes of a line, `depth` of a pixel. */
function unfiltered(lines: Uint8Array, stride: number, height: number, depth: number): Uint8Array {
  const out = new Uint8Array(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = lines[y * (stride + 1)];
    for (let x = 0; x < stride; x += 1) {
      const here = y * stride + x;
      const a = x >= depth ? (out[here - depth] ?? 0) : 0;
      const b = y > 0 ? (out[here - stride] ?? 0) : 0;
      const c = x >= depth && y > 0 ? (out[here - stride - depth] ?? 0) : 0;
      const guess = [0, a, b, (a + b) >> 1, paeth(a, b, c)][filter ?? 0] ?? 0;
      out[here] = (lines[y * (stride + 1) + 1 + x] ?? 0) + guess;
    }
  }
  return out;
}

function paeth(a: number, b: number, c: number): number {
  const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

/** The same picture with at most 256 colours, chosen by median cut. */
export function smallPng(png: Buffer): Buffer {
  const { width, height, pixels } = decodePng(png);
  const counts = new Map<number, number>();
  for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const boxes = cut([...counts]);
  const palette = Buffer.alloc(boxes.length * 3);
  const indexOf = new Map<number, number>();
  boxes.forEach((box, index) => {
    palette.set(meanOf(box), index * 3);
    for (const [colour] of box) indexOf.set(colour, index);
  });
  // In front of each line stands its filter: none, which is best for few colours.
  const lines = Buffer.alloc((width + 1) * height);
  pixels.forEach((colour, i) => {
    lines[i + Math.floor(i / width) + 1] = indexOf.get(colour) ?? 0;
  });
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const body = deflateSync(lines, { level: 9, memLevel: 9 });
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('PLTE', palette),
    chunk('IDAT', body),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

type Counted = [colour: number, count: number];

/** A set of colours, and where it is cut next: across the channel that differs most, at its mean. */
interface Box {
  colours: Counted[];
  channel: number;
  middle: number;
  spread: number;
}

const part = (colour: number, channel: number): number => (colour >> (16 - 8 * channel)) & 255;

function cut(colours: Counted[]): Counted[][] {
  const boxes = [measured(colours)];
  while (boxes.length < COLOURS) {
    const box = boxes.reduce((best, other) => (other.spread > best.spread ? other : best));
    if (box.spread === 0) break;
    const low = box.colours.filter(([colour]) => part(colour, box.channel) <= box.middle);
    const high = box.colours.filter(([colour]) => part(colour, box.channel) > box.middle);
    boxes.splice(boxes.indexOf(box), 1, measured(low), measured(high));
  }
  return boxes.map((box) => box.colours);
}

function measured(colours: Counted[]): Box {
  const box: Box = { colours, channel: 0, middle: 0, spread: 0 };
  for (const channel of [0, 1, 2]) {
    let [sum, squares, many] = [0, 0, 0];
    for (const [colour, count] of colours) {
      const value = part(colour, channel);
      // Rare colours are seen, too: a red mark is small.
      const weight = Math.sqrt(count);
      sum += value * weight;
      squares += value * value * weight;
      many += weight;
    }
    const spread = squares - (sum * sum) / many;
    if (spread > box.spread + 1e-6) Object.assign(box, { channel, middle: sum / many, spread });
  }
  return box;
}

function meanOf(box: readonly Counted[]): number[] {
  const many = box.reduce((sum, [, count]) => sum + count, 0);
  return [0, 1, 2].map((channel) =>
    Math.round(box.reduce((sum, [colour, count]) => sum + part(colour, channel) * count, 0) / many),
  );
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  out.set(body, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { decodePng, smallPng } from './small-png.ts';

/** A PNG of RGB lines that are given with their filters. */
function png(width: number, lines: number[][]): Buffer {
  const part = (name: string, data: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(name), data, Buffer.alloc(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(lines.length, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([
    signature,
    part('IHDR', head),
    part('IDAT', deflateSync(Buffer.from(lines.flat()))),
    part('IEND', Buffer.alloc(0)),
  ]);
}

test('every filter of a line is undone', () => {
  const lines = [
    [0, 10, 20, 30, 10, 20, 30],
    [1, 1, 2, 3, 1, 1, 1],
    [2, 1, 1, 1, 0, 0, 0],
    [3, 1, 1, 1, 2, 2, 2],
    [4, 1, 1, 1, 3, 3, 3],
  ];
  expect([...decodePng(png(2, lines)).pixels].map((colour) => colour.toString(16).padStart(6, '0'))).toEqual([
    '0a141e',
    '0a141e',
    '010203',
    '020304',
    '020304',
    '020304',
    '020203',
    '040405',
    '030304',
    '070708',
  ]);
});

test('few colours stay as they are, many become at most 256 that are near', () => {
  const few = png(3, [[0, 255, 0, 0, 0, 255, 0, 0, 0, 255]]);
  expect(decodePng(few).pixels).toEqual(Uint32Array.of(0xff0000, 0x00ff00, 0x0000ff));
  const small = smallPng(few);
  const palette = small.subarray(small.indexOf('PLTE') + 4, small.indexOf('PLTE') + 13);
  expect([...palette].sort((a, b) => b - a)).toEqual([255, 255, 255, 0, 0, 0, 0, 0, 0]);
  const many = png(
    40,
    Array.from({ length: 40 }, (_, y) => [0, ...Array.from({ length: 120 }, (_, i) => (i * 7 + y * 13) % 256)]),
  );
  const cut = smallPng(many);
  expect(cut.readUInt32BE(cut.indexOf('PLTE') - 4)).toBe(256 * 3);
});

import { expect, test } from 'vitest';
import { imageFormat } from './picture.ts';

const bytes = (...parts: (string | number)[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from([part]))));

test('PNG, JPEG and WebP are known by their first bytes', () => {
  expect(imageFormat(bytes(0x89, 'PNG\r\n', 0x1a, '\n', 'IHDR'))).toBe('image/png');
  expect(imageFormat(bytes(0xff, 0xd8, 0xff, 0xe0, 'JFIF'))).toBe('image/jpeg');
  expect(imageFormat(bytes('RIFF', 1, 2, 3, 4, 'WEBPVP8 '))).toBe('image/webp');
});

test('everything else is refused', () => {
  for (const other of [
    bytes(),
    bytes('<svg xmlns="http://www.w3.org/2000/svg">'),
    bytes('GIF89a'),
    bytes('RIFF', 1, 2, 3, 4, 'WAVE'),
    bytes(0x89, 'PNG'),
  ])
    expect(imageFormat(other)).toBeNull();
});

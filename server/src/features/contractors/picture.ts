/** Largest picture, bytes. */
export const LARGEST_PICTURE = 1024 * 1024;

const startsWith = (bytes: Uint8Array, start: readonly number[], at = 0): boolean =>
  start.every((byte, i) => bytes[at + i] === byte);
const letters = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0));

/**
 * What an image is by its first bytes, whatever its sender says: PNG, JPEG or WebP.
 *
 * @returns null for everything else; SVG above all, which could carry a script.
 */
export function imageFormat(bytes: Uint8Array): 'image/png' | 'image/jpeg' | 'image/webp' | null {
  if (startsWith(bytes, [0x89, ...letters('PNG'), 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png';
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return 'image/jpeg';
  if (startsWith(bytes, letters('RIFF')) && startsWith(bytes, letters('WEBP'), 8)) return 'image/webp';
  return null;
}

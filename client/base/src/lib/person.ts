/** Up to two letters for a name: first and last word, "Ana María Ruiz" → "AR", "Bo" → "BO". */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = words[0] ?? '?';
  const last = words.length > 1 ? (words.at(-1) ?? '') : '';
  const letters = last === '' ? Array.from(first).slice(0, 2) : [Array.from(first)[0], Array.from(last)[0]];
  return letters.join('').toUpperCase();
}

/** A colour of their own for people who have none yet, the same for the same name everywhere. */
export function colourOf(name: string): string {
  let hash = 0;
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return `oklch(0.5 0.12 ${String((hash * 137.508) % 360)})`;
}

/**
 * Black or white, whichever reads better on a colour given as `#rrggbb` (WCAG relative luminance; the crossing point of
 * both contrasts is 0.179). Anything else is taken for dark, as the colours of `colourOf` are.
 */
export function inkOn(colour: string): '#000' | '#fff' {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour);
  if (!hex) return '#fff';
  const [r = 0, g = 0, b = 0] = hex.slice(1).map((pair) => {
    const value = Number.parseInt(pair, 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? '#000' : '#fff';
}

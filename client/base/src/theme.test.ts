import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

type Rgb = readonly [number, number, number];
type Theme = 'light' | 'dark';
const THEMES: readonly Theme[] = ['light', 'dark'];

/** OKLCH to linear sRGB (Ottosson 2020, https://bottosson.github.io/posts/oklab/). */
function linearOf(l: number, c: number, h: number): Rgb {
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
}

/** Linear sRGB to OKLab, in which equal distances look about equal. */
function labOf([r, g, b]: Rgb): Rgb {
  const long = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const medium = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const short = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short,
  ];
}

/** Dichromat simulation on linear sRGB (Machado, Oliveira, Fernandes 2009, severity 1.0). */
const SIGHT: Record<string, readonly [Rgb, Rgb, Rgb]> = {
  full: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const clamp = (v: Rgb): Rgb => [unit(v[0]), unit(v[1]), unit(v[2])];
const unit = (x: number): number => Math.min(1, Math.max(0, x));
const dot = (a: Rgb, b: Rgb): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const seen = (sight: readonly [Rgb, Rgb, Rgb], v: Rgb): Rgb =>
  clamp([dot(sight[0], v), dot(sight[1], v), dot(sight[2], v)]);
const luminance = (v: Rgb): number => dot([0.2126, 0.7152, 0.0722], clamp(v));

function contrast(a: Rgb, b: Rgb): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** Every `--color-name: light-dark(oklch(…), oklch(…))` of theme.css, as linear sRGB. */
function tokens(): Map<string, Record<Theme, Rgb>> {
  const css = readFileSync(new URL('./theme.css', import.meta.url), 'utf8');
  const number = '([\\d.]+)';
  const oklch = `oklch\\(${number} ${number} ${number}\\)`;
  const found = css.matchAll(new RegExp(`--color-([\\w-]+): light-dark\\(${oklch}, ${oklch}\\);`, 'g'));
  return new Map(
    Array.from(found, ([, name, ...values]) => {
      const [a, b, c, d, e, f] = values.map(Number) as [number, number, number, number, number, number];
      return [name ?? '', { light: linearOf(a, b, c), dark: linearOf(d, e, f) }];
    }),
  );
}

const palette = tokens();
function colour(name: string, theme: Theme): Rgb {
  const token = palette.get(name);
  if (!token) throw new Error(`theme.css has no colour ${name}`);
  return token[theme];
}

const STAGES = ['inbox', 'to-assign', 'offered', 'open', 'en-route', 'in-progress', 'resolved', 'confirmed', 'closed'];
const SURFACES = ['page', 'sunken', 'panel', 'raised', 'hover', 'selected'];

/** Text and what it may stand on. */
const WRITTEN: readonly (readonly [text: string, surfaces: readonly string[]])[] = [
  ['text', [...SURFACES, 'danger-tint', 'warn-tint', 'good-tint', ...STAGES.map((stage) => `${stage}-tint`)]],
  ['muted', SURFACES],
  ['faint', ['page', 'sunken', 'panel', 'raised', 'hover']],
  ['link', SURFACES],
  ['on-accent', ['accent', 'accent-hover']],
  ['on-danger', ['danger', 'danger-hover']],
  ['danger-text', [...SURFACES, 'danger-tint']],
  ['warn-text', ['page', 'panel', 'raised', 'warn-tint']],
  ['good-text', ['page', 'panel', 'raised', 'good-tint']],
  ['overdue', SURFACES],
  ['soon', ['page', 'panel', 'raised', 'hover', 'selected']],
  [
    'map-label',
    [
      'map-land',
      'map-park',
      'map-wood',
      'map-water',
      'map-block',
      'map-centre',
      'map-industrial',
      'map-building',
      'map-halo',
    ],
  ],
  ...STAGES.map((stage) => [`${stage}-text`, [`${stage}-tint`, 'panel', 'raised', 'page']] as const),
];

/** Signs, borders of fields and rings: what must be seen but is not read. */
const DRAWN: readonly (readonly [sign: string, surfaces: readonly string[]])[] = [
  ['edge', ['panel', 'raised', 'page']],
  ['focus', SURFACES],
  ['accent', ['panel', 'page', 'raised']],
  ...['low', 'normal', 'high', 'emergency'].map((name) => [name, ['panel', 'raised', 'page', 'hover']] as const),
  ...STAGES.map((stage) => [stage, ['panel', 'page']] as const),
];

for (const theme of THEMES) {
  test(`text is readable on every surface it stands on (${theme})`, () => {
    const poor = WRITTEN.flatMap(([text, surfaces]) =>
      surfaces
        .map((surface) => [text, surface, contrast(colour(text, theme), colour(surface, theme))] as const)
        .filter(([, , ratio]) => ratio < 4.5),
    );
    expect(poor).toEqual([]);
  });

  test(`signs and borders stand out (${theme})`, () => {
    const poor = DRAWN.flatMap(([sign, surfaces]) =>
      surfaces
        .map((surface) => [sign, surface, contrast(colour(sign, theme), colour(surface, theme))] as const)
        .filter(([, , ratio]) => ratio < 3),
    );
    expect(poor).toEqual([]);
  });

  for (const [name, sight] of Object.entries(SIGHT)) {
    test(`status hues stay apart with ${name} sight (${theme})`, () => {
      // Inbox and to assign are one status (new), told apart by icon and word.
      const hues = STAGES.filter((stage) => stage !== 'to-assign').map((stage) => ({
        stage,
        lab: labOf(seen(sight, colour(stage, theme))),
      }));
      const close = hues.flatMap((a, i) =>
        hues
          .slice(i + 1)
          .map((b) => [a.stage, b.stage, Math.hypot(...a.lab.map((x, k) => x - (b.lab[k] ?? 0)))] as const)
          // 0.02 is about what the eye can just tell apart side by side in OKLab; four times that holds across a map.
          .filter(([, , distance]) => distance < 0.08),
      );
      expect(close).toEqual([]);
    });
  }

  test(`every colour can be shown on an ordinary screen (${theme})`, () => {
    const outside = [...palette].filter(([, token]) => token[theme].some((x) => x < -0.005 || x > 1.005));
    expect(outside.map(([name]) => name)).toEqual([]);
  });
}

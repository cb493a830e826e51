import { describe, expect, it } from 'vitest';
import { repositoryFile } from '../../test/files';

type Rgb = [number, number, number];

/** OKLCH to linear sRGB (Björn Ottosson, "A perceptual color space for image processing"). */
function linear(lightness: number, chroma: number, hue: number): Rgb {
  const [a, b] = [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (value: number) => Math.min(1, Math.max(0, value));
  return [
    clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

const luminance = ([r, g, b]: Rgb) => 0.2126 * r + 0.7152 * g + 0.0722 * b;

/** WCAG 2.2, "contrast ratio". */
function ratio(one: Rgb, other: Rgb): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const css = repositoryFile('ui/src/app.css');
function tokens(selector: string): Record<string, Rgb> {
  const block = css.slice(css.indexOf(`\n${selector} {`)).split('\n}')[0] ?? '';
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\);|--([\w-]+): oklch\(1 0 0\);/g)].map(
      (m) => [m[1] ?? m[5] ?? '', linear(Number(m[2] ?? 1), Number(m[3] ?? 0), Number(m[4] ?? 0))],
    ),
  );
}

const TEXT = 4.5;
const CONTROL = 3;
const surfaces = ['canvas', 'surface', 'surface-sunken', 'surface-raised'];
const pairs: [text: string, ground: string, least: number][] = [
  ...surfaces.flatMap((ground): [string, string, number][] => [
    ['ink', ground, TEXT],
    ['ink-muted', ground, TEXT],
    ['ink-faint', ground, TEXT],
    ['accent-text', ground, TEXT],
    ['bad', ground, TEXT],
    ['focus', ground, CONTROL],
    ['line-strong', ground, CONTROL],
  ]),
  ['accent-ink', 'accent', TEXT],
  ['accent-ink', 'accent-hover', TEXT],
  ['accent-ink', 'bad-solid', TEXT],
  ['accent-text', 'accent-soft', TEXT],
  ['good', 'good-soft', TEXT],
  ['info', 'info-soft', TEXT],
  ['warn', 'warn-soft', TEXT],
  ['bad', 'bad-soft', TEXT],
  ['ink-muted', 'neutral-soft', TEXT],
  ['ink', 'bubble-out', TEXT],
  ['ink-muted', 'bubble-out', TEXT],
  ['ink', 'bubble-in', TEXT],
  ['ink-muted', 'bubble-in', TEXT],
  ['info', 'bubble-in', TEXT],
];

describe.each([
  ['light', ':root'],
  ['dark', '.dark'],
])('in %s', (_name, selector) => {
  const colours = tokens(selector);
  it.each(pairs)('%s on %s is at least %d : 1', (text, ground, least) => {
    const [front, back] = [colours[text], colours[ground]];
    if (!front || !back) throw new Error(`no token ${front ? ground : text}`);
    expect(ratio(front, back)).toBeGreaterThanOrEqual(least);
  });
});

// Every pair of colours that carries words or controls keeps its contrast, in both themes (WCAG 2.2: text 4.5, controls
// and charts 3). Reads tokens.css itself, so that a changed token is a changed test.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

const TEXT = 4.5;
const CONTROL = 3;

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const numbers = 'oklch\\(([\\d.]+) ([\\d.]+) ([\\d.]+)\\)';

/** `--name` -> { light, dark }, each [L, C, H]; a plain oklch() serves both themes. */
function readTokens() {
  const tokens = new Map();
  const both = new RegExp(`--([\\w-]+):\\s*light-dark\\(\\s*${numbers},\\s*${numbers}\\s*\\)`, 'g');
  for (const [, name, ...n] of css.matchAll(both)) {
    tokens.set(name, { light: n.slice(0, 3).map(Number), dark: n.slice(3).map(Number) });
  }
  for (const [, name, ...n] of css.matchAll(new RegExp(`--([\\w-]+):\\s*${numbers};`, 'g'))) {
    tokens.set(name, { light: n.map(Number), dark: n.map(Number) });
  }
  return tokens;
}

/** OKLCH to linear sRGB, clipped to the gamut as browsers do on an sRGB screen. */
function linearRgb([L, C, H]) {
  const a = C * Math.cos((H * Math.PI) / 180);
  const b = C * Math.sin((H * Math.PI) / 180);
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map(part => Math.min(1, Math.max(0, part)));
}

const luminance = colour => linearRgb(colour).reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);

function ratio(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const tokens = readTokens();
const surfaces = ['bg', 'surface', 'surface-2', 'surface-3'];

/** [front, backs, least ratio] */
const pairs = [
  ['text', [...surfaces, 'accent-soft', 'risk-soft', 'bad-soft', 'good-soft', 'note-soft'], TEXT],
  ['text-2', [...surfaces, 'accent-soft', 'risk-soft', 'bad-soft', 'good-soft', 'note-soft'], TEXT],
  ['text-3', surfaces, TEXT],
  ['on-accent', ['accent', 'accent-press'], TEXT],
  ['accent-text', [...surfaces, 'accent-soft'], TEXT],
  ['on-bad', ['bad-solid'], TEXT],
  ['bad', ['bg', 'surface', 'surface-2', 'bad-soft'], TEXT],
  ['risk', ['bg', 'surface', 'surface-2', 'risk-soft'], TEXT],
  ['good', ['bg', 'surface', 'surface-2', 'good-soft'], TEXT],
  ['note', ['surface', 'note-soft'], TEXT],
  ['surface', ['note'], TEXT],
  ['on-brand', ['brand'], TEXT],
  ['on-brand-2', ['brand'], TEXT],
  ['line-control', ['bg', 'surface'], CONTROL],
  ['focus', ['bg', 'surface', 'accent-soft', 'note-soft'], CONTROL],
  ['accent', ['bg', 'surface'], CONTROL],
  ['bad-solid', ['bg', 'surface'], CONTROL],
  ['c1', ['surface'], CONTROL],
  ['c2', ['surface'], CONTROL],
];

test('tokens are read', () => assert.ok(tokens.size >= 35, `only ${tokens.size} colours found in tokens.css`));

for (const theme of ['light', 'dark']) {
  for (const [front, backs, least] of pairs) {
    test(`${theme}: ${front} has ${least}:1`, () => {
      for (const back of backs) {
        const got = ratio(tokens.get(front)[theme], tokens.get(back)[theme]);
        assert.ok(got >= least, `${front} on ${back} is ${got.toFixed(2)}`);
      }
    });
  }
}

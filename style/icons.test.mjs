// Every icon that a page names stands in the sheet, and the sheet is what scripts/icons.mjs makes of icons.txt.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';

const root = new URL('..', import.meta.url);
const read = path => readFileSync(new URL(path, root), 'utf8');
const sheet = new Set([...read('public/icons.svg').matchAll(/<symbol id="([^"]+)"/g)].map(match => match[1]));

/** [file, icon] for each `<Icon name="…"` and `icon="…"` in the pages. */
function named() {
  const files = readdirSync(new URL('app/src', root), { recursive: true }).filter(path => path.endsWith('.rs'));
  return files.flatMap(path => [...read(`app/src/${path}`).matchAll(/(?:<Icon name|\bicon)="([^"]+)"/g)].map(match => [path, match[1]]));
}

test('the sheet holds what icons.txt lists, and our own', () => {
  const listed = read('scripts/icons.txt').split('\n').filter(line => line && !line.startsWith('#'));
  const own = readdirSync(new URL('scripts/icons', root)).map(file => file.replace('.svg', ''));
  assert.deepEqual([...sheet].sort(), [...listed, ...own].sort());
});

test('pages name only icons of the sheet', { skip: !existsSync(new URL('app/src', root)) }, () => {
  const unknown = named().filter(([, icon]) => !sheet.has(icon)).map(([path, icon]) => `${path}: ${icon}`);
  assert.deepEqual(unknown, []);
});

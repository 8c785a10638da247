#!/usr/bin/env node
// The house rules that neither rustc nor clippy knows, and the table of sizes.
// Prints each breach as `file:line: what`, and ends with 1 when there is one.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from './lib/files.mjs';
import { blank, functions, lineAt, serverFunctions, withoutTests, wordsInViews } from './lib/rust.mjs';
import { root } from './lib/shell.mjs';

/** One vocabulary names the folder or file in every layer. */
const features = ['tickets', 'intake', 'promises', 'routing', 'people', 'access', 'customers', 'knowledge',
  'problems', 'search', 'mail', 'jobs', 'live', 'reports', 'settings', 'audit'];
const limits = { gates: 2, file: 500, fileWarn: 300, serverFunction: 12 };

const read = folder => filesBelow(join(root, folder))
  .filter(path => path.endsWith('.rs'))
  .map(path => ({ path: `${folder}/${path}`, source: readFileSync(join(root, folder, path), 'utf8') }));

const crates = { domain: read('domain/src'), backend: read('backend/src'), app: [...read('app/src'), ...read('app/roots')], server: read('server/src') };
const app = crates.app.filter(file => file.path.startsWith('app/src/'));

const breaches = [];
const warnings = [];
const breach = (path, line, what) => breaches.push(`${path}:${line}: ${what}`);

function gates() {
  const found = app.flatMap(({ path, source }) => [...withoutTests(source).matchAll(/cfg(_attr)?!?\([^\n]*feature\s*=\s*"(ssr|hydrate[\w-]*)"/g)]
    .map(match => [path, lineAt(source, match.index)]));
  if (found.length <= limits.gates) return;
  for (const [path, line] of found) breach(path, line, `one of ${found.length} ssr/hydrate gates; ${limits.gates} are allowed, in app/src/lib.rs`);
}

function inlineStyles() {
  for (const { path, source } of app) {
    for (const match of blank(source).matchAll(/\sstyle(:[\w-]+)?=[^=]/g)) {
      breach(path, lineAt(source, match.index + 1), 'an inline style, which the content security policy forbids: use a class');
    }
  }
}

function endpoints() {
  const seen = new Map();
  for (const { path, source } of app) for (const { line, name, endpoint, body } of serverFunctions(source)) {
    if (endpoint === null) {
      breach(path, line, `server function ${name} names no endpoint`);
      continue;
    }
    if (seen.has(endpoint)) breach(path, line, `endpoint "${endpoint}" is already that of ${seen.get(endpoint)}`);
    seen.set(endpoint, `${path}:${line}`);
    if (!belongs(endpoint, path)) breach(path, line, `endpoint "${endpoint}" begins neither with a feature's word nor with that of its file`);
    if (body > limits.serverFunction) warnings.push(`${path}:${line}: server function ${name} has ${body} lines (${limits.serverFunction} is the aim)`);
  }
}

/** The first part of the endpoint is a feature's word, or the word of the file or folder it lies in. */
function belongs(endpoint, path) {
  const word = endpoint.split('/')[0];
  const own = path.replace(/\.rs$/, '').split('/').map(part => part.replaceAll('_', '-'));
  return features.includes(word) || own.includes(word);
}

function words() {
  for (const { path, source } of app) for (const { line, text } of wordsInViews(withoutTests(source))) {
    breach(path, line, `words in a view: ${text.slice(0, 60)} (they belong into domain::words)`);
  }
}

function unfinished() {
  for (const { path, source } of Object.values(crates).flat()) {
    for (const match of source.matchAll(/\b(todo!|unimplemented!|FIXME|coming soon|not yet implemented)/gi)) {
      breach(path, lineAt(source, match.index), `unfinished: ${match[0]}`);
    }
  }
}

function longFiles() {
  for (const { path, source } of Object.values(crates).flat()) {
    const lines = lineAt(source, withoutTests(source).length);
    if (lines > limits.file) breach(path, 1, `${lines} lines without tests; ${limits.file} are allowed`);
    else if (lines > limits.fileWarn) warnings.push(`${path}: ${lines} lines (${limits.fileWarn} is the aim)`);
  }
}

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
const ascending = numbers => numbers.sort((a, b) => a - b);

function sizes() {
  console.log('crate     files  lines  file med·p90·max  functions  fn med·p90·max');
  for (const [name, files] of Object.entries(crates)) {
    const bare = files.map(file => withoutTests(file.source));
    const perFile = ascending(bare.map(source => source.split('\n').length));
    const perFn = ascending(bare.flatMap(source => functions(source).map(fn => fn.lines)));
    const spread = list => `${at(list, 0.5)}·${at(list, 0.9)}·${at(list, 1)}`;
    const total = perFile.reduce((sum, n) => sum + n, 0);
    console.log(`${name.padEnd(9)} ${String(files.length).padStart(5)}  ${String(total).padStart(5)}  ${spread(perFile).padEnd(16)}  ${String(perFn.length).padStart(9)}  ${spread(perFn)}`);
  }
}

const rules = { gates, inlineStyles, endpoints, words, unfinished, longFiles };
let kept = 0;
for (const rule of Object.values(rules)) {
  const before = breaches.length;
  rule();
  if (breaches.length === before) kept++;
}
sizes();
for (const line of warnings) console.log(`aim: ${line}`);
for (const line of breaches) console.error(line);
console.log(`${kept} passed, ${Object.keys(rules).length - kept} failed`);
process.exit(breaches.length ? 1 : 0);

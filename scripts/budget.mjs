#!/usr/bin/env node
// What a first visit costs in brotli bytes, against what it may cost. Reads target/site-release.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { kilobytes, siteFolder } from './lib/shell.mjs';

const folder = siteFolder('release');
if (!existsSync(join(folder, 'manifest.json'))) {
  console.error('no target/site-release: run `make site-release` first');
  process.exit(2);
}
const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));

/** Bytes on the wire: the packed form where there is one. */
function sent(logical) {
  const path = join(folder, manifest[logical] ?? logical);
  return statSync(existsSync(`${path}.br`) ? `${path}.br` : path).size;
}

const shared = ['pkg/casewell.css', 'fonts/geist-latin.woff2', 'icons.svg'].filter(name => name in manifest);
const program = name => [`pkg/${name}.js`, `pkg/${name}_bg.wasm`];
const budgets = [
  { name: 'portal, first visit', parts: [...program('portal'), ...shared], limit: 320_000 },
  { name: 'console, first visit', parts: [...program('console'), ...shared], limit: 800_000 },
  { name: 'settings, first visit', parts: [...program('settings'), ...shared], limit: 800_000 },
  { name: 'style sheet', parts: shared.slice(0, 1), limit: 16_000 },
];

let over = 0;
for (const { name, parts, limit } of budgets) {
  const sizes = parts.map(part => [part, sent(part)]);
  const total = sizes.reduce((sum, [, size]) => sum + size, 0);
  if (total > limit) over++;
  const detail = sizes.map(([part, size]) => `${part.split('/').at(-1)} ${kilobytes(size)}`).join(', ');
  console.log(`${total > limit ? 'OVER' : 'ok  '} ${name}: ${kilobytes(total)} of ${kilobytes(limit)} (${detail})`);
}
console.log(`${budgets.length - over} passed, ${over} failed`);
process.exit(over ? 1 : 0);

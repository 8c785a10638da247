#!/usr/bin/env node
// What a first visit costs in brotli bytes, against what it may cost. Reads target/site-release.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { kilobytes, siteFolder } from './lib/shell.mjs';
import { roots } from './lib/wasm.mjs';

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

const visit = (name, face) => [`pkg/${name}.js`, `pkg/${name}_bg.wasm`, `pkg/${face}.css`, 'fonts/geist-latin.woff2', 'icons.svg'];
const budgets = [
  { name: 'portal, first visit', parts: visit('portal', 'portal'), limit: 320_000 },
  ...roots.filter(name => name !== 'portal')
    .map(name => ({ name: `${name}, first visit`, parts: visit(name, 'desk'), limit: 800_000 })),
  ...['portal', 'desk'].map(face => ({ name: `${face}.css`, parts: [`pkg/${face}.css`], limit: 16_000 })),
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

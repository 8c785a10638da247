#!/usr/bin/env node
// Makes the icon sheet public/icons.svg: the Lucide icons named in icons.txt and our own in scripts/icons/.
//
//   node scripts/icons.mjs [folder of the npm package lucide-static]
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

function lucideFolder() {
  if (process.argv[2]) return process.argv[2];
  const require = createRequire(join(here, '..', 'end2end', 'x.js'));
  try {
    return dirname(require.resolve('lucide-static/package.json'));
  } catch {
    console.error('icons.mjs: install lucide-static somewhere and give its folder');
    return process.exit(2);
  }
}

/** Strokes, widths and colours come from the style sheet; a symbol keeps only its box and its shapes. */
function symbol(name, svg) {
  const box = svg.match(/viewBox="([^"]+)"/)[1];
  const shapes = svg.replace(/<!--.*?-->/gs, '').match(/<svg[^>]*>(.*)<\/svg>/s)[1];
  return `<symbol id="${name}" viewBox="${box}">${shapes.trim().replace(/>\s+</g, '><').replace(/ \/>/g, '/>')}</symbol>`;
}

const lucide = lucideFolder();
const names = readFileSync(join(here, 'icons.txt'), 'utf8').split('\n').filter(line => line && !line.startsWith('#'));
const missing = names.filter(name => !existsSync(join(lucide, 'icons', `${name}.svg`)));
if (missing.length) {
  console.error(`icons.mjs: not in lucide-static: ${missing.join(', ')}`);
  process.exit(1);
}

const own = readdirSync(join(here, 'icons')).sort();
const symbols = [
  ...names.map(name => symbol(name, readFileSync(join(lucide, 'icons', `${name}.svg`), 'utf8'))),
  ...own.map(file => symbol(file.replace('.svg', ''), readFileSync(join(here, 'icons', file), 'utf8'))),
];
writeFileSync(join(here, '..', 'public', 'icons.svg'),
  `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join('\n')}\n</svg>\n`);
console.log(`public/icons.svg: ${symbols.length} icons`);

#!/usr/bin/env node
// Builds the site folder that the server carries inside itself.
//
//   node scripts/site.mjs dev       target/site-dev: quick, not compressed
//   node scripts/site.mjs release   target/site-release: small, with .br beside each file
//
// Names carry a hash of the content, so that browsers may keep them for ever; manifest.json says
// which name stands for which file.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { brotli, filesBelow, hashedName, removeOthers, worthPacking, writeIfChanged } from './lib/files.mjs';
import { kilobytes, root, seconds, siteFolder } from './lib/shell.mjs';
import { bind, compile, roots } from './lib/wasm.mjs';

const profile = process.argv[2];
if (profile !== 'dev' && profile !== 'release') {
  console.error('usage: site.mjs dev|release');
  process.exit(2);
}
const release = profile === 'release';
const folder = siteFolder(profile);
const esbuild = createRequire(join(root, 'end2end', 'x.js'))('esbuild');
const started = Date.now();

/** logical name -> name in the site folder */
const manifest = {};
const contents = new Map();

function add(logical, bytes, { hashed = true } = {}) {
  const name = hashed ? hashedName(logical, bytes) : logical;
  manifest[logical] = name;
  contents.set(name, Buffer.from(bytes));
  return name;
}

/** Fonts and the icon sheet never change under their name; favicon, robots.txt keep theirs. */
const isHashed = path => path.startsWith('fonts/') && path.endsWith('.woff2') || path === 'icons.svg';

function addPublic() {
  const from = join(root, 'public');
  for (const path of filesBelow(from)) add(path, readFileSync(join(from, path)), { hashed: isHashed(path) });
}

/** Addresses in the style sheet name files of public/; they become the hashed names. */
const publicAddresses = {
  name: 'public-addresses',
  setup(build) {
    build.onResolve({ filter: /.*/ }, args => {
      if (args.kind !== 'url-token' || args.path.startsWith('data:')) return undefined;
      const logical = args.path.replace(/^.*?(?=fonts\/|icons\.svg)/, '').replace(/^\//, '');
      const name = manifest[logical.split('#')[0]];
      if (!name) return { errors: [{ text: `no file in public/ for ${args.path}` }] };
      return { path: `/${name}`, external: true };
    });
  },
};

async function addStyle(face) {
  const entry = join(root, 'style', `${face}.css`);
  const { outputFiles } = await esbuild.build({
    entryPoints: [entry], bundle: true, minify: true, write: false, legalComments: 'none', plugins: [publicAddresses],
  });
  add(`pkg/${face}.css`, outputFiles[0].contents);
}

async function addProgram(name) {
  const { glue, wasm } = await bind(name, profile);
  const wasmName = add(`pkg/${name}_bg.wasm`, wasm);
  // Bundling draws in snippets that crates bring; the glue finds its wasm without being told.
  const { outputFiles } = await esbuild.build({
    entryPoints: [glue], bundle: true, format: 'esm', target: 'es2022', minify: release, write: false, legalComments: 'none',
  });
  const js = outputFiles[0].text.replaceAll(`${name}_bg.wasm`, wasmName.slice('pkg/'.length));
  add(`pkg/${name}.js`, js);
}

async function write() {
  const keep = new Set(['manifest.json']);
  for (const [name, bytes] of contents) {
    keep.add(name);
    const changed = writeIfChanged(join(folder, name), bytes);
    if (!release || !worthPacking(name)) continue;
    keep.add(`${name}.br`);
    if (changed || !existsSync(join(folder, `${name}.br`))) writeIfChanged(join(folder, `${name}.br`), await brotli(bytes));
  }
  const sorted = Object.fromEntries(Object.entries(manifest).sort());
  writeIfChanged(join(folder, 'manifest.json'), `${JSON.stringify(sorted, null, 2)}\n`);
  removeOthers(folder, keep);
}

process.on('uncaughtException', error => {
  console.error(`site-${profile}: ${error.message}`);
  process.exit(1);
});

await compile(profile);
addPublic();
for (const face of ['portal', 'desk']) await addStyle(face);
for (const name of roots) await addProgram(name);
await write();

const total = [...contents.values()].reduce((sum, bytes) => sum + bytes.length, 0);
console.log(`site-${profile}: ${contents.size} files, ${kilobytes(total)}, ${seconds(Date.now() - started)}`);

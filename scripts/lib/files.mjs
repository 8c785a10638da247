// Files of the site: content hashes in names, writing only what changed, brotli beside.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

/** Sixteen hex digits: `server/build.rs` knows a file that never changes by them. */
export const hashOf = bytes => createHash('sha256').update(bytes).digest('hex').slice(0, 16);

/** `pkg/portal.js` with its content becomes `pkg/portal.0123456789abcdef.js`. */
export function hashedName(logical, bytes) {
  const ext = extname(logical);
  return `${logical.slice(0, -ext.length)}.${hashOf(bytes)}${ext}`;
}

/** Writes unless the same bytes stand there: an untouched file does not rebuild the server. */
export function writeIfChanged(path, bytes) {
  const content = Buffer.from(bytes);
  if (existsSync(path) && readFileSync(path).equals(content)) return false;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return true;
}

/** Every file below `folder`, as sorted paths relative to it with forward slashes. */
export function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).replaceAll('\\', '/'))
    .sort();
}

/** Removes what an earlier build left and this one did not write. */
export function removeOthers(folder, keep) {
  for (const path of filesBelow(folder)) if (!keep.has(path)) rmSync(join(folder, path));
}

const packed = new Set(['.js', '.wasm', '.css', '.svg', '.txt', '.json', '.webmanifest', '.html', '.ico']);
export const worthPacking = path => packed.has(extname(path));

const compress = promisify(brotliCompress);

/** Brotli at its best setting: slow once, small on every visit. */
export function brotli(bytes) {
  return compress(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
}

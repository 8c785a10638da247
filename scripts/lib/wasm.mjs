// The browser's half: cargo for wasm32, wasm-bindgen for the glue, wasm-opt for what ships.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { hashOf } from './files.mjs';
import { npmBin, run, target } from './shell.mjs';

/** The browser's programs: the portal's, and those of the console, none of which carries the others' pages. */
export const roots = ['portal', 'console', 'overview', 'settings', 'mail'];

const tools = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'casewell', 'tools', 'bin');
// Rust's wasm32 baseline; named, since the names section that tells them may be stripped.
const features = ['bulk-memory', 'mutable-globals', 'multivalue', 'nontrapping-float-to-int', 'reference-types', 'sign-ext']
  .map(name => `--enable-${name}`);

export async function compile(profile) {
  const packages = roots.flatMap(name => ['-p', name]);
  await run('cargo', ['build', '--target', 'wasm32-unknown-unknown', '--profile', `wasm-${profile}`, ...packages]);
}

/** Glue and wasm of one root: `{ js, wasm }` as bytes; kept from last time when nothing changed. */
export async function bind(name, profile) {
  const compiled = join(target, 'wasm32-unknown-unknown', `wasm-${profile}`, `${name}.wasm`);
  const folder = join(target, 'site-work', profile, name);
  const stamp = join(folder, 'stamp');
  const now = hashOf(readFileSync(compiled));
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== now) {
    mkdirSync(folder, { recursive: true });
    await bindgen(compiled, folder, name);
    if (profile === 'release') await optimise(join(folder, `${name}_bg.wasm`));
    writeFileSync(stamp, now);
  }
  return { glue: join(folder, `${name}.js`), wasm: readFileSync(join(folder, `${name}_bg.wasm`)) };
}

function bindgen(compiled, folder, name) {
  const path = `${tools}:${process.env.PATH}`;
  const args = ['--target', 'web', '--no-typescript', '--out-name', name, '--out-dir', folder, compiled];
  return run('wasm-bindgen', args, { env: { PATH: path } });
}

function optimise(file) {
  return run(join(npmBin, 'wasm-opt'), ['-Oz', ...features, file, '-o', file]);
}

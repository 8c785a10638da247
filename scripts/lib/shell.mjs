// What the scripts share: where things lie, running a program, saying how long it took.
import { spawn } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const target = resolve(root, process.env.CARGO_TARGET_DIR || 'target');
export const npmBin = join(root, 'end2end', 'node_modules', '.bin');

/** The folder the server embeds: always inside the tree, wherever cargo builds. */
export const siteFolder = profile => join(root, 'target', `site-${profile}`);

/**
 * Runs a program to its end and answers `{ code, output }`; the output is shown as it comes
 * unless `quiet`. Throws on a failure unless `mayFail`.
 */
export function run(program, args, { env = {}, cwd = root, quiet = false, mayFail = false, input } = {}) {
  return new Promise((done, fail) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    const parts = [];
    const keep = stream => chunk => {
      parts.push(chunk);
      if (!quiet) stream.write(chunk);
    };
    child.stdout.on('data', keep(process.stdout));
    child.stderr.on('data', keep(process.stderr));
    if (input !== undefined) child.stdin.end(input);
    child.on('error', fail);
    child.on('close', (code, signal) => {
      const output = Buffer.concat(parts).toString('utf8');
      if (code !== 0 && !mayFail) {
        const tail = quiet ? `\n${output.split('\n').slice(-30).join('\n')}` : '';
        fail(new Error(`${program} ${args.join(' ')} ended with ${signal ?? code}${tail}`));
      } else {
        done({ code: code ?? 1, output });
      }
    });
  });
}

export const seconds = ms => `${(ms / 1000).toFixed(1)} s`;
export const kilobytes = bytes => `${(bytes / 1000).toFixed(1)} kB`;

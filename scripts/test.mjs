#!/usr/bin/env node
// Every check and test, kind by kind; stops at the first kind that fails. The last line is the sum.
//
//   node scripts/test.mjs            all kinds
//   node scripts/test.mjs rust browser   only these
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { counts } from './lib/counts.mjs';
import { filesBelow } from './lib/files.mjs';
import { root, run, seconds, target } from './lib/shell.mjs';
import { roots } from './lib/wasm.mjs';

const native = ['-p', 'domain', '-p', 'sentences', '-p', 'backend', '-p', 'app', '-p', 'server', '--features', 'app/ssr'];
const linted = [...native, '-p', 'bench'];
const wasm = [...roots.flatMap(name => ['-p', name]), '--target', 'wasm32-unknown-unknown', '--profile', 'wasm-dev'];

/** A step runs one program. Where it prints no counts of its own, it counts as one. */
const step = (name, program, args, env) => ({ name, run: () => run(program, args, { env, mayFail: true }) });
const node = (name, ...args) => step(name, 'node', args);

const kinds = {
  format: () => [step('rustfmt', 'cargo', ['fmt', '--check'])],
  lints: () => [
    step('clippy, native', 'cargo', ['clippy', ...linted, '--all-targets', '--', '-D', 'warnings']),
    step('clippy, wasm32', 'cargo', ['clippy', ...wasm, '--', '-D', 'warnings']),
  ],
  rules: () => [node('house rules', 'scripts/rules.mjs')],
  scripts: () => [node('scripts and style', '--test', ...nodeTests())],
  rust: rustTests,
  browser: () => [
    node('site, dev', 'scripts/site.mjs', 'dev'),
    step('server, dev', 'cargo', ['build', '-p', 'server']),
    node('in Chromium', 'end2end/run.mjs'),
  ],
  budget: () => [node('site, release', 'scripts/site.mjs', 'release'), node('sizes', 'scripts/budget.mjs')],
};

function nodeTests() {
  return ['scripts', 'style', 'end2end/lib']
    .flatMap(folder => filesBelow(join(root, folder)).map(path => `${folder}/${path}`))
    .filter(path => path.endsWith('.test.mjs') && !path.includes('node_modules/'));
}

async function rustTests() {
  const env = { TEST_DATABASE_URL: process.env.TEST_DATABASE_URL ?? await startPostgres() };
  const nextest = (await run('cargo', ['nextest', '--version'], { quiet: true, mayFail: true })).code === 0;
  const runner = nextest ? ['nextest', 'run', '--no-fail-fast', '--no-tests', 'pass'] : ['test', '--no-fail-fast'];
  const all = [step('unit, storage, HTTP', 'cargo', [...runner, ...native], env)];
  // nextest leaves the examples in comments out.
  if (nextest) all.push(step('documentation', 'cargo', ['test', '--doc', ...native], env));
  return all;
}

/** A server of this run's own, beside one that somebody may have started by hand. */
const postgres = (verb, options) =>
  run('scripts/postgres.sh', [verb], { env: { CASEWELL_PG_STATE: join(target, 'test-postgres.state') }, quiet: true, ...options });

/** Storage is tested on both databases: the script answers with the address of a PostgreSQL. */
async function startPostgres() {
  const { output } = await postgres('start');
  const url = output.trim().split('\n').findLast(line => line.startsWith('postgres'));
  if (!url) throw new Error(`scripts/postgres.sh start named no address:\n${output}`);
  return url;
}

/** Runs one step and keeps what it printed in target/test-logs. */
async function perform(kind, { name, run: start }) {
  console.log(`\n== ${kind}: ${name}`);
  const began = Date.now();
  const { code, output } = await start();
  const logs = join(target, 'test-logs');
  mkdirSync(logs, { recursive: true });
  writeFileSync(join(logs, `${kind}-${name.replace(/\W+/g, '-')}.log`), output);
  const counted = counts(output);
  const silent = counted.passed + counted.failed === 0;
  return {
    kind, name, took: Date.now() - began, ok: code === 0,
    passed: silent ? Number(code === 0) : counted.passed,
    failed: silent ? Number(code !== 0) : Math.max(counted.failed, Number(code !== 0)),
  };
}

async function performAll(chosen) {
  const results = [];
  for (const kind of chosen) {
    for (const one of await kinds[kind]()) {
      results.push(await perform(kind, one));
      if (!results.at(-1).ok) return results;
    }
  }
  return results;
}

function summary(results, chosen) {
  console.log('\nkind      step                    passed  failed      time');
  for (const r of results) {
    console.log(`${r.kind.padEnd(9)} ${r.name.padEnd(22)} ${String(r.passed).padStart(7)} ${String(r.failed).padStart(7)} ${seconds(r.took).padStart(9)}${r.ok ? '' : '  FAILED'}`);
  }
  const left = chosen.slice(chosen.indexOf(results.at(-1)?.kind) + 1);
  if (results.some(r => !r.ok) && left.length) console.log(`not run: ${left.join(', ')}`);
  const total = key => results.reduce((sum, r) => sum + r[key], 0);
  console.log(`${total('passed')} passed, ${total('failed')} failed`);
}

const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(kinds);
const unknown = chosen.find(kind => !(kind in kinds));
if (unknown) {
  console.error(`no kind of test is called ${unknown}: there are ${Object.keys(kinds).join(', ')}`);
  process.exit(2);
}
const started = Date.now();
let results = [];
try {
  results = await performAll(chosen);
} catch (error) {
  console.error(error.message);
  results.push({ kind: 'harness', name: 'could not go on', passed: 0, failed: 1, ok: false, took: Date.now() - started });
} finally {
  if (chosen.includes('rust')) await postgres('stop', { mayFail: true });
}
summary(results, chosen);
process.exit(results.every(r => r.ok) ? 0 : 1);

#!/usr/bin/env node
// Runs the browser tests: tests/**/*.spec.mjs, each file on a server and a desk of its own.
//
//   node end2end/run.mjs [PART-OF-PATH…] [--grep WORDS] [--workers N]
//
// CASEWELL_BIN names the server (default: target/debug/casewell), CHROMIUM the browser. What a
// failed test showed lies in end2end/results.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { launch } from './lib/browser.mjs';
import { fixturesFor } from './lib/fixtures.mjs';
import { collect } from './lib/harness.mjs';
import { startServer } from './lib/server.mjs';

const here = import.meta.dirname;
const results = join(here, 'results');
const testLimit = 30_000;
const runLimit = 25 * 60_000;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { grep: { type: 'string', default: '' }, workers: { type: 'string', default: '2' } },
});

const tally = { passed: 0, failed: 0, again: 0 };

function report(ok, file, name, ms, error) {
  tally[ok ? 'passed' : 'failed']++;
  say(ok ? 'ok  ' : 'FAIL', file, name, ms, error);
}

function say(verdict, file, name, ms, error) {
  console.log(`${verdict} ${file} › ${name} (${ms} ms)`);
  if (error) console.log(`     ${explain(error).replaceAll('\n', '\n     ')}`);
}

/** What went wrong, and where in the tests; the runner's own frames say nothing. */
function explain(error) {
  const [said, ...frames] = String(error.stack ?? error).split(/\n(?=\s+at )/);
  return [said, ...frames.filter(frame => /end2end\/tests\//.test(frame))].join('\n');
}

/** Settles as `work` does, or fails when it takes longer than `ms`. */
async function within(ms, what, work) {
  let timer;
  const late = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new Error(`${what} took longer than ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A test that failed is run once more, since a crowded machine can starve a page; the first failure is told all the same. */
async function runTest(place, file, one) {
  const first = await attempt(place, file, one);
  if (!first.failure) return report(true, file, one.name, first.ms);
  tally.again++;
  say('odd ', file, one.name, first.ms, first.failure);
  const second = await attempt(place, file, one);
  report(!second.failure, file, one.name, second.ms, second.failure);
}

/** `{ failure, ms }`; what a failed test showed is kept. */
async function attempt(place, file, { name, run, scripts, wanted }) {
  const began = Date.now();
  const fixtures = await fixturesFor({ ...place, scripts, wanted });
  let failure = null;
  try {
    await within(testLimit, 'the test', Promise.resolve(run(fixtures.given)));
    const complaints = fixtures.complaints();
    if (complaints.length) throw new Error(`the browser's console complained:\n${complaints.join('\n')}`);
  } catch (error) {
    failure = error;
    await keepEvidence(fixtures.tabs, place.server, `${file}-${name}`).catch(() => {});
  }
  await fixtures.close().catch(() => {});
  return { failure, ms: Date.now() - began };
}

/** Pictures of the open tabs and the end of the server's log. */
async function keepEvidence(tabs, server, name) {
  const folder = join(results, name.replace(/[^\w.-]+/g, '-'));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'server.log'), server.log().split('\n').slice(-300).join('\n'));
  for (const [i, tab] of tabs.entries()) {
    await tab.screenshot({ path: join(folder, `tab-${i}.png`), timeout: 3000 }).catch(() => {});
    await tab.content().then(html => writeFileSync(join(folder, `tab-${i}.html`), html)).catch(() => {});
  }
}

async function runFile(browser, path) {
  const file = relative(join(here, 'tests'), path);
  let server;
  try {
    const spec = await collect(pathToFileURL(path).href);
    const tests = spec.tests.filter(one => one.name.includes(values.grep));
    if (tests.length === 0) return;
    server = await within(60_000, 'starting the server', startServer(spec.desk));
    const place = { browser, server, sessions: new Map() };
    for (const one of tests) await runTest(place, file, one);
  } catch (error) {
    report(false, file, 'could not run', 0, error);
  } finally {
    await server?.discard();
  }
}

function specFiles() {
  return readdirSync(join(here, 'tests'), { recursive: true })
    .filter(path => path.endsWith('.spec.mjs') && (positionals.length === 0 || positionals.some(part => path.includes(part))))
    .sort()
    .map(path => join(here, 'tests', path));
}

async function runAll(browser) {
  const queue = specFiles();
  const worker = async () => {
    for (let path = queue.shift(); path; path = queue.shift()) await runFile(browser, path);
  };
  await Promise.all(Array.from({ length: Number(values.workers) }, worker));
}

rmSync(results, { recursive: true, force: true });
let browser;
try {
  browser = await launch();
  await within(runLimit, 'the whole run', runAll(browser));
} catch (error) {
  report(false, 'run', 'could not go on', 0, error);
} finally {
  await browser?.close().catch(() => {});
}
console.log(`${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.failed || !tally.passed ? 1 : 0);

#!/usr/bin/env node
// Serves the desk from the sources: rebuilds what a change touches, starts the server again and
// reloads the open pages. `make dev`; CASEWELL_ADDR and CASEWELL_DATA_DIR as for `casewell serve`.
//
// The browser talks to a small proxy here, which outlives the server, holds requests while it starts
// and adds a script to pages that reloads them.
import { spawn } from 'node:child_process';
import { existsSync, watch } from 'node:fs';
import { createServer, request } from 'node:http';
import { extname, join } from 'node:path';
import { root, run, seconds, target } from './lib/shell.mjs';

const [host, port] = (process.env.CASEWELL_ADDR || '127.0.0.1:3000').split(':');
const inner = { host: '127.0.0.1', port: Number(port) + 10_000 };
const folder = process.env.CASEWELL_DATA_DIR || join(root, 'data');
const binary = join(target, 'debug', 'casewell');
const env = {
  CASEWELL_BASE_URL: `http://${host}:${port}`, ...process.env,
  CASEWELL_ADDR: `${inner.host}:${inner.port}`, CASEWELL_DATA_DIR: folder,
};

const pause = ms => new Promise(wake => setTimeout(wake, ms));
let server = null;
let ready = Promise.resolve();

// Building and serving ----------------------------------------------------------------------------

async function build() {
  await run('node', ['scripts/site.mjs', 'dev']);
  await run('cargo', ['build', '-p', 'server']);
}

async function start() {
  if (!process.env.CASEWELL_DATABASE_URL && !existsSync(join(folder, 'casewell.db'))) await run(binary, ['demo'], { env });
  server = spawn(binary, ['serve'], { cwd: root, env, stdio: 'inherit' });
  for (let tries = 0; tries < 200; tries++) {
    if (await fetch(`http://${inner.host}:${inner.port}/readyz`).then(answer => answer.ok, () => false)) return;
    await pause(50);
  }
  console.error('dev: the server does not say that it is ready');
}

async function stop() {
  if (!server || server.exitCode !== null) return;
  const ended = new Promise(done => server.once('close', done));
  server.kill('SIGTERM');
  await ended;
}

/** A failing build leaves the old server in place: the message is in the terminal. */
async function rebuild() {
  const began = Date.now();
  try {
    await build();
  } catch (error) {
    console.error(`dev: ${error.message}`);
    return;
  }
  ready = stop().then(start);
  await ready;
  console.log(`dev: http://${host}:${port} is up to date (${seconds(Date.now() - began)})`);
  reloadPages();
}

// Watching ----------------------------------------------------------------------------------------

const watched = ['domain', 'backend', 'app', 'server', 'style', 'public'];
const sources = new Set(['.rs', '.toml', '.sql', '.css', '.svg', '.woff2', '.txt', '.ico']);
let building = false;
let again = false;
let settle = null;

function changed(name) {
  if (name && !sources.has(extname(name))) return;
  clearTimeout(settle);
  settle = setTimeout(work, 150);
}

async function work() {
  again = building;
  if (building) return;
  building = true;
  do {
    again = false;
    await rebuild();
  } while (again);
  building = false;
}

// The proxy ---------------------------------------------------------------------------------------

const pages = new Set();
const listener = `new EventSource('/__dev').addEventListener('reload', () => location.reload());`;

function reloadPages() {
  for (const page of pages) page.write('event: reload\ndata: \n\n');
}

function keepPage(answer) {
  answer.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  answer.write(': here\n\n');
  pages.add(answer);
  answer.on('close', () => pages.delete(answer));
}

async function forward(asked, answer) {
  await ready;
  const onward = request({ ...inner, path: asked.url, method: asked.method, headers: { ...asked.headers, 'accept-encoding': 'identity' } });
  onward.on('response', got => pass(got, answer));
  onward.on('error', error => answer.headersSent ? answer.destroy() : answer.writeHead(502).end(`${error.message}\n`));
  answer.on('close', () => onward.destroy());
  asked.pipe(onward);
}

function pass(got, answer) {
  const isPage = got.headers['content-type']?.startsWith('text/html');
  if (isPage) delete got.headers['content-length'];
  answer.writeHead(got.statusCode, got.headers);
  if (!isPage) return got.pipe(answer);
  const nonce = got.headers['content-security-policy']?.match(/'nonce-([^']+)'/)?.[1] ?? '';
  got.on('data', chunk => answer.write(chunk));
  got.on('end', () => answer.end(`<script nonce="${nonce}">${listener}</script>`));
}

createServer((asked, answer) => asked.url === '/__dev' ? keepPage(answer) : forward(asked, answer)).listen(Number(port), host);
for (const name of watched) watch(join(root, name), { recursive: true }, (_, path) => changed(path));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop().then(() => process.exit(0)));
await work();

// The server under test: one for each spec file, with a data folder and a port of its own.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { aheadMinutes } from './ahead.mjs';

const root = resolve(import.meta.dirname, '..', '..');
const target = resolve(root, process.env.CARGO_TARGET_DIR || 'target');
export const binary = resolve(process.env.CASEWELL_BIN || join(target, 'debug', 'casewell'));

const workshop = mkdtempSync(join(tmpdir(), 'casewell-e2e-'));
const running = new Set();

/** Nothing stays behind, however the run ends. */
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(workshop, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

const pause = ms => new Promise(wake => setTimeout(wake, ms));

function freePort() {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.on('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

/** Settings for one run of the binary; those of the person who runs the tests are kept out. */
function environment(folder, more) {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('CASEWELL_')));
  const ahead = aheadMinutes + Number(more?.CASEWELL_CLOCK_AHEAD ?? 0);
  return { ...clean, CASEWELL_DATA_DIR: folder, CASEWELL_LOG: 'info', ...more, CASEWELL_CLOCK_AHEAD: String(ahead) };
}

/** Runs `casewell ARGS` to its end: `{ code, out, err }`. */
export function casewell(args, { folder, env = {}, input = '' }) {
  return new Promise((done, fail) => {
    const child = spawn(binary, args, { cwd: folder, env: environment(folder, env) });
    const [out, err] = [[], []];
    child.stdout.on('data', chunk => out.push(chunk));
    child.stderr.on('data', chunk => err.push(chunk));
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.on('error', fail);
    child.on('close', code => done({ code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() }));
  });
}

const templates = new Map();

/** A filled data folder is made once for each size and copied from then on. */
function template(tickets) {
  if (!templates.has(tickets)) templates.set(tickets, fill(tickets));
  return templates.get(tickets);
}

async function fill(tickets) {
  const folder = join(workshop, `template-${tickets}`);
  mkdirSync(folder);
  if (tickets === 0) return folder;
  const { code, err } = await casewell(['demo', '--tickets', String(tickets)], { folder });
  if (code !== 0) throw new Error(`casewell demo --tickets ${tickets} ended with ${code}: ${err.trim()}`);
  return folder;
}

let counter = 0;

/** Starts a server on a copy of the demo desk and waits until it is ready. */
export async function startServer({ tickets, env }) {
  if (!existsSync(binary)) throw new Error(`no server at ${binary}: run \`cargo build -p server\` first`);
  const folder = join(workshop, `desk-${++counter}`);
  cpSync(await template(tickets), folder, { recursive: true });
  const port = await freePort();
  const server = new Server(folder, port, env);
  await server.start();
  return server;
}

class Server {
  #child = null;
  #lines = [];

  constructor(folder, port, env) {
    this.folder = folder;
    this.base = `http://127.0.0.1:${port}`;
    this.env = { CASEWELL_ADDR: `127.0.0.1:${port}`, CASEWELL_BASE_URL: this.base, ...env };
  }

  async start() {
    const child = spawn(binary, ['serve'], {
      cwd: this.folder, env: environment(this.folder, this.env), stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    running.add(child);
    child.once('close', () => running.delete(child));
    for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => this.#lines.push(chunk));
    await this.#ready();
  }

  async #ready() {
    const until = Date.now() + 20_000;
    while (Date.now() < until) {
      if (this.#child.exitCode !== null) throw new Error(`the server ended with ${this.#child.exitCode}:\n${this.log()}`);
      const answer = await fetch(`${this.base}/readyz`).catch(() => null);
      if (answer?.ok) return;
      await pause(50);
    }
    throw new Error(`the server was not ready after 20 s:\n${this.log()}`);
  }

  /** Asks it to end, as an init system would, and insists after five seconds. */
  async stop() {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise(done => child.once('close', done));
    child.kill('SIGTERM');
    const insist = setTimeout(() => child.kill('SIGKILL'), 5000);
    await ended;
    clearTimeout(insist);
  }

  async restart() {
    await this.stop();
    await this.start();
  }

  /** Moves the desk's clock on by so many minutes, which takes a restart; open pages go to a blank one first. */
  async pass(minutes) {
    this.env.CASEWELL_CLOCK_AHEAD = String(Number(this.env.CASEWELL_CLOCK_AHEAD ?? 0) + minutes);
    await this.restart();
  }

  log() {
    return Buffer.concat(this.#lines).toString();
  }

  casewell(args, input) {
    return casewell(args, { folder: this.folder, env: this.env, input });
  }

  async discard() {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

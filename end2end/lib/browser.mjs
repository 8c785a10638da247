// Chromium, and the tabs in it that tell on themselves when their console complains.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { aheadMinutes, shiftClock } from './ahead.mjs';

const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export function launch() {
  const executablePath = places.find(path => path && existsSync(path));
  if (!executablePath) throw new Error('no Chromium found: install it, or name it in CHROMIUM');
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
}

// Chromium's own remark on a font that arrived after a short test was over.
const harmless = /was preloaded using link preload but not used/;

/** A tab of its own context; what its console says against the page is kept in `complaints`. */
export async function openTab(browser, base, { scripts, complaints, storageState }) {
  const context = await browser.newContext({
    baseURL: base, javaScriptEnabled: scripts, storageState,
    viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'Europe/Berlin',
  });
  if (aheadMinutes) await context.addInitScript(shiftClock, aheadMinutes * 60_000);
  context.setDefaultTimeout(10_000);
  context.on('console', message => {
    const text = message.text();
    if (['error', 'warning'].includes(message.type()) && !harmless.test(text)) complaints.push(`${text} (${message.location().url})`);
  });
  context.on('weberror', failed => complaints.push(String(failed.error())));
  const page = await context.newPage();
  if (scripts) waitForHydration(page);
  return page;
}

/** Every way to another page ends when the page answers to its buttons; `{ hydrate: false }` does not wait. */
function waitForHydration(page) {
  waking.add(page);
  for (const way of ['goto', 'reload']) {
    const go = page[way].bind(page);
    page[way] = async (...args) => {
      const answer = await go(...args);
      if (args.at(-1)?.hydrate !== false) await hydrated(page);
      return answer;
    };
  }
}

const waking = new WeakSet();

/** After a way that the browser took by itself, a form or a link: with scripts, until the page answers to its buttons. */
export const awake = async page => { if (waking.has(page)) await hydrated(page); };

const hydrated = page => page.waitForSelector('html[data-hydrated]', { state: 'attached' });

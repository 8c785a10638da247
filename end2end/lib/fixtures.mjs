// What a test is handed: tabs, signed-in people, and the checks that every page must pass.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { openTab } from './browser.mjs';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const axeTags = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
const colourRules = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };
/** A desk and a phone, in CSS pixels. */
const widths = [1440, 390];

const scriptless = new WeakSet();

/** Everything for one test on one server; `close` ends its tabs. */
export async function fixturesFor({ browser, server, sessions, scripts, wanted }) {
  const complaints = [];
  const allowed = [];
  const tabs = [];
  const open = async options => {
    const tab = await openTab(browser, server.base, { complaints, ...options });
    tabs.push(tab);
    if (!options.scripts) scriptless.add(tab);
    return tab;
  };
  const page = wanted.has('page') ? await open({ scripts }) : null;
  const plain = wanted.has('plain') ? await open({ scripts: false }) : null;

  const given = {
    page, plain, scripts, server, base: server.base, axe, fits, faultless,
    allow: pattern => allowed.push(pattern),
    signIn: async (who, options) => {
      const state = await session({ browser, server, sessions }, who, options);
      for (const tab of [page, plain]) await tab?.context().addCookies(state.cookies);
    },
    person: async (who, options = {}) => open({ scripts: true, ...options, storageState: await session({ browser, server, sessions }, who) }),
  };
  return {
    given, tabs,
    complaints: () => complaints.filter(text => !allowed.some(pattern => pattern.test(text))),
    close: () => Promise.all(tabs.map(tab => tab.context().close())),
  };
}

/**
 * The session of `who@demo.example`, as a browser keeps it. Signed in once for each spec file, so that
 * the tests do not run into the limit on sign-ins; `fresh` for a test that signs out.
 */
async function session({ browser, server, sessions }, who, { fresh = false, password = 'casewell-demo' } = {}) {
  const known = sessions.get(who);
  if (known && !fresh && await stillSignedIn(server, known)) return known;
  const page = await openTab(browser, server.base, { scripts: false, complaints: [] });
  try {
    await page.goto('/login');
    await page.getByLabel('Email').first().fill(who.includes('@') ? who : `${who}@demo.example`);
    await page.getByLabel('Password').first().fill(password);
    await Promise.all([
      page.waitForURL(url => !url.pathname.startsWith('/login')),
      page.getByLabel('Password').first().press('Enter'),
    ]);
    const state = await page.context().storageState();
    if (!fresh) sessions.set(who, state);
    return state;
  } finally {
    await page.context().close();
  }
}

async function stillSignedIn(server, { cookies }) {
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  return (await fetch(`${server.base}/account`, { headers: { cookie }, redirect: 'manual' })).status === 200;
}

/** No accessibility fault, neither in light nor in dark. `exclude`: selectors to leave out. */
async function axe(page, { exclude = [] } = {}) {
  const twin = scriptless.has(page) ? await twinOf(page) : page;
  const faults = await faultsOf(twin, exclude);
  if (twin !== page) await twin.context().close();
  assert.equal(faults.length, 0, `accessibility faults on ${page.url()}\n${faults.join('\n')}`);
}

/** The same on a desk and on a phone, where the page is also no wider than the window. */
async function faultless(page, options) {
  const before = page.viewportSize();
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    await axe(page, options);
  }
  await page.setViewportSize(before);
  await fits(page);
}

/** axe is a script: a page without scripts is judged by its markup, shown once more in a tab that has them. */
async function twinOf(page) {
  const html = (await page.content()).replace(/<script\b[\s\S]*?<\/script>/gi, '');
  const context = await page.context().browser().newContext({ storageState: await page.context().storageState() });
  const twin = await context.newPage();
  await twin.route(page.url(), route => route.fulfill({ body: html, contentType: 'text/html; charset=utf-8' }));
  await twin.goto(page.url());
  return twin;
}

/** A theme changes colours and nothing else: the second one is judged by the rules on colour. */
async function faultsOf(page, exclude) {
  const faults = [];
  for (const [theme, runOnly] of [['light', axeTags], ['dark', colourRules]]) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await settled(page);
    if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(axeSource);
    const found = await page.evaluate(
      ([rules, without]) => window.axe.run({ exclude: without }, { runOnly: rules }).then(result => result.violations),
      [runOnly, exclude],
    );
    for (const { id, help, nodes } of found) {
      faults.push(`${theme}: ${id}: ${help}\n${nodes.slice(0, 3).map(node => `    ${node.target.join(' ')}  ${node.html.slice(0, 120)}`).join('\n')}`);
    }
  }
  return faults;
}

/** Colours that are still on their way from the other theme are nobody's fault. */
const settled = page => page.evaluate(() => Promise.allSettled(
  document.getAnimations().filter(one => one.effect.getComputedTiming().endTime !== Infinity).map(one => one.finished),
));

/** The page is no wider than the window, on a phone and on a desk. */
async function fits(page, at = widths) {
  const before = page.viewportSize();
  for (const width of at) {
    await page.setViewportSize({ width, height: 900 });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(over <= 0, `${page.url()} is ${over} px wider than a window of ${width} px`);
  }
  await page.setViewportSize(before);
}

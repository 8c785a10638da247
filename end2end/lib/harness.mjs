// What a spec file imports: `import { test, both, desk } from '#harness';`
//
//   test('answers', async ({ page, signIn, axe }) => { … });
//       page     a tab with scripts; `page.goto` waits until the page is hydrated
//       plain    a tab without scripts
//       signIn   await signIn('agent')   puts the session of agent@demo.example into both tabs
//       axe      await axe(page)         no accessibility fault, in light and in dark
//       fits     await fits(page)        no sideways overflow at 390 and 1440 pixels
//       faultless  await faultless(page) both of these, at both widths
//       person   await person('lead')    another person's tab, signed in, with scripts
//       allow    allow(/404/)            a console error that this test means to cause
//       server   { base, log(), casewell(args, input), restart(), pass(minutes), folder }
//
//   both('sends', async ({ page, scripts }) => { … });
//       runs twice: `page` with scripts, then without; `scripts` says which.
//
//   desk({ tickets: 0, env: { CASEWELL_… } });
//       how this file's own server begins; without it, the demo desk. `tickets: 0`: an empty one.
//
// Errors and warnings in the browser's console fail every test.

let current = null;
let turn = Promise.resolve();

/** The runner's half: what a spec file registers while it is loaded. One file is loaded at a time. */
export function collect(url) {
  const mine = turn.then(() => load(url));
  turn = mine.catch(() => {});
  return mine;
}

async function load(url) {
  const collected = { tests: [], desk: { tickets: 200, env: {} } };
  current = collected;
  try {
    await import(url);
  } finally {
    current = null;
  }
  return collected;
}

function register(name, run, scripts) {
  if (!current) throw new Error('tests are registered while a spec file is loaded, not later');
  if (current.tests.some(one => one.name === name)) throw new Error(`two tests are called "${name}"`);
  current.tests.push({ name, run, scripts, wanted: named(run) });
}

/** The fixtures that a test names between its braces: only these are made. */
function named(run) {
  const names = run.toString().match(/^[^(]*\(\s*\{([^}]*)\}/)?.[1] ?? '';
  return new Set(names.split(',').map(name => name.split(/[:=]/)[0].trim()));
}

export function test(name, run) {
  register(name, run, true);
}

export function both(name, run) {
  register(`${name} (with scripts)`, run, true);
  register(`${name} (without scripts)`, run, false);
}

export function desk(options) {
  Object.assign(current.desk, options);
}

/** Repeats `check` until it no longer throws, for what a page shows a moment later. */
export async function eventually(check, ms = 5000) {
  const until = Date.now() + ms;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise(wake => setTimeout(wake, 50));
    }
  }
}

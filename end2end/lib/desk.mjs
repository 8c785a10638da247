// Steps in the console that several tests share, and a colleague who works elsewhere.

/** The ticket of the tour: open, an agent's, with a plan and a next contact that is promised. */
export const story = { number: 'CW-20418', subject: 'Labels print blank on Dock 3 since the 7.4 update', customer: 'Rosalind Achterberg' };

export const row = (page, number) => page.getByRole('grid').getByRole('row').filter({ hasText: number });

/** Tracking numbers of the list, top to bottom. */
export const numbers = async page => (await page.getByRole('grid').allInnerTexts()).join().match(/CW-\d+/g);

export const clock = (page, promise) => page.getByRole('timer', { name: promise, exact: true });

export const entries = page => page.getByRole('list', { name: 'Timeline' }).getByRole('listitem');

/** Opens a page and waits until it hears what changes elsewhere. */
export async function listening(page, path) {
  const stream = page.waitForResponse(answer => new URL(answer.url()).pathname === '/live');
  await page.goto(path);
  await stream;
}

/** The text that is written, in the mode that is chosen. */
export const text = page => page.getByRole('form', { name: 'Write' }).getByRole('textbox');

/** A time this many minutes from now, as it is written into a field of `page`. */
export const inMinutes = (page, minutes) => page.evaluate(
  ms => {
    const { time_zone: timeZone } = JSON.parse(document.querySelector('meta[name=me]').content);
    return new Date(Date.now() + ms).toLocaleString('sv-SE', { timeZone }).slice(0, 16).replace(' ', 'T');
  }, minutes * 60_000,
);

/** Chooses what `menu` ("Status", "Priority") of the open ticket becomes. */
export async function pick(page, menu, value) {
  const button = page.locator(`summary[aria-label^="${menu}: "]`);
  await button.click();
  await button.locator('..').getByRole('button', { name: value, exact: true }).click();
}

/** A new request of a customer, as an agent enters it through the API; answers its number. */
export async function request(server, subject, { type = 'incident', product, requester = 'customer@demo.example' } = {}) {
  const made = await server.casewell(['token', 'add', '--email', 'agent@demo.example', '--scope', 'tickets:write']);
  const token = made.out.trim().split(/\s+/).at(-1);
  const answer = await fetch(`${server.base}/api/v1/tickets`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ requester, subject, text: 'It does not work.', type, product }),
  });
  if (answer.status !== 201) throw new Error(`a request answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()).number;
}

/** What the person of `tab` does to a ticket without looking at it, as the page's own functions do it. */
export const command = (tab, number, what) => tab.evaluate(async ([number, command]) => {
  const { version } = await fetch(`/fn/tickets/ticket?number=${number}`).then(answer => answer.json());
  const body = JSON.stringify({ number, seen: version, command });
  const answer = await fetch('/fn/tickets/change', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  if (!answer.ok) throw new Error(`${command.command} answered ${answer.status}: ${await answer.text()}`);
}, [number, what]);

/** Holds back the answers from `address` until they are released: the page goes on with what it has. */
export async function held(page, address) {
  let release;
  const released = new Promise(done => { release = done; });
  await page.route(address, async route => {
    await released;
    await route.continue().catch(() => {});
  });
  return { release };
}

// Notices: counted at the bell while others work, read, and read for good.
import assert from 'node:assert/strict';
import { eventually, test } from '#harness';

test('notices are listed and read', async ({ page, signIn, axe, fits }) => {
  await signIn('lead');
  await page.goto('/desk/notices');
  await page.getByRole('heading', { level: 1, name: 'Notices' }).waitFor();
  await axe(page);
  await fits(page);
  const readAll = page.getByRole('button', { name: 'Mark all as read' });
  if (await readAll.count()) {
    await readAll.click();
    await page.getByText('All notices are marked as read.').waitFor();
    await page.reload();
    await eventually(async () => assert.equal(await readAll.count(), 0));
  }
});

test('the bell counts while somebody else works', async ({ person }) => {
  const agent = await person('agent2');
  const lead = await person('lead');
  await agent.goto('/desk/v/all');
  const bell = agent.locator('summary[aria-label^="Notices"]');
  const before = await bell.getAttribute('aria-label');
  const me = await agent.evaluate(() => JSON.parse(document.querySelector('meta[name=me]').content));
  await lead.goto('/desk/v/all');
  const number = await lead.evaluate(give, { id: me.person_id, name: me.name });
  await eventually(async () => assert.notEqual(await bell.getAttribute('aria-label'), before));
  await bell.click();
  const notice = agent.getByRole('listitem').filter({ hasText: number }).filter({ hasText: 'gave it to you' });
  await notice.getByRole('link').click();
  await agent.waitForURL(new RegExp(`/t/${number}$`));
});

/** Gives the newest ticket of another to this person, as the page's own functions do; answers its number. */
async function give(to) {
  const read = path => fetch(path).then(answer => answer.json());
  const { rows } = await read('/fn/tickets/list?view=all');
  const { number } = rows.find(row => row.assignee !== to.name);
  const { version } = await read(`/fn/tickets/ticket?number=${number}`);
  const body = JSON.stringify({ number, seen: version, command: { command: 'assign', to } });
  const answer = await fetch('/fn/tickets/change', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  if (!answer.ok) throw new Error(`assigning answered ${answer.status}`);
  return number;
}

test('customers are found and opened', async ({ page, signIn, axe, fits }) => {
  await signIn('agent');
  await page.goto('/desk/customers');
  const rows = page.getByRole('table', { name: 'Organisations' }).getByRole('rowheader');
  const name = await rows.first().innerText();
  await axe(page);
  await fits(page);
  await page.getByRole('searchbox').fill(name.slice(0, 5));
  await page.keyboard.press('Enter');
  await page.waitForURL(/q=/);
  await page.getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
  await page.getByRole('heading', { name: 'Contacts' }).waitFor();
  await axe(page);
  await fits(page);
});

test('theme, density and keys are kept in the browser', async ({ page, signIn, axe, fits }) => {
  await signIn('agent');
  await page.goto('/desk/me');
  await axe(page);
  await fits(page);
  await page.getByRole('radio', { name: 'Dark' }).check();
  await page.getByRole('radio', { name: 'Dense' }).check();
  await page.getByRole('checkbox', { name: 'Use single keys' }).uncheck();
  await page.reload();
  const set = await page.evaluate(() => ({ ...document.documentElement.dataset }));
  assert.equal(set.theme, 'dark');
  assert.equal(set.density, 'dense');
  await eventually(async () => assert.equal(await page.getByRole('checkbox', { name: 'Use single keys' }).isChecked(), false));
  await eventually(async () => assert.equal(await page.getByRole('radio', { name: 'Dark' }).isChecked(), true));
  await page.getByRole('radio', { name: 'As the system' }).check();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), undefined);
});

// Notices, counted at the bell while others work; customers; and one's own settings.
import assert from 'node:assert/strict';
import { command, listening, numbers } from '#desk';
import { eventually, test } from '#harness';

test('notices are read, and stay read', async ({ page, signIn }) => {
  await signIn('lead');
  await page.goto('/desk/notices');
  const readAll = page.getByRole('button', { name: 'Mark all as read' });
  await readAll.click();
  await page.getByText('All notices are marked as read.').waitFor();
  await page.reload();
  await page.getByRole('main').getByRole('listitem').first().waitFor();
  assert.equal(await readAll.count(), 0);
});

test('the bell counts while somebody else works', async ({ page, signIn, person }) => {
  await signIn('agent2');
  const lead = await person('lead');
  await lead.goto('/desk/me');
  await listening(page, '/desk/v/unassigned');
  const [number] = await numbers(page);
  const bell = page.locator('summary[aria-label^="Notices"]');
  const before = await bell.getAttribute('aria-label');
  const { person_id: id, name } = await page.evaluate(() => JSON.parse(document.querySelector('meta[name=me]').content));
  await command(lead, number, { command: 'assign', to: { id, name } });
  await eventually(async () => assert.notEqual(await bell.getAttribute('aria-label'), before));
  await bell.click();
  const notice = page.getByRole('listitem').filter({ hasText: number }).filter({ hasText: 'gave it to you' });
  await notice.getByRole('link').click();
  await page.waitForURL(new RegExp(`/t/${number}$`));
});

test('customers are found and opened', async ({ page, signIn, faultless }) => {
  await signIn('agent');
  await page.goto('/desk/customers');
  const rows = page.getByRole('table', { name: 'Organisations' }).getByRole('rowheader');
  const name = await rows.first().innerText();
  await page.getByRole('searchbox').fill(name.slice(0, 5));
  await page.keyboard.press('Enter');
  await page.waitForURL(/q=/);
  await page.getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
  await page.getByRole('heading', { name: 'Contacts' }).waitFor();
  await faultless(page);
});

test('theme, density and keys are kept in the browser', async ({ page, signIn }) => {
  await signIn('agent');
  await page.goto('/desk/me');
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

test('the browser shows a notice while nobody looks at the page, to who asked for it', async ({ page, signIn, person }) => {
  // What the browser is asked to show; a browser without a desktop shows none.
  await page.addInitScript(() => {
    window.shown = [];
    window.Notification = class {
      static permission = 'default';
      static requestPermission() {
        window.Notification.permission = 'granted';
        return Promise.resolve('granted');
      }
      constructor(title, options) {
        window.shown.push(`${title}: ${options.body}`);
      }
    };
  });
  await signIn('agent2');
  const lead = await person('lead');
  await lead.goto('/desk/me');
  await page.goto('/desk/me');
  await page.getByRole('button', { name: 'Turn on browser notices' }).click();
  await page.getByText('Browser notices are on.').waitFor();
  await page.goto('/desk/v/unassigned');
  const [seen, unseen] = await numbers(page);
  await page.addInitScript(() => { window.Notification.permission = 'granted'; });
  await listening(page, '/desk/v/unassigned');
  const { person_id: id, name } = await page.evaluate(() => JSON.parse(document.querySelector('meta[name=me]').content));
  const assign = number => command(lead, number, { command: 'assign', to: { id, name } });
  const bell = page.locator('summary[aria-label^="Notices"]');
  const before = await bell.getAttribute('aria-label');
  await assign(seen);
  await eventually(async () => assert.notEqual(await bell.getAttribute('aria-label'), before));
  assert.deepEqual(await page.evaluate(() => window.shown), [], 'who looks at the page sees it there');
  await page.evaluate(() => Object.defineProperty(document, 'hidden', { get: () => true }));
  await assign(unseen);
  // The demo's own alarms may ring meanwhile.
  const told = new RegExp(`gave it to you: ${unseen}`);
  await eventually(async () => {
    const shown = await page.evaluate(() => window.shown);
    assert.equal(shown.filter(line => told.test(line)).length, 1, shown.join('; '));
  });
});

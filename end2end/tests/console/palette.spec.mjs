// The command palette: opened by its key everywhere, moved through by arrows, focus back where it was.
import assert from 'node:assert/strict';
import { eventually, test } from '#harness';

const palette = page => page.getByRole('dialog', { name: 'Search or run a command' });

test('it opens, narrows, runs and gives the focus back', async ({ page, signIn, axe }) => {
  await signIn('agent');
  await page.goto('/desk/customers');
  const find = page.getByRole('searchbox');
  await find.focus();
  await page.keyboard.press('Control+k');
  await palette(page).waitFor();
  await axe(page);
  await page.keyboard.press('Escape');
  await palette(page).waitFor({ state: 'hidden' });
  assert.equal(await page.evaluate(() => document.activeElement.id), 'q');

  await page.keyboard.press('Control+k');
  await page.keyboard.type('my op');
  const options = palette(page).getByRole('option');
  await eventually(async () => assert.match(await options.first().innerText(), /My open/));
  assert.equal(await options.first().getAttribute('aria-selected'), 'true');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/desk\/v\/mine$/);
});

test('arrows go round and Enter opens what was found', async ({ page, signIn }) => {
  await signIn('agent');
  await page.goto('/desk/v/all');
  await page.getByRole('link', { name: 'Search or run' }).click();
  await page.keyboard.type('printer');
  const options = palette(page).getByRole('option');
  const named = palette(page).getByRole('group', { name: 'Tickets, articles and customers' });
  await named.getByRole('option').nth(1).waitFor();
  await page.keyboard.press('ArrowUp');
  const last = options.last();
  await eventually(async () => assert.equal(await last.getAttribute('aria-selected'), 'true'));
  assert.match(await last.innerText(), /See all results for “printer”/);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/desk\/search\?q=printer$/);
  await page.getByRole('heading', { level: 1, name: 'Search' }).waitFor();
  await page.locator('main mark').first().waitFor();
});

test('what a key does on a ticket is in the list', async ({ page, signIn }) => {
  await signIn('agent');
  await page.goto('/desk/v/all');
  await page.getByRole('grid').getByRole('link').first().click();
  await page.waitForURL(/\/t\/CW-/);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.keyboard.press('Control+k');
  await palette(page).getByRole('group', { name: 'On this ticket' }).getByRole('option', { name: /Internal note/ }).waitFor();
});

test('the page of results shows every kind', async ({ page, signIn, axe }) => {
  await signIn('agent');
  await page.goto('/desk/search');
  await page.getByText('What are you looking for?').waitFor();
  await page.getByLabel('Search tickets').fill('label printer');
  await page.keyboard.press('Enter');
  await page.waitForURL(/q=label/);
  await page.getByRole('heading', { name: /^Tickets/ }).waitFor();
  await page.getByRole('heading', { name: /^Articles/ }).waitFor();
  await axe(page);
});

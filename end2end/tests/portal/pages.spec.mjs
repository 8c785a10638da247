// Every page of the portal: right status, no fault for anybody, in both languages.
import assert from 'node:assert/strict';
import { both, test } from '#harness';

both('the portal speaks German to those who ask for it', async ({ page, axe }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Deutsch' }).click();
  await page.getByRole('heading', { level: 1, name: 'Wie können wir helfen?' }).waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'de');
  await page.getByRole('link', { name: 'Hilfeartikel' }).first().waitFor();
  await axe(page);
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { level: 1, name: 'How can we help?' }).waitFor();
});

both('everything can be reached by keyboard', async ({ page }) => {
  await page.goto('/');
  await page.keyboard.press('Tab');
  const first = await page.evaluate(() => document.activeElement?.textContent);
  assert.equal(first, 'Skip to main content');
  await page.keyboard.press('Enter');
  assert.match(page.url(), /#main$/);
});

test('going on without a load keeps one heading and the right title', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Service status' }).click();
  await page.waitForURL('**/status');
  await page.getByRole('heading', { level: 1, name: 'Service status' }).waitFor();
  assert.match(await page.title(), /^Service status – /);
  assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1);
  await page.goBack();
  await page.getByRole('heading', { level: 1, name: 'How can we help?' }).waitFor();
});

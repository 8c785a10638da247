// Out again, and the menu that leads there.
import assert from 'node:assert/strict';
import { both, test } from '#harness';

both('out is a button', async ({ page, signIn }) => {
  await signIn('customer', { fresh: true });
  await page.goto('/logout');
  await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL(url => url.pathname === '/');
  await page.goto('/requests', { hydrate: false });
  await page.waitForURL('**/login?next=**');
});

test('the account menu closes on Escape and gives the focus back', async ({ page, signIn }) => {
  await signIn('customer');
  await page.goto('/');
  const button = page.locator('.top__me > summary');
  await button.click();
  await page.getByRole('link', { name: 'Account' }).first().focus();
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.top__me').getAttribute('open'), null);
  assert.ok(await button.evaluate(element => element === document.activeElement));
});

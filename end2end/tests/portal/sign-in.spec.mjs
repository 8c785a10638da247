// In with a password or a mailed code, out, and nowhere else.
import assert from 'node:assert/strict';
import { both, test } from '#harness';

const fill = async (page, email, password) => {
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
};

both('customers land on the front page, staff in the console', async ({ page, base, allow }) => {
  allow(/401.*\/live/);
  for (const [who, path] of [['customer', '/'], ['agent', '/desk']]) {
    await page.context().clearCookies();
    await page.goto('/login');
    await fill(page, `${who}@demo.example`, 'casewell-demo');
    await page.getByLabel('Password').press('Enter');
    await page.waitForURL(url => url.pathname === path || url.pathname.startsWith(`${path}/`) && path !== '/');
    assert.ok(page.url().startsWith(base));
  }
});

both('a wrong password is told, and the address stays', async ({ page, axe }) => {
  await page.goto('/login?next=/requests');
  await fill(page, 'customer@demo.example', 'not-the-password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  const summary = page.getByRole('alert');
  await summary.waitFor();
  assert.match(await summary.textContent(), /There is a problem.*don’t belong together/s);
  assert.match(await page.title(), /^Error: /);
  assert.equal(await page.getByLabel('Email').inputValue(), 'customer@demo.example');
  await axe(page);
  await fill(page, 'customer@demo.example', 'casewell-demo');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/requests');
});

both('who is asked to sign in comes back', async ({ page }) => {
  await page.goto('/requests?all=1', { hydrate: false });
  await page.waitForURL('**/login?next=**');
  await fill(page, 'customer@demo.example', 'casewell-demo');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(url => url.pathname === '/requests' && url.search === '?all=1');
});

both('an address from outside leads nowhere else', async ({ page, base, allow }) => {
  // The page that was signed in loses its session while it listens.
  allow(/401.*\/live/);
  for (const next of ['https://example.com/', '//example.com', '/\\example.com']) {
    await page.context().clearCookies();
    await page.goto(`/login?next=${encodeURIComponent(next)}`);
    await fill(page, 'customer@demo.example', 'casewell-demo');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(`${base}/`);
  }
});

both('a code can be asked for', async ({ page, axe }) => {
  await page.goto('/login');
  await page.getByRole('link', { name: 'Email me a code' }).click();
  await page.getByLabel('Email').fill('customer@demo.example');
  await page.getByRole('button', { name: 'Email me a code' }).click();
  await page.getByRole('heading', { name: 'Enter your code' }).waitFor();
  await page.getByText('If customer@demo.example belongs to an account').waitFor();
  await page.getByLabel('Code from the email').fill('000000');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').waitFor();
  await axe(page);
});

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
